package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.packet.Frame;
import java.lang.foreign.MemorySegment;

/** Whether a frame to a VIP may be served at all: meant for us, not by us, from an address that a client can have. */
final class Admission {
    /** May be served; no drop verdict has this value. */
    static final int ADMITTED = 0;
    private static final int FIRST_MULTICAST = 224;
    private static final int LOOPBACK = 127;

    private Admission() {
    }

    /** The drop verdict, or {@link #ADMITTED}. */
    static int check(
            final MemorySegment memory,
            final long frame,
            final int port,
            final long addresses,
            final NextHops nextHops) {
        final long own = nextHops.sourceMacOf(port);
        if (own != NextHops.UNRESOLVED && Frame.destinationMac(memory, frame) != own) {
            return Verdict.drop(DropReason.OTHER_HOST);
        }
        if (nextHops.isOwn(Frame.sourceMac(memory, frame))) {
            return Verdict.drop(DropReason.LOOP);
        }
        final int source = (int) (addresses >>> 32);
        final int network = source >>> 24;
        return network == 0 || network == LOOPBACK || network >= FIRST_MULTICAST || source == (int) addresses
                ? Verdict.drop(DropReason.MARTIAN)
                : ADMITTED;
    }
}

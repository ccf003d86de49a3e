package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.PacketParser;
import java.lang.foreign.MemorySegment;

/** Whether a frame to a VIP may be served at all: meant for us, not by us, from an address that a client can have. */
final class Admission {
    /** May be served; no drop verdict has this value. */
    static final int ADMITTED = 0;
    private static final int FIRST_MULTICAST = 224;
    private static final int LOOPBACK = 127;
    private static final int FIRST_OCTET_MULTICAST_6 = 0xff;

    private Admission() {
    }

    /** The drop verdict, or {@link #ADMITTED}. */
    static int check(
            final MemorySegment memory,
            final long frame,
            final int port,
            final PacketParser packet,
            final NextHops nextHops) {
        final long own = nextHops.sourceMacOf(port);
        if (own != NextHops.UNRESOLVED && Frame.destinationMac(memory, frame) != own) {
            return Verdict.drop(DropReason.OTHER_HOST);
        }
        if (nextHops.isOwn(Frame.sourceMac(memory, frame))) {
            return Verdict.drop(DropReason.LOOP);
        }
        return (packet.isIpv4() ? isMartian4(packet) : isMartian6(packet))
                ? Verdict.drop(DropReason.MARTIAN)
                : ADMITTED;
    }

    private static boolean isMartian4(final PacketParser packet) {
        final int source = packet.source();
        final int network = source >>> 24;
        return network == 0 || network == LOOPBACK || network >= FIRST_MULTICAST || source == packet.destination();
    }

    /** Unspecified, loopback, IPv4-compatible or mapped, multicast, or the destination itself (RFC 4291 §2). */
    private static boolean isMartian6(final PacketParser packet) {
        final long high = packet.sourceHigh();
        return (high == 0 && packet.sourceLow() >>> 48 == 0)
                || high >>> 56 == FIRST_OCTET_MULTICAST_6
                || (high == packet.destinationHigh() && packet.sourceLow() == packet.destinationLow());
    }
}

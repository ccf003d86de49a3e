package dev.directrix.forwarder.trace;

import dev.directrix.forwarder.pipeline.DropReason;
import dev.directrix.forwarder.service.AddressRange;
import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which packets a trace shows: those for which everything that is given holds.
 *
 * @param vip      it comes from this VIP or goes to it
 * @param client   it comes from one of these addresses or goes to one
 * @param server   this real server was chosen for it, or sent it
 * @param protocol number of its IP protocol
 * @param port     of either end
 * @param fate     what becomes of it
 * @param reason   it was dropped for this reason
 */
public record TraceFilter(
    Optional<InetAddress> vip, Optional<AddressRange> client, Optional<InetAddress> server, OptionalInt protocol,
    OptionalInt port, Optional<Fate> fate, Optional<DropReason> reason) {

    /** Every packet. */
    public static final TraceFilter EVERYTHING = new TraceFilter(Optional.empty(), Optional.empty(), Optional.empty(),
        OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty());

    /** What becomes of a packet. */
    public enum Fate {
        /** Sent on, or answered. */
        SENT,
        /** Left to the kernel. */
        PASSED,
        /** A fragment that waits for the first of its packet. It is shown again when it is sent, or dropped. */
        HELD,
        /** Dropped, with a reason. */
        DROPPED
    }
}

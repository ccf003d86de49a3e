package dev.directrix.bgp.exabgp.event;

import dev.directrix.bgp.capability.ExtendedNextHop;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import java.util.List;

/**
 * What the two OPENs of a session lead to.
 *
 * @param messageSize     octets of the largest message
 * @param holdTimeSeconds the smaller of both hold times
 * @param asn4            AS numbers have four octets
 * @param multiSession    multi-session
 * @param operational     operational messages
 * @param refresh         route refresh
 * @param families        address families
 * @param nextHops        families that may have a next hop of another version (RFC 8950)
 * @param addPathSend     families of which we send several paths
 * @param addPathReceive  families of which we receive several paths
 */
public record Agreement(
    int messageSize,
    int holdTimeSeconds,
    boolean asn4,
    boolean multiSession,
    boolean operational,
    Refresh refresh,
    List<Family> families,
    List<ExtendedNextHop.Entry> nextHops,
    List<Family> addPathSend,
    List<Family> addPathReceive) {

    /** Nothing agreed yet: what ExaBGP tells with packets before both OPENs are there. */
    public static final Agreement NONE = new Agreement(CodecContext.STANDARD_MESSAGE_SIZE, 0, false, false, false,
        Refresh.ABSENT, List.of(), List.of(), List.of(), List.of());

    /** Freezes the lists. */
    public Agreement {
        families = List.copyOf(families);
        nextHops = List.copyOf(nextHops);
        addPathSend = List.copyOf(addPathSend);
        addPathReceive = List.copyOf(addPathReceive);
    }

    /** Kinds of route refresh. */
    public enum Refresh {
        /** None. */
        ABSENT("absent"),
        /** RFC 2918. */
        NORMAL("normal"),
        /** RFC 7313. */
        ENHANCED("enhanced");

        private final String text;

        Refresh(final String text) {
            this.text = text;
        }

        /** As it stands in an event. */
        public String text() {
            return text;
        }
    }
}

package dev.directrix.forwarder.neighbor;

import java.net.InetAddress;
import java.util.Optional;

/**
 * How one real server is reached, for people to read.
 *
 * @param server        the real server's address
 * @param state         whether packets can be sent to it
 * @param mac           its MAC address ({@code 02:00:0a:00:01:15}), when known
 * @param interfaceName the interface that leads to it, when there is one
 * @param detail        what is wrong and what to do, empty when nothing is
 */
public record NextHopStatus(
    InetAddress server, State state, Optional<String> mac, Optional<String> interfaceName, String detail) {

    /** What is known of a next hop. */
    public enum State {
        /** The kernel knows its MAC address. */
        RESOLVED,
        /** The MAC address comes from {@code datapath.neighbors}. */
        PINNED,
        /** It answered before, but does not now; packets go to the MAC address that was known last. */
        LAST_KNOWN,
        /** On-link, but nobody has answered yet; the kernel keeps asking. */
        UNRESOLVED,
        /** The route leads through a gateway: direct routing cannot reach the server. */
        BEHIND_GATEWAY,
        /** The route leaves by an interface that the datapath does not own. */
        OTHER_INTERFACE,
        /** There is no route, or it is unreachable, local, or a blackhole. */
        NO_ROUTE
    }

    /** Whether packets can be sent. */
    public boolean usable() {
        return state == State.RESOLVED || state == State.PINNED || state == State.LAST_KNOWN;
    }
}

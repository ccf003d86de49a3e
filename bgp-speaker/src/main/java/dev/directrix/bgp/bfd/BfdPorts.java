package dev.directrix.bgp.bfd;

import java.net.InetAddress;
import java.util.Optional;

/**
 * Where BFD listens. Routers know the registered ports only; others are for tests.
 *
 * @param singleHop UDP port of single-hop sessions
 * @param multihop  UDP port of multihop sessions
 * @param bind      a local address, which limits the sessions to its IP version; empty: all addresses
 */
public record BfdPorts(int singleHop, int multihop, Optional<InetAddress> bind) {

    /** The registered ports (RFC 5881 §4, RFC 5883 §5) on all addresses. */
    public static final BfdPorts REGISTERED = new BfdPorts(3784, 4784, Optional.empty());

    int of(final boolean overSeveralHops) {
        return overSeveralHops ? multihop : singleHop;
    }
}

package dev.directrix.bgp.bfd;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * The two ends of a session.
 *
 * @param remote the router's address; a link-local one with its interface
 * @param local  our address; empty: the kernel chooses
 */
public record BfdPeer(InetAddress remote, Optional<InetAddress> local) {

    /** Checks the values. */
    public BfdPeer {
        Objects.requireNonNull(local, "local");
        if (remote instanceof Inet6Address six && six.isLinkLocalAddress() && six.getScopeId() == 0) {
            throw new IllegalArgumentException("link-local address " + remote.getHostAddress()
                + " needs an interface: " + remote.getHostAddress() + "%eth0");
        }
    }

    /** The interface that a link-local router is reached by; 0 for others. */
    int interfaceIndex() {
        return remote instanceof Inet6Address six && six.isLinkLocalAddress() ? six.getScopeId() : 0;
    }

    @Override
    public String toString() {
        return remote.getHostAddress();
    }
}

package dev.directrix.bgp.rib;

import dev.directrix.bgp.attribute.PathAttribute;
import java.net.InetAddress;
import java.util.List;

/**
 * Everything about a route but its prefix. Routes that share one instance or an equal one share an UPDATE. Immutable.
 */
public final class RouteAttributes {

    private final List<PathAttribute> attributes;
    private final List<InetAddress> nextHops;
    private final int hash;

    /**
     * All about a route.
     *
     * @param attributes path attributes but NEXT_HOP, MP_REACH_NLRI and MP_UNREACH_NLRI
     * @param nextHops   the next hop, for IPv6 with a link-local one behind it where there is one
     */
    public RouteAttributes(final List<PathAttribute> attributes, final List<InetAddress> nextHops) {
        this.attributes = List.copyOf(attributes);
        this.nextHops = List.copyOf(nextHops);
        this.hash = 31 * this.attributes.hashCode() + this.nextHops.hashCode();
    }

    /** Path attributes but the next hop. */
    public List<PathAttribute> attributes() {
        return attributes;
    }

    /** The next hop, and perhaps its link-local companion. */
    public List<InetAddress> nextHops() {
        return nextHops;
    }

    @Override
    public boolean equals(final Object other) {
        return this == other || (other instanceof RouteAttributes that && hash == that.hash
            && nextHops.equals(that.nextHops) && attributes.equals(that.attributes));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return attributes + " via " + nextHops;
    }
}

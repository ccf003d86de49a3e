package dev.directrix.bgp.rib;

import dev.directrix.ecmp.wcmp.WeightPerPath;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * Weights for routers that read none: a VIP gets as many paths at the router as its weight asks for, each with a next
 * hop of its own. Immutable.
 */
public sealed interface PathReplication {

    /** The weight that one path stands for; the same on all directors. */
    WeightPerPath unit();

    /** The most paths of a prefix, by IP version; 0: nothing is said of that version, it has its ordinary path. */
    int available(boolean ipv4);

    /** The most paths of a prefix of the IP version that has more. */
    default int most() {
        return Math.max(available(true), available(false));
    }

    /** Paths that a weight asks for. */
    default int wanted(final int weight) {
        return unit().paths(weight);
    }

    /** Paths that a prefix gets. */
    default int paths(final int weight, final boolean ipv4) {
        return Math.max(1, Math.min(wanted(weight), available(ipv4)));
    }

    /**
     * Path identifiers tell the paths apart (RFC 7911), all on one session.
     *
     * @param nextHops addresses of this node, used in this order; of either IP version, used for prefixes of the same
     */
    record ByAddPath(List<InetAddress> nextHops, WeightPerPath unit) implements PathReplication {

        /** Checks the values and freezes the list. */
        public ByAddPath {
            Objects.requireNonNull(unit, "unit");
            nextHops = List.copyOf(nextHops);
            if (nextHops.isEmpty()) {
                throw new IllegalArgumentException("no next hop");
            }
            if (new HashSet<>(nextHops).size() < nextHops.size()) {
                throw new IllegalArgumentException("a next hop is given twice");
            }
        }

        @Override
        public int available(final boolean ipv4) {
            return usable(ipv4).size();
        }

        /** Those of an IP version, in their order. */
        public List<InetAddress> usable(final boolean ipv4) {
            return nextHops.stream().filter(it -> it instanceof Inet4Address == ipv4).toList();
        }
    }

    /**
     * One of several sessions with a router, from addresses of their own. Each tells its own address as next hop, but
     * only while the weight asks for more paths than there are sessions before it.
     *
     * @param index    how many sessions stand before it, 0 or more
     * @param sessions how many there are
     * @param ipv4     the IP version of the sessions: of the other one prefixes have no next hops of their own on each,
     *                 and are told by the first session only
     */
    record BySession(int index, int sessions, boolean ipv4, WeightPerPath unit) implements PathReplication {

        /** Checks the numbers. */
        public BySession {
            Objects.requireNonNull(unit, "unit");
            if (index < 0 || index >= sessions) {
                throw new IllegalArgumentException("session " + index + " of " + sessions);
            }
        }

        @Override
        public int available(final boolean ofIpv4) {
            return ofIpv4 == ipv4 ? sessions : 0;
        }

        /** Whether this session has one of the paths of such a prefix. */
        public boolean tells(final int weight, final boolean ofIpv4) {
            return index < paths(weight, ofIpv4);
        }
    }
}

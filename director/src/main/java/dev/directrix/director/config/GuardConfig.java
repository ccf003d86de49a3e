package dev.directrix.director.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the guard of ECMP sets listens to, beside what the directors say. Immutable.
 *
 * @param bmp       where routers tell their paths by BMP; empty: nowhere
 * @param directors names of the other directors by their addresses, where no cluster tells them
 */
public record GuardConfig(Optional<Bmp> bmp, Map<InetAddress, String> directors) {

    /** Of a file that says nothing of it. */
    public static final GuardConfig NONE = new GuardConfig(Optional.empty(), Map.of());

    /** Freezes the map. */
    public GuardConfig {
        directors = Map.copyOf(directors);
    }

    /**
     * A BMP station (RFC 7854).
     *
     * @param listen  where routers connect to
     * @param routers who may
     */
    public record Bmp(InetSocketAddress listen, Set<InetAddress> routers) {

        /** Freezes the set. */
        public Bmp {
            routers = Set.copyOf(routers);
        }
    }
}

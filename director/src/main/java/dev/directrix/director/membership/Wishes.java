package dev.directrix.director.membership;

import dev.directrix.cluster.member.ServerName;
import dev.directrix.cluster.member.Wish;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.PoolConfig;
import dev.directrix.director.config.ServerConfig;
import dev.directrix.director.health.ServerHealth;
import dev.directrix.forwarder.service.SchedulerKind;
import dev.directrix.forwarder.service.ServerKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What a director says of the servers to its cluster. Pure functions. */
final class Wishes {

    private Wishes() {
    }

    /**
     * The pools whose servers are chosen by a table, with what the file says; and the servers that do not answer, or
     * have not been asked yet.
     */
    static Wish of(final DirectorConfig config, final Function<ServerKey, ServerHealth> healthOf) {
        final Map<String, List<Wish.Wanted>> pools = new HashMap<>();
        final Set<ServerName> dead = new HashSet<>();
        config.pools().values().stream().filter(Wishes::isShared).forEach(pool -> {
            pools.put(pool.name(), pool.servers().stream()
                .map(server -> new Wish.Wanted(text(server), server.weight())).toList());
            pool.servers().stream()
                .filter(server -> !healthOf.apply(key(pool, server)).up())
                .forEach(server -> dead.add(new ServerName(pool.name(), text(server))));
        });
        return new Wish(pools, dead);
    }

    /** Whether a pool's servers are chosen by a table that directors share. */
    private static boolean isShared(final PoolConfig pool) {
        return pool.scheduling().kind() == SchedulerKind.MAGLEV;
    }

    private static ServerKey key(final PoolConfig pool, final ServerConfig server) {
        return new ServerKey(pool.name(), server.address());
    }

    private static String text(final ServerConfig server) {
        return server.address().getHostAddress();
    }
}

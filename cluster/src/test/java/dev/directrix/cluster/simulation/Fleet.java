package dev.directrix.cluster.simulation;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.ServerName;
import dev.directrix.cluster.member.ServerOverride;
import dev.directrix.cluster.member.Wish;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The real servers as each director's configuration lists them, and as its health checks see them. For one thread.
 */
final class Fleet {
    private static final long FORGIVEN_NS = 2 * WorldSettings.SECOND;

    private final World world;
    /** By director, pool and address, the weight in its configuration. */
    private final List<Map<String, Map<String, Integer>>> configured = new ArrayList<>();
    /** By director, what its checks say is dead. */
    private final List<Set<ServerName>> dead = new ArrayList<>();
    /** By director and server, when its checks last said that it was dead. */
    private final List<Map<ServerName, Long>> lastDeadNs = new ArrayList<>();
    private int addresses;

    /** Configurations that list the same servers. */
    Fleet(final World world) {
        this.world = world;
        world.directors().forEach(_ -> {
            configured.add(new TreeMap<>(Map.of(WorldSettings.TCP, new TreeMap<>(),
                    WorldSettings.UDP, new TreeMap<>())));
            dead.add(new HashSet<>());
            lastDeadNs.add(new TreeMap<>((a, b) -> a.toString().compareTo(b.toString())));
        });
        for (int at = 0; at < world.settings().servers(); at++) {
            final String address = newAddress();
            world.directors().forEach(each -> configure(each, WorldSettings.TCP, address, 1));
            if (at < 3) {
                world.directors().forEach(each -> configure(each, WorldSettings.UDP, address, 1));
            }
        }
        world.directors().forEach(this::tell);
    }

    /** An address that no server had before. */
    String newAddress() {
        addresses++;
        return "10.0.0." + (100 + addresses);
    }

    /** A director's configuration lists a server with a weight. */
    void configure(final Director director, final String pool, final String address, final int weight) {
        configured.get(director.index()).get(pool).put(address, weight);
        world.newServer(pool, address);
    }

    /** A director's configuration does not list a server. */
    void remove(final Director director, final String pool, final String address) {
        configured.get(director.index()).get(pool).remove(address);
    }

    /** The servers that a director's configuration lists. */
    List<String> addresses(final Director director, final String pool) {
        return List.copyOf(configured.get(director.index()).get(pool).keySet());
    }

    /** A director's member hears of its configuration and health checks. */
    void tell(final Director director) {
        final Map<String, List<Wish.Wanted>> pools = new TreeMap<>();
        configured.get(director.index()).forEach((pool, listed) -> pools.put(pool, listed.entrySet().stream()
                .map(each -> new Wish.Wanted(each.getKey(), each.getValue())).toList()));
        director.wish(new Wish(pools, dead.get(director.index())));
    }

    /** What a director's health checks say of a server. */
    void check(final Director director, final ServerName server, final boolean answers) {
        final boolean changed = answers ? dead.get(director.index()).remove(server)
                : dead.get(director.index()).add(server);
        if (changed) {
            lastDeadNs.get(director.index()).put(server, world.nowNs());
            world.trace("checks", director.name(), server, answers);
            judge();
            tell(director);
        }
    }

    /** What is held dead by all may be lost, whatever it is (assumption A3). */
    void judge() {
        if (lastDeadNs.stream().allMatch(Map::isEmpty)) {
            return;
        }
        final List<Director> members = world.store().record().map(ClusterRecord::members).orElse(List.of()).stream()
                .map(member -> world.director(member.name())).toList();
        for (final Server server : world.servers()) {
            if (server.isAlive() && members.stream().allMatch(each -> isHeldDead(each, server.name()))) {
                server.distrust();
            }
        }
    }

    private boolean isHeldDead(final Director director, final ServerName server) {
        final Long last = lastDeadNs.get(director.index()).get(server);
        return dead.get(director.index()).contains(server)
                || (last != null && world.nowNs() - last < FORGIVEN_NS);
    }

    /** A server dies, and every health check sees it after a while. */
    void die(final Server server) {
        if (server.isAlive()) {
            world.trace("dies", server.name());
            server.die();
            seen(server, server.life());
        }
    }

    /** A server comes back, and every health check sees it after a while. */
    void comeBack(final Server server) {
        if (!server.isAlive()) {
            world.trace("comes back", server.name());
            server.comeBack();
            seen(server, server.life());
        }
    }

    private void seen(final Server server, final long life) {
        final boolean answers = server.isAlive();
        for (final Director director : world.directors()) {
            world.at(world.nowNs() + world.chance().between(50, 700) * WorldSettings.MS, () -> {
                if (server.isAlive() == answers && server.life() == life) {
                    check(director, server.name(), answers);
                }
            });
        }
    }

    /** All configurations become the first director's, all health checks say what is so. */
    void calm() {
        for (final Director director : world.directors()) {
            for (final String pool : List.of(WorldSettings.TCP, WorldSettings.UDP)) {
                configured.get(director.index()).put(pool, new TreeMap<>(configured.get(0).get(pool)));
            }
            world.servers().forEach(server -> {
                if (server.isAlive()) {
                    dead.get(director.index()).remove(server.name());
                } else {
                    dead.get(director.index()).add(server.name());
                }
            });
            tell(director);
        }
    }

    /** The servers that all configurations want to take new flows, and that live. */
    Set<String> wished(final String pool, final Map<ServerName, ServerOverride> overrides) {
        final Set<String> result = new TreeSet<>();
        configured.get(0).get(pool).forEach((address, weight) -> {
            final ServerName name = new ServerName(pool, address);
            final ServerOverride override = overrides.get(name);
            final int holds = override == null || override.weight() == ServerOverride.AS_CONFIGURED
                    ? weight : override.weight();
            if (holds > 0 && (override == null || !override.drained())
                    && world.newServer(pool, address).isAlive()) {
                result.add(address);
            }
        });
        return result;
    }
}

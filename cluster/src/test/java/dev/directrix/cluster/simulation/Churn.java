package dev.directrix.cluster.simulation;

import dev.directrix.cluster.member.ServerName;
import dev.directrix.cluster.member.ServerOverride;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What befalls a world: a mix of its seed, at times of its seed. For one thread. */
final class Churn {
    private static final long MS = WorldSettings.MS;

    private final World world;
    private final Chance chance;
    private final Map<Kind, Integer> weights = new EnumMap<>(Kind.class);
    private final long meanNs;
    private boolean isOver;

    /** Kinds of churn, with their usual share. */
    private enum Kind {
        CRASH(8), PAUSE_ALL(6), PAUSE_CONTROL(6), CUT_PAIR(4), CUT_OFF(3), LOSE_STORE(4), STORE_DOWN(2), SERVER_DIES(6),
        SERVER_REBOOTS(3), SERVER_ADDED(8), SERVER_REMOVED(4), WEIGHT(8), DRAIN(6), COMMAND(4), ROUTER_WEIGHT(6),
        ROUTER_FLAP(10), HALF_DEAD(3), LEAVE(5), SYN_FLOOD(2), ACK_FLOOD(2), ALL_LOSE_STORE(1);

        private final int usual;

        Kind(final int usual) {
            this.usual = usual;
        }
    }

    /** The churn of a world's seed. */
    Churn(final World world) {
        this.world = world;
        this.chance = world.chance();
        for (final Kind kind : Kind.values()) {
            weights.put(kind, chance.happens(0.3) ? 0 : (int) (kind.usual * chance.between(0.3, 3.0) + 1));
        }
        this.meanNs = chance.between(150, 1_500) * MS;
    }

    /** Goes on until it is over. */
    void begin() {
        world.at(world.nowNs() + chance.untilNext(meanNs), () -> {
            if (!isOver) {
                final int together = chance.happens(0.3) ? 2 : 1;
                for (int each = 0; each < together; each++) {
                    befall(kind());
                }
                begin();
            }
        });
    }

    /** Nothing more befalls. */
    void end() {
        isOver = true;
    }

    private Kind kind() {
        int total = 0;
        for (final int weight : weights.values()) {
            total += weight;
        }
        int left = chance.below(Math.max(1, total));
        for (final Kind kind : Kind.values()) {
            left -= weights.get(kind);
            if (left < 0) {
                return kind;
            }
        }
        return Kind.ROUTER_FLAP;
    }

    private void later(final long leastMs, final long mostMs, final Runnable event) {
        world.at(world.nowNs() + chance.between(leastMs, mostMs) * MS, () -> {
            if (!isOver) {
                event.run();
            }
        });
    }

    private void befall(final Kind kind) {
        final Director director = chance.oneOf(world.directors());
        world.trace("befalls", kind, director.name());
        switch (kind) {
            case CRASH -> crash(director);
            case PAUSE_ALL -> pause(director, true);
            case PAUSE_CONTROL -> pause(director, false);
            case CUT_PAIR -> cutPair(director, chance.oneOf(world.directors()));
            case CUT_OFF -> cutOff(director);
            case LOSE_STORE -> {
                world.reachStore(director, false);
                later(100, outageMs(), () -> world.reachStore(director, true));
            }
            case STORE_DOWN -> {
                world.tally().outages++;
                world.store().goDown();
                later(200, 3_000, world.store()::comeBack);
            }
            case ALL_LOSE_STORE -> {
                world.tally().outages++;
                world.directors().forEach(each -> world.reachStore(each, false));
                later(200, 5_000, () -> world.directors().forEach(each -> world.reachStore(each, true)));
            }
            case LEAVE -> {
                director.leave();
            }
            case ROUTER_WEIGHT -> world.routers().forEach(router ->
                    router.weigh(director, (int) chance.between(1, 4)));
            case ROUTER_FLAP -> flap(director);
            case SYN_FLOOD -> flood(Packet.Kind.SYN);
            case ACK_FLOOD -> flood(Packet.Kind.DATA);
            default -> befallServer(kind);
        }
    }

    private long outageMs() {
        return chance.happens(0.3) ? 8_000 : 2_500;
    }

    private void crash(final Director director) {
        world.tally().crashes++;
        director.crash();
        later(200, 2_500, director::boot);
    }

    private void pause(final Director director, final boolean withDatapath) {
        if (director.isPaused()) {
            return;
        }
        world.tally().pauses++;
        director.pause(withDatapath);
        final boolean packetsFirst = chance.happens(0.5);
        final long life = director.lifeNumber();
        if (chance.happens(0.6)) {
            world.at(world.nowNs() + chance.between(300, 1_000) * MS, () -> {
                if (director.isPaused() && director.lifeNumber() == life) {
                    world.withdraw(director, 2);
                }
            });
        }
        later(20, chance.happens(0.5) ? 700 : 2_500, () -> {
            if (director.lifeNumber() == life && director.isPaused()) {
                director.resume(packetsFirst);
                if (director.isStaying() && director.datapath().serves()) {
                    world.announce(director);
                }
            }
        });
    }

    private void cutPair(final Director one, final Director other) {
        world.tally().partitions++;
        world.cut(one, other);
        if (chance.happens(0.6)) {
            world.cut(other, one);
        }
        later(50, 2_500, () -> {
            world.mend(one, other);
            world.mend(other, one);
        });
    }

    private void cutOff(final Director director) {
        world.tally().partitions++;
        final boolean fromStoreToo = chance.happens(0.6);
        for (final Director other : world.directors()) {
            world.cut(director, other);
            world.cut(other, director);
        }
        if (fromStoreToo) {
            world.reachStore(director, false);
        }
        later(100, outageMs(), () -> {
            for (final Director other : world.directors()) {
                world.mend(director, other);
                world.mend(other, director);
            }
            world.reachStore(director, true);
        });
    }

    private void flap(final Director director) {
        final Router router = chance.oneOf(world.routers());
        router.hear(director, false, 1);
        later(200, 2_500, () -> {
            if (director.isRunning() && director.isStaying() && director.datapath().serves()) {
                router.hear(director, true, MS);
            }
        });
    }

    private void flood(final Packet.Kind kind) {
        world.tally().floods++;
        final int count = (int) chance.between(20, 120);
        for (int each = 0; each < count; each++) {
            final Packet packet = new Packet(Flow.FORGED, WorldSettings.TCP, chance.anything(), kind, 0);
            world.at(world.nowNs() + chance.between(0, 500) * MS, () -> world.fromClient(packet));
        }
    }

    private void befallServer(final Kind kind) {
        final String pool = chance.happens(0.7) ? WorldSettings.TCP : WorldSettings.UDP;
        final List<String> listed = world.fleet().addresses(world.directors().getFirst(), pool);
        if (listed.isEmpty()) {
            return; // Removals that took their time have left none.
        }
        final String address = chance.oneOf(listed);
        final Server server = world.newServer(pool, address);
        switch (kind) {
            case SERVER_DIES -> {
                world.tally().serverDeaths++;
                world.fleet().die(server);
                later(500, 4_000, () -> {
                    world.tally().serverReturns++;
                    world.fleet().comeBack(server);
                });
            }
            case SERVER_REBOOTS -> {
                world.tally().serverDeaths++;
                server.die();
                server.comeBack();
            }
            case SERVER_ADDED -> configure(pool, listed.size() < 7 ? world.fleet().newAddress() : address, 1);
            case SERVER_REMOVED -> {
                if (listed.size() > 2) {
                    world.tally().serverChanges++;
                    each(director -> world.fleet().remove(director, pool, address));
                }
            }
            case WEIGHT -> configure(pool, address, (int) chance.between(1, 5));
            case DRAIN -> {
                configure(pool, address, 0);
                later(800, 3_000, () -> configure(pool, address, 1));
            }
            case COMMAND -> command(new ServerOverride(server.name(), ServerOverride.AS_CONFIGURED, true));
            case HALF_DEAD -> halfDead(server.name());
            default -> throw new IllegalStateException("not of a server: " + kind);
        }
    }

    private void command(final ServerOverride drain) {
        world.tally().serverChanges++;
        chance.oneOf(world.directors()).command(drain);
        later(800, 3_000, () -> chance.oneOf(world.directors()).command(
                new ServerOverride(drain.server(), ServerOverride.AS_CONFIGURED, false)));
    }

    private void configure(final String pool, final String address, final int weight) {
        world.tally().serverChanges++;
        each(director -> world.fleet().configure(director, pool, address, weight));
    }

    /** All configurations are changed, one after the other. */
    private void each(final Consumer<Director> change) {
        final long most = chance.happens(0.7) ? 50 : 2_000;
        for (final Director director : world.directors()) {
            later(0, most, () -> {
                change.accept(director);
                world.fleet().tell(director);
            });
        }
    }

    /** Some directors hold a server dead that lives, but not all. */
    private void halfDead(final ServerName server) {
        final List<Director> some = new ArrayList<>(world.directors());
        some.remove(chance.below(some.size()));
        for (final Director director : some) {
            if (chance.happens(0.7)) {
                world.fleet().check(director, server, false);
                later(200, 5_000, () -> world.fleet().check(director, server, world.newServer(
                        server.pool(), server.address()).isAlive()));
            }
        }
    }
}

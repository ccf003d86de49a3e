package dev.directrix.cluster.simulation;

import java.util.List;

/**
 * Runs worlds, each of one seed: some time of churn, then calm in which all must become as everybody wishes it. The
 * same seed gives the same world, in every Java virtual machine.
 */
public final class Simulation {
    private static final long SECOND = WorldSettings.SECOND;
    private static final long CHURN_BEGINS_NS = 2 * SECOND;
    private static final long CALM_MOST_NS = 30 * SECOND;

    private Simulation() {
    }

    /** One world of mixed churn. */
    public static Tally run(final long seed) {
        return run(seed, Sabotage.NONE, Trace.off());
    }

    /** Worlds of these seeds, one after the other. */
    public static Tally run(final long firstSeed, final long count) {
        final Tally all = new Tally();
        for (long seed = firstSeed; seed < firstSeed + count; seed++) {
            all.add(run(seed));
        }
        return all;
    }

    /** One world in which a rule is broken on purpose. */
    public static Tally run(final long seed, final BrokenRule rule) {
        return run(seed, rule.sabotage(), Trace.off());
    }

    /** What happened in the world of a seed, line by line. */
    public static List<String> explain(final long seed) {
        final Trace trace = new Trace(true);
        trace.add(0, run(seed, Sabotage.NONE, trace).summary());
        return trace.lines();
    }

    /** One world in which some rule is broken on purpose. */
    static Tally run(final long seed, final Sabotage sabotage, final Trace trace) {
        final WorldSettings settings = WorldSettings.of(new Chance(seed * 0x9e3779b97f4a7c15L + 1));
        return run(seed, sabotage.in(settings), sabotage, trace);
    }

    /** One world of these settings. */
    static Tally run(final long seed, final WorldSettings settings, final Sabotage sabotage, final Trace trace) {
        final World world = new World("seed " + seed, seed, settings, sabotage, trace);
        world.tally().worlds = 1;
        world.trace(settings);
        for (final Director director : world.directors()) {
            world.at(world.chance().between(0, SECOND / 2), director::boot);
        }
        for (int client = 0; client < settings.clients(); client++) {
            final TcpClient tcp = new TcpClient(world, client);
            world.at(SECOND + world.chance().between(0, 2 * SECOND), tcp::begin);
        }
        for (int client = 0; client < settings.clients() / 6; client++) {
            final UdpClient udp = new UdpClient(world, client);
            world.at(SECOND + world.chance().between(0, 2 * SECOND), udp::begin);
        }
        final Churn churn = new Churn(world);
        world.at(CHURN_BEGINS_NS, churn::begin);
        world.runUntil(CHURN_BEGINS_NS + world.chance().between(3, 8) * SECOND);
        churn.end();
        world.calm();
        settle(world);
        return world.tally();
    }

    private static void settle(final World world) {
        final long endNs = world.nowNs() + (world.settings().isRoomy() ? CALM_MOST_NS : 3 * SECOND);
        while (!world.isSettled() && world.nowNs() < endNs) {
            world.runFor(SECOND / 10);
        }
        if (world.isSettled()) {
            world.runFor(2 * SECOND);
        } else if (world.settings().isRoomy()) {
            world.tally().unsettled++;
            world.tally().violation(world.label() + "not settled after " + CALM_MOST_NS / SECOND + " s of calm: "
                    + world.whyNotSettled());
            world.trace("not settled", world.whyNotSettled());
        }
    }
}

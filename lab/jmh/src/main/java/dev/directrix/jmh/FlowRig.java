package dev.directrix.jmh;

import dev.directrix.forwarder.flow.FlowListener;
import dev.directrix.forwarder.flow.FlowState;
import dev.directrix.forwarder.flow.FlowTable;
import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.flow.TimeoutClasses;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * Ten million flows in one table, one thread: prints memory, rates of insertion and look-up, and how long packets wait
 * while a million flows expire. Then the floods of {@link FloodRig}. Exit code 1 if a goal is missed.
 */
public final class FlowRig {
    private static final int FLOWS = 10_000_000;
    private static final int EXPIRING = 1_000_000;
    private static final long SECOND = 1_000_000_000L;
    private static final long BATCH_NS = 6_400;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private boolean met = true;

    private FlowRig() {
    }

    /** Runs all, or with the argument {@code --floods} the floods alone. */
    public static void main(final String[] arguments) {
        final FlowRig rig = new FlowRig();
        if (arguments.length == 0) {
            rig.tenMillion();
        }
        new FloodRig(rig).run();
        System.exit(rig.met ? 0 : 1);
    }

    /** Prints a line and remembers whether its goal is met. */
    void line(final String what, final String figure, final String goal, final boolean reached) {
        final String result = goal.isEmpty() ? "" : reached ? "met" : "MISSED";
        System.out.printf("%-62s %18s   %-12s %s%n", what, figure, goal, result);
        met &= goal.isEmpty() || reached;
    }

    private void tenMillion() {
        warmUp();
        try (FlowTable table = new FlowTable(FLOWS, FlowTimeouts.DEFAULT)) {
            final RigFlows flows = new RigFlows(table);
            final double megabytes = table.memoryBytes() / 1e6;
            line("memory of a table of 10,000,000 flows", "%.0f MB".formatted(megabytes), "<= 512 MB",
                    megabytes <= 512);
            line("  a flow", "%.1f B".formatted((double) table.memoryBytes() / FLOWS), "<= 32 B",
                    table.memoryBytes() <= 32L * FLOWS);
            table.advance(0);
            final long start = cpuNs();
            final int refused = flows.enter(0, FLOWS, FlowState.ESTABLISHED);
            final double seconds = (cpuNs() - start) / 1e9;
            line("insertion, 0 to 10,000,000 flows, in batches of 64", "%.1f M/s".formatted(FLOWS / seconds / 1e6),
                    ">= 5 M/s", FLOWS / seconds >= 5e6);
            line("  found no room", "%d".formatted(refused), "<= 0.01 %", refused <= FLOWS / 10_000);
            lookUps(flows, refused);
        }
        expiry();
    }

    /** CPU time of this thread: what others do on the machine is not measured. */
    static long cpuNs() {
        return THREADS.getCurrentThreadCpuTime();
    }

    private static void warmUp() {
        try (FlowTable table = new FlowTable(500_000, FlowTimeouts.DEFAULT)) {
            final RigFlows flows = new RigFlows(table);
            table.advance(0);
            for (int round = 0; round < 6; round++) {
                flows.enter(0, 450_000, FlowState.ESTABLISHED);
                for (int i = 0; i < 20_000; i++) {
                    flows.touchBatch(450_000);
                    flows.numbersOnly(450_000);
                    table.advance(round * 400 * SECOND + i * BATCH_NS);
                }
                for (long now = (round + 1) * 400 * SECOND - SECOND; table.size() > 0; now += BATCH_NS * 100) {
                    table.advance(now);
                }
            }
        }
    }

    private void lookUps(final RigFlows flows, final int refused) {
        final int batches = 400_000;
        long own = cpuNs();
        long sum = 0;
        for (int i = 0; i < batches; i++) {
            sum += flows.numbersOnly(FLOWS);
        }
        own = cpuNs() - own;
        final long start = cpuNs();
        long found = 0;
        for (int i = 0; i < batches; i++) {
            found += flows.touchBatch(FLOWS);
        }
        final long packets = (long) batches * RigFlows.BATCH;
        final double ns = (cpuNs() - start - own) / (double) packets;
        line("look-up and update at 10,000,000 flows, in batches of 64", "%.1f ns".formatted(ns), "<= 25 ns", ns <= 25);
        final long missed = packets - found;
        line("  not found", "%d of %d".formatted(missed, packets), "",
                sum != 1 && missed <= packets / FLOWS * (refused + 1L));
    }

    /** Nine million flows stay, with packets; one million of silent ones are over within a tenth of a second. */
    private void expiry() {
        final FlowTimeouts timeouts = FlowTimeouts.ofIdle(Duration.ofSeconds(300), Duration.ofSeconds(60));
        final long[] ended = new long[1];
        final FlowListener counting = (server, active, inactive) -> ended[0] -= active;
        try (FlowTable table = new FlowTable(FLOWS, new TimeoutClasses(timeouts), counting)) {
            final RigFlows flows = new RigFlows(table);
            final int staying = FLOWS - EXPIRING;
            table.advance(0);
            flows.enter(0, staying, FlowState.ESTABLISHED);
            flows.enter(staying, FLOWS, FlowState.UDP);
            final int before = table.size();
            ended[0] = 0;
            expire(table, flows, staying, before);
            line("  flows told to the listener as ended", "%d".formatted(ended[0]), "",
                    ended[0] == before - table.size());
        }
    }

    private void expire(final FlowTable table, final RigFlows flows, final int staying, final int before) {
        long worst = 0;
        long worstCpu = 0;
        long spent = 0;
        long calls = 0;
        int removed = 0;
        long now = 59 * SECOND;
        while (now < 63 * SECOND && removed < EXPIRING * 0.999) {
            now += BATCH_NS;
            final long cpu = cpuNs();
            final long start = System.nanoTime();
            final int some = table.advance(now);
            final long took = System.nanoTime() - start;
            removed += some;
            if (some > 0 || took > 100_000) {
                worst = Math.max(worst, took);
                worstCpu = Math.max(worstCpu, cpuNs() - cpu);
                spent += took;
                calls++;
            }
            flows.touchBatch(staying);
        }
        line("expiry of %,d flows among %,d: longest wait of a batch".formatted(removed, before),
                "%.3f ms".formatted(worst / 1e6), "<= 1 ms", worst <= 1_000_000);
        line("  of that, the thread's own CPU time at most", "%.3f ms".formatted(worstCpu / 1e6), "<= 1 ms",
                worstCpu <= 1_000_000);
        line("  batches that removed any, their mean", "%d, %.1f us".formatted(calls, spent / 1e3 / calls), "", true);
        line("  a flow's removal", "%.0f ns".formatted(spent / (double) removed), "", true);
    }
}

package dev.directrix.director.health;

import dev.directrix.director.health.CheckSchedule.Phase;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * Runs the checks: one virtual thread per target, so at most one check of a target is under way, however slow the
 * network is, and a thousand targets cost a thousand small stacks. Results go to the listener on those threads.
 *
 * <p>{@link #configure} and {@link #close} belong to one thread, the control thread.
 */
public final class HealthChecker implements Checks {

    private final ResultListener listener;
    private final RandomGenerator random;
    private final BiFunction<CheckTarget, CheckPlan, CheckResult> probe;
    private final Map<CheckTarget, Loop> loops = new HashMap<>();

    /** Checks over real sockets. */
    public HealthChecker(final ResultListener listener, final RandomGenerator random) {
        this(listener, random, Probe::run);
    }

    HealthChecker(
        final ResultListener listener, final RandomGenerator random,
        final BiFunction<CheckTarget, CheckPlan, CheckResult> probe) {
        this.listener = listener;
        this.random = random;
        this.probe = probe;
    }

    @Override
    public void configure(final Map<CheckTarget, CheckPlan> plans) {
        for (final Iterator<Map.Entry<CheckTarget, Loop>> i = loops.entrySet().iterator(); i.hasNext();) {
            final Map.Entry<CheckTarget, Loop> entry = i.next();
            if (!entry.getValue().plan.equals(plans.get(entry.getKey()))) {
                entry.getValue().stop();
                i.remove();
            }
        }
        plans.forEach((target, plan) -> loops.computeIfAbsent(target, t -> new Loop(t, plan)));
    }

    /** How many targets are being checked. */
    public int targets() {
        return loops.size();
    }

    @Override
    public void close() {
        loops.values().forEach(Loop::stop);
        loops.clear();
    }

    private final class Loop implements Runnable {
        private final CheckTarget target;
        private final CheckPlan plan;
        private final Thread thread;
        private volatile boolean stopped;

        Loop(final CheckTarget target, final CheckPlan plan) {
            this.target = target;
            this.plan = plan;
            this.thread = Thread.ofVirtual().name("check " + target).start(this);
        }

        void stop() {
            stopped = true;
            thread.interrupt();
        }

        @Override
        public void run() {
            final CheckSchedule schedule = new CheckSchedule(plan.interval().toNanos());
            ServerHealth health = ServerHealth.unknown(0);
            Phase phase = Phase.QUICK;
            try {
                long nextNs = System.nanoTime() + schedule.firstDelayNs(random());
                while (!stopped) {
                    sleepUntil(nextNs);
                    final long startNs = System.nanoTime();
                    final CheckResult result = probe.apply(target, plan);
                    if (stopped) {
                        return;
                    }
                    listener.onResult(target, result);
                    health = health.on(result, plan.policy(), 0);
                    phase = phase.after(health.verdict());
                    nextNs = schedule.nextStartNs(startNs, System.nanoTime(), phase, random());
                }
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void sleepUntil(final long atNs) throws InterruptedException {
            final long pauseNs = atNs - System.nanoTime();
            if (pauseNs > 0) {
                Thread.sleep(Duration.ofNanos(pauseNs));
            }
        }

        private double random() {
            synchronized (random) {
                return random.nextDouble();
            }
        }
    }
}

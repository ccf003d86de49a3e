package dev.directrix.cluster.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Runs the worlds of many seeds on some threads, in memory that does not grow with their number. Tells from time to
 * time how far it is, and at once which seed goes wrong and how to run that again; gives up after some of those.
 */
final class ManyWorlds {
    private static final int BATCH = 8;
    private static final int MOST_WRONG = 20;

    private final long first;
    private final long count;
    private final Consumer<String> listener;
    private final AtomicLong next = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Tally all = new Tally();
    private long wrong;

    /**
     * Worlds that have not run.
     *
     * @param first    seed
     * @param count    seeds
     * @param listener is told lines, by any thread, one at a time
     */
    ManyWorlds(final long first, final long count, final Consumer<String> listener) {
        this.first = first;
        this.count = count;
        this.listener = listener;
    }

    /** Runs them all, or until too many have gone wrong; tells how far it is whenever so many seconds have passed. */
    Tally run(final int threads, final long everySeconds) throws InterruptedException, ExecutionException {
        final long beganNs = System.nanoTime();
        final List<Future<?>> workers = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int each = 0; each < threads; each++) {
                workers.add(executor.submit(this::work));
            }
            for (final Future<?> worker : workers) {
                while (!isDone(worker, everySeconds)) {
                    tellProgress((System.nanoTime() - beganNs) / 1_000_000_000L);
                }
            }
        }
        return all;
    }

    private static boolean isDone(final Future<?> worker, final long seconds)
            throws InterruptedException, ExecutionException {
        try {
            worker.get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (final TimeoutException e) {
            return false;
        }
    }

    private void tellProgress(final long seconds) {
        lock.lock();
        try {
            listener.accept(all.worlds + " of " + count + " worlds in " + seconds + " s, " + all.packets + " packets, "
                    + all.moved() + " moved, " + wrong + " seeds went wrong");
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        while (true) {
            final long from = next.getAndAdd(BATCH);
            if (from >= count) {
                return;
            }
            for (long seed = first + from; seed < first + Math.min(count, from + BATCH); seed++) {
                if (!add(seed, world(seed))) {
                    return;
                }
            }
        }
    }

    private static Tally world(final long seed) {
        try {
            return Simulation.run(seed);
        } catch (final RuntimeException e) {
            final Tally tally = new Tally();
            tally.worlds = 1;
            tally.violation("seed " + seed + ": " + e + " at " + e.getStackTrace()[0]);
            return tally;
        }
    }

    private boolean add(final long seed, final Tally world) {
        lock.lock();
        try {
            all.add(world);
            if (!isGood(world)) {
                wrong++;
                listener.accept("seed " + seed + " goes wrong: " + world.summary() + " " + world.violations()
                        + "; again: lab/churn --simulate --first " + seed + " --seeds 1");
            }
            return wrong < MOST_WRONG;
        } finally {
            lock.unlock();
        }
    }

    private static boolean isGood(final Tally world) {
        return world.violations().isEmpty() && world.moved() == 0 && world.unsettled == 0
                && world.connectsFailedLate == 0;
    }

    /** Worlds that went wrong. */
    long wrong() {
        return wrong;
    }
}

package dev.directrix.lab.run;

import dev.directrix.lab.topology.Topology;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A lab for the length of a try block: it goes down at the end, and also when this process is told to end meanwhile
 * (SIGINT, SIGTERM). The thread that works in the lab is interrupted then, and given time to leave its block.
 */
public final class LabRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Topology topology;
    private final Thread worker = Thread.currentThread();
    private final CountDownLatch left = new CountDownLatch(1);
    private final Thread hook = Thread.ofPlatform().unstarted(this::whenToldToEnd);
    private volatile boolean ending;

    private LabRun(Topology topology) {
        this.topology = topology;
    }

    /**
     * Brings a lab up for the current thread. Its name must be this process's own: whatever of that name is there goes
     * down with it.
     */
    public static LabRun up(Topology topology, Consumer<String> progress) {
        LabRun run = new LabRun(topology);
        Runtime.getRuntime().addShutdownHook(run.hook);
        try {
            Lab.up(topology, DirectrixProgram.here(), progress);
            return run;
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
    }

    /** The lab. */
    public Lab lab() {
        return Lab.open(topology.name());
    }

    private void whenToldToEnd() {
        ending = true;
        worker.interrupt();
        try {
            left.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Lab.down(topology.name());
    }

    @Override
    public void close() {
        try {
            if (!ending) {
                Lab.down(topology.name());
            }
        } finally {
            left.countDown();
            forgetHook();
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook runs already, and finds that nothing is left or does the rest.
        }
    }
}

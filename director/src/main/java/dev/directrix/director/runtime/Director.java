package dev.directrix.director.runtime;

import dev.directrix.director.admin.AdminView;
import dev.directrix.director.config.ConfigException;
import dev.directrix.director.config.DurationText;
import dev.directrix.director.config.LoadedConfig;
import dev.directrix.director.control.DrainRequest;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.control.Operations;
import dev.directrix.director.control.RestartRequest;
import dev.directrix.director.reconcile.Drain;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running director. Methods may be called from any thread. */
public final class Director implements AutoCloseable {

    /** Exit status of a director that wants to be started again: EX_TEMPFAIL of sysexits. */
    public static final int RESTART_STATUS = 75;

    private static final Logger LOG = LoggerFactory.getLogger(Director.class);
    private static final Duration TICK = Duration.ofMillis(200);
    private static final String FAREWELL = "shutdown by operator";
    private static final String RESTART = "restart by operator";

    private final Platform platform;
    private final Assembly assembly;
    private final CompletableFuture<Integer> stopped = new CompletableFuture<>();
    private final AtomicReference<Departure> departure = new AtomicReference<>(Departure.NONE);
    private final AtomicReference<Optional<RestartRequest>> restart = new AtomicReference<>(Optional.empty());

    private Director(final Platform platform, final Assembly assembly) {
        this.platform = platform;
        this.assembly = assembly;
    }

    /**
     * Starts a director in this process: checks the machine, opens the datapath, the routing sessions, the health
     * checks, the control socket and the admin address. Returns when it forwards; VIPs follow as they become ready.
     *
     * @throws ConfigException if the machine lacks what the file names, by line
     * @throws StartException if a part fails; everything opened before is closed again
     */
    public static Director start(final LoadedConfig loaded) {
        return start(loaded, new LinuxPlatform());
    }

    static Director start(final LoadedConfig loaded, final Platform platform) {
        final Director director = new Director(platform, Assembly.open(loaded, platform));
        director.assembly.operations().open(director.restarts());
        director.assembly.control().every(TICK, director::tick);
        platform.tellSupervisor("READY=1");
        LOG.info("director {} runs with {}", loaded.config().node().name(), loaded.source().file());
        return director;
    }

    /**
     * Starts a director, takes the signals of this process (SIGTERM and SIGINT drain and stop, a second one hastens;
     * SIGHUP reloads, even where it was ignored) and returns when it has stopped.
     *
     * @return exit code, 0 after an orderly stop, {@link #RESTART_STATUS} if it was told to restart
     */
    public static int run(final LoadedConfig loaded) {
        final CompletableFuture<Director> started = new CompletableFuture<>();
        Signals.handle("TERM", () -> started.join().stop());
        Signals.handle("INT", () -> started.join().stop());
        // Under nohup as well: to a daemon it is the word to reload, not the end of a terminal.
        Signals.handleEvenIfIgnored("HUP", () -> started.join().reload());
        try (Director director = start(loaded)) {
            started.complete(director);
            return director.awaitStopped();
        }
    }

    /** What it can be asked and told. */
    public Operations operations() {
        return assembly.operations();
    }

    /** What its admin address shows. */
    public AdminView view() {
        return assembly.view();
    }

    /** Begins to leave: drains, withdraws, ends sessions, stops forwarding. A second call hastens. Returns at once. */
    public void stop() {
        assembly.control().post(() -> {
            final Departure told = departure.updateAndGet(d -> d.told(platform.nowMs()));
            if (told.hasty()) {
                LOG.info("stopping in haste: told a second time");
            } else {
                LOG.info("stopping: draining, then withdrawing; a second signal hastens");
                platform.tellSupervisor("STOPPING=1\nSTATUS=draining");
                assembly.reconciler().leave(Drain.Limits.STOPPING);
            }
            depart();
        });
    }

    /** Waits until it has stopped; 0 after an orderly stop, {@link #RESTART_STATUS} if it was told to restart. */
    public int awaitStopped() {
        return stopped.join();
    }

    /** Stops at once, without a drain. Idempotent. */
    @Override
    public void close() {
        try {
            assembly.close();
        } finally {
            stopped.complete(restart.get().isPresent() ? RESTART_STATUS : 0);
        }
    }

    /** Belongs to the control thread. */
    private Restarts restarts() {
        return new Restarts() {
            @Override
            public boolean restart(final RestartRequest request) {
                if (departure.get().step() != Departure.Step.NONE) {
                    return false;
                }
                LOG.info("restarting: draining, then ending with status {}; undrain gives it up", RESTART_STATUS);
                restart.set(Optional.of(request));
                departure.set(Departure.NONE.told(platform.nowMs()));
                assembly.reconciler().leave(Drain.Limits.of(DrainRequest.of(request.timeout())));
                return true;
            }

            @Override
            public void stay() {
                if (restart.get().isPresent() && departure.get().revocable()) {
                    restart.set(Optional.empty());
                    departure.set(Departure.NONE);
                    assembly.reconciler().stay();
                }
            }
        };
    }

    private void reload() {
        try {
            operations().reload();
        } catch (final ConfigException e) {
            LOG.debug("already logged, line by line", e);
        } catch (final OperationException e) {
            LOG.error("reload: {}", e.getMessage());
        }
    }

    private void tick() {
        assembly.reconciler().tick();
        depart();
    }

    private void depart() {
        final Departure before = departure.get();
        if (before.step() == Departure.Step.NONE || before.step() == Departure.Step.OVER) {
            return;
        }
        final Reconciler reconciler = assembly.reconciler();
        if (reconciler.held() && restart.get().isPresent() && before.revocable()) {
            LOG.error("the restart is given up: packets still come after {}, and no other director is known to take "
                + "them", DurationText.format(restart.get().get().timeout()));
            restarts().stay();
            return;
        }
        final Departure now = before.on(reconciler.left(), reconciler.announcedLately(), platform.nowMs());
        departure.set(now);
        if (now.step() != before.step()) {
            LOG.info("stopping: {}", now.step() == Departure.Step.LINGERING ? "withdrawn" : "ending the sessions");
            reconciler.withdrawAll();
        }
        if (now.step() == Departure.Step.OVER) {
            Thread.ofPlatform().name("stop").start(this::end);
        }
    }

    private void end() {
        try {
            assembly.routing().shutdown(restart.get().map(it -> it.text().orElse(RESTART)).orElse(FAREWELL));
            assembly.membership().leave();
        } finally {
            close();
            LOG.info("stopped");
        }
    }
}

package dev.directrix.director.runtime;

import dev.directrix.bgp.BgpException;
import dev.directrix.director.config.ConfigError;
import dev.directrix.director.config.ConfigException;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.LoadedConfig;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.control.ReloadReport;
import dev.directrix.director.reconcile.OverridesText;
import dev.directrix.director.reconcile.ReloadPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes a running director over to what its file says now: as a whole or not at all. One reload at a time. */
final class Reloader {

    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

    private final Path file;
    private final Platform platform;
    private final ControlThread control;
    private final Reconciler reconciler;
    private final Listeners listeners;
    private final Keeper keeper;

    /**
     * What routers connect to.
     *
     * @param routing by BGP
     * @param bmp     by BMP
     */
    record Listeners(Routing routing, BmpListening bmp) {
    }

    Reloader(
        final Path file, final Platform platform, final ControlThread control, final Reconciler reconciler,
        final Listeners listeners, final Keeper keeper) {
        this.file = file;
        this.platform = platform;
        this.control = control;
        this.reconciler = reconciler;
        this.listeners = listeners;
        this.keeper = keeper;
    }

    /**
     * Reads the file and changes over.
     *
     * @throws ConfigException    if the file is not valid, asks for what the machine lacks, or changes what needs a
     *                            restart; nothing has changed
     * @throws OperationException if the sessions to the routers cannot take it, or where they are to connect to
     *                            cannot be had; nothing has changed
     */
    synchronized ReloadReport reload() {
        final Snapshot before = reconciler.snapshot();
        final LoadedConfig loaded;
        final ReloadPlan plan;
        try {
            loaded = platform.load(file);
            plan = ReloadPlan.of(before.config(), loaded.config(), loaded.source());
            if (!plan.refused().isEmpty()) {
                throw new ConfigException(plan.refused());
            }
            final List<ConfigError> missing = platform.missing(loaded);
            if (!missing.isEmpty()) {
                throw new ConfigException(missing);
            }
        } catch (final ConfigException e) {
            LOG.error("reload refused, the configuration before stays in force");
            e.errors().forEach(error -> LOG.error("{}", error));
            throw e;
        }
        platform.tellSupervisor("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1_000);
        try (BmpListening.Change bmp = prepareBmp(loaded.config())) {
            configureRouting(before.config(), loaded.config());
            bmp.take();
            control.call(() -> {
                reconciler.adopt(loaded.config());
                return true;
            });
        } finally {
            platform.tellSupervisor("READY=1");
        }
        final List<String> lines = new ArrayList<>(plan.changes());
        lines.addAll(OverridesText.lines(before.overrides(), loaded.config()));
        keeper.keep(() -> reconciler.snapshot().overrides());
        LOG.info("reloaded {}: {}", file, lines.isEmpty() ? "nothing changed" : lines.size() + " change(s)");
        lines.forEach(line -> LOG.info("reload: {}", line));
        return new ReloadReport(lines, loaded.warnings().stream().map(ConfigError::toString).toList());
    }

    private void configureRouting(final DirectorConfig before, final DirectorConfig now) {
        if (before.bgp().equals(now.bgp())) {
            return;
        }
        try {
            now.bgp().ifPresent(listeners.routing()::configure);
        } catch (final BgpException | IllegalArgumentException e) {
            throw refused(e);
        }
    }

    private BmpListening.Change prepareBmp(final DirectorConfig now) {
        try {
            return listeners.bmp().prepare(now.guard());
        } catch (final BgpException e) {
            throw refused(e);
        }
    }

    private static OperationException refused(final RuntimeException reason) {
        LOG.error("reload refused, the configuration before stays in force: {}", reason.getMessage());
        return new OperationException("reload refused: " + reason.getMessage(), reason);
    }
}

package dev.directrix.director.runtime;

import dev.directrix.bgp.BgpException;
import dev.directrix.director.config.ConfigError;
import dev.directrix.director.config.ConfigException;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.LoadedConfig;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.control.ReloadReport;
import dev.directrix.director.reconcile.Overrides;
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
    private final Routing routing;

    Reloader(
        final Path file, final Platform platform, final ControlThread control, final Reconciler reconciler,
        final Routing routing) {
        this.file = file;
        this.platform = platform;
        this.control = control;
        this.reconciler = reconciler;
        this.routing = routing;
    }

    /**
     * Reads the file and changes over.
     *
     * @throws ConfigException    if the file is not valid or changes what needs a restart; nothing has changed
     * @throws OperationException if the sessions to the routers cannot take it; nothing has changed
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
        } catch (final ConfigException e) {
            LOG.error("reload refused, the configuration before stays in force");
            e.errors().forEach(error -> LOG.error("{}", error));
            throw e;
        }
        platform.tellSupervisor("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1_000);
        try {
            configureRouting(before.config(), loaded.config());
            control.call(() -> {
                reconciler.adopt(loaded.config());
                return true;
            });
        } finally {
            platform.tellSupervisor("READY=1");
        }
        final List<String> lines = new ArrayList<>(plan.changes());
        lines.addAll(overrides(before.overrides(), loaded.config()));
        LOG.info("reloaded {}: {}", file, lines.isEmpty() ? "nothing changed" : lines.size() + " change(s)");
        lines.forEach(line -> LOG.info("reload: {}", line));
        return new ReloadReport(lines, loaded.warnings().stream().map(ConfigError::toString).toList());
    }

    private void configureRouting(final DirectorConfig before, final DirectorConfig now) {
        if (before.bgp().equals(now.bgp())) {
            return;
        }
        try {
            now.bgp().ifPresent(routing::configure);
        } catch (final BgpException | IllegalArgumentException e) {
            LOG.error("reload refused, the configuration before stays in force: {}", e.getMessage());
            throw new OperationException("reload refused: " + e.getMessage(), e);
        }
    }

    /** What was commanded and still stands above the file, so that nobody wonders why a change shows no effect. */
    private static List<String> overrides(final Overrides overrides, final DirectorConfig config) {
        final List<String> lines = new ArrayList<>();
        final Overrides kept = overrides.within(config);
        kept.weight().ifPresent(weight -> lines.add(
            "weight " + weight + " was commanded and stays (file: " + config.weight() + "): directrix weight reset"));
        kept.vipWeights().forEach((vip, weight) -> lines.add("vip " + vip.getHostAddress() + ": weight " + weight
            + " was commanded and stays: directrix weight reset --vip " + vip.getHostAddress()));
        if (kept.drained()) {
            lines.add("the director is drained and stays so: directrix undrain");
        }
        kept.drainedVips().forEach(vip -> lines.add("vip " + vip.getHostAddress()
            + ": drained and stays so: directrix undrain --vip " + vip.getHostAddress()));
        kept.serverWeights().forEach((server, weight) -> lines.add("server " + server + ": weight " + weight
            + " was commanded and stays: directrix server enable"));
        kept.drainedServers().forEach(server -> lines.add(
            "server " + server + ": drained and stays so: directrix server enable"));
        return lines;
    }
}

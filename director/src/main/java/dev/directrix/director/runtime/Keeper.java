package dev.directrix.director.runtime;

import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.reconcile.Overrides;
import dev.directrix.director.reconcile.OverridesText;
import dev.directrix.director.state.CommandStore;
import dev.directrix.director.state.StateException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what was commanded over a restart. A command is in force before it is kept, and whoever gave it waits for both:
 * the disk holds up neither the control thread nor the routers. Commands about servers of a cluster are left out, as
 * the cluster itself remembers them. Thread-safe.
 */
final class Keeper {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);

    private final CommandStore store;
    private final boolean clustered;
    private Optional<Overrides> written = Optional.empty();
    private volatile boolean lost;
    private volatile Optional<String> problem = Optional.empty();

    /**
     * For a director.
     *
     * @param clustered whether commands about servers are the cluster's
     */
    Keeper(final CommandStore store, final boolean clustered) {
        this.store = store;
        this.clustered = clustered;
    }

    /** What was commanded before the restart, as far as it concerns this configuration; never fails. */
    synchronized Overrides recall(final DirectorConfig config) {
        final Overrides kept;
        try {
            kept = store.read();
        } catch (final StateException e) {
            LOG.error("what was commanded before the restart is lost: {}; it may have been drained, so every VIP is "
                + "announced with GRACEFUL_SHUTDOWN, as last resort, until 'directrix undrain' or 'drain'; the next "
                + "command writes a new file", e.getMessage());
            lost = true;
            return Overrides.NONE;
        }
        written = Optional.of(kept);
        final Overrides recalled = own(kept.within(config));
        OverridesText.lines(recalled, config).forEach(line -> LOG.info("from before the restart: {}", line));
        if (!recalled.equals(kept)) {
            LOG.info("commands about VIPs or servers that the configuration has no more are forgotten");
            keep(() -> recalled);
        }
        return recalled;
    }

    /**
     * Writes down what is commanded, unless it is written already.
     *
     * @param latest asked when it is this call's turn, so that of two calls the last to write knows of both commands
     */
    synchronized void keep(final Supplier<Overrides> latest) {
        final Overrides now = own(latest.get());
        if (written.filter(now::equals).isPresent()) {
            return;
        }
        try {
            store.write(now);
            written = Optional.of(now);
            problem = Optional.empty();
        } catch (final StateException e) {
            written = Optional.empty();
            problem = Optional.of(e.getMessage());
            LOG.warn("what is commanded will not survive a restart: {}", e.getMessage());
        }
    }

    /** Whether it is not known what was commanded before the restart. */
    boolean lost() {
        return lost;
    }

    /** Why the commands in force will not survive a restart; empty: they will. */
    Optional<String> problem() {
        return problem;
    }

    private Overrides own(final Overrides overrides) {
        return clustered ? overrides.withCluster(Map.of()) : overrides;
    }
}

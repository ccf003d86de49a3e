package dev.directrix.director.runtime;

import dev.directrix.director.reconcile.TableSpec;
import dev.directrix.forwarder.datapath.DatapathStatus;
import dev.directrix.forwarder.datapath.InterfaceStatus;
import dev.directrix.forwarder.service.ForwardingTable;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets tables into the datapath: made, applied, warmed once and verified off the control thread, one at a time; what
 * changed meanwhile is in the next one. State belongs to the control thread.
 */
final class TableWorker {

    private static final Logger LOG = LoggerFactory.getLogger(TableWorker.class);
    private static final long RETRY_MS = 2_000;

    private final Wiring wiring;
    private final Runnable changed;
    private AppliedTable applied = AppliedTable.NONE;
    private Optional<TableSpec> failed = Optional.empty();
    private Optional<String> unverified = Optional.empty();
    private long retryAtMs;
    private Optional<TableSpec> building = Optional.empty();
    private boolean warm;

    /**
     * A worker without a table.
     *
     * @param changed runs on the control thread after each attempt
     */
    TableWorker(final Wiring wiring, final Runnable changed) {
        this.wiring = wiring;
        this.changed = changed;
    }

    /** The table in place. */
    AppliedTable applied() {
        return applied;
    }

    /** The VIPs that the table in place serves, and the one that is being made, which may be in place any moment. */
    Set<InetAddress> servable() {
        final Set<InetAddress> result = new HashSet<>(applied.spec().servable());
        building.ifPresent(next -> result.retainAll(next.servable()));
        return result;
    }

    /** Why nothing may be announced; empty: the datapath is warm and has a verified table. */
    Optional<String> unready() {
        if (!warm) {
            return Optional.of("datapath not warm");
        }
        if (unverified.isPresent()) {
            return unverified;
        }
        return wiring.datapath().ready() ? Optional.empty() : Optional.of(why(wiring.datapath().status()));
    }

    /** Asks for a table; nothing happens when it is in place, and one that failed waits a little. */
    void request(final TableSpec spec, final long nowMs) {
        final boolean inPlace = spec.equals(applied.spec()) && unverified.isEmpty();
        final boolean tooSoon = failed.filter(spec::equals).isPresent() && nowMs < retryAtMs;
        if (building.isPresent() || inPlace || tooSoon) {
            return;
        }
        building = Optional.of(spec);
        final ForwardingTable before = applied.table();
        final boolean cold = !warm;
        wiring.builds().execute(() -> {
            final Outcome outcome = attempt(spec, before, cold);
            wiring.events().execute(() -> done(outcome));
        });
    }

    private record Outcome(
        TableSpec spec, Optional<AppliedTable> applied, boolean warmed, boolean consistent, String error) {
    }

    /** Warms with the first table that leads to a server: an empty one would not exercise the way there. */
    private Outcome attempt(final TableSpec spec, final ForwardingTable before, final boolean cold) {
        try {
            final ForwardingTable table = wiring.factory().make(spec, before);
            wiring.datapath().apply(table);
            final AppliedTable now = AppliedTable.of(spec, table);
            final boolean warming = cold && !spec.servable().isEmpty();
            if (warming) {
                wiring.datapath().warm();
            }
            return new Outcome(
                spec, Optional.of(now), warming || !cold, wiring.datapath().verify().consistent(), "");
        } catch (final RuntimeException e) {
            LOG.debug("table", e);
            return new Outcome(spec, Optional.empty(), !cold, true, String.valueOf(e.getMessage()));
        }
    }

    private void done(final Outcome outcome) {
        building = Optional.empty();
        failed = Optional.empty();
        if (outcome.applied().isPresent()) {
            applied = outcome.applied().get();
            warm = outcome.warmed();
            unverified = outcome.consistent() ? Optional.empty()
                : Optional.of("tables not verified: a worker has another table than the one applied");
        }
        if (outcome.applied().isEmpty() || !outcome.consistent()) {
            failed = Optional.of(outcome.spec());
            retryAtMs = wiring.nowMs() + RETRY_MS;
            LOG.error("the table could not be put in place, trying again in {} s; the one before stays: {}",
                RETRY_MS / 1_000, outcome.error().isEmpty() ? unverified.orElse("") : outcome.error());
        }
        changed.run();
    }

    private static String why(final DatapathStatus status) {
        if (!status.enabled()) {
            return "datapath disabled";
        }
        final boolean anyUp = status.interfaces().stream().anyMatch(i -> i.state() == InterfaceStatus.State.UP);
        return anyUp ? "datapath not ready" : "no interface is up: " + status.interfaces().stream()
            .map(TableWorker::describe).collect(Collectors.joining(", "));
    }

    private static String describe(final InterfaceStatus it) {
        final String state = it.state().name().toLowerCase(Locale.ROOT);
        return it.name() + " " + state + (it.detail().isEmpty() ? "" : " (" + it.detail() + ")");
    }
}

package dev.directrix.director.runtime;

import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.control.DirectorState;
import dev.directrix.director.control.SessionsAfterDrain;
import dev.directrix.director.health.ServerHealth;
import dev.directrix.director.reconcile.AutoWeight;
import dev.directrix.director.reconcile.Drain;
import dev.directrix.director.reconcile.Overrides;
import dev.directrix.director.reconcile.PoolView;
import dev.directrix.director.reconcile.VipDecision;
import dev.directrix.director.reconcile.Weights;
import dev.directrix.forwarder.service.ServerKey;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A director's state at one moment, for whoever asks: reading it waits for nobody. Immutable.
 *
 * @param config    the configuration in force
 * @param overrides what was commanded since
 * @param state     what the director is doing
 * @param decisions how each VIP stands, in the order of the file
 * @param pools     each pool's servers as they shall be forwarded to
 * @param health    of each server
 * @param table     the table in place
 * @param traffic   of late
 * @param auto      what the load makes of each VIP's weight
 * @param drains    the VIPs that are drained or on their way
 * @param sessions  what becomes of the sessions to the routers when the director is drained
 * @param sighting  what was seen of other directors and of flows while VIPs leave
 */
record Snapshot(
    DirectorConfig config, Overrides overrides, DirectorState state, List<VipDecision> decisions,
    Map<String, PoolView> pools, Map<ServerKey, ServerHealth> health, AppliedTable table, TrafficView traffic,
    Map<InetAddress, AutoWeight> auto, Map<InetAddress, Drain> drains,
    SessionsAfterDrain sessions, Lookout.Sighting sighting) {

    /** Freezes the collections. */
    Snapshot {
        decisions = List.copyOf(decisions);
        pools = Map.copyOf(pools);
        health = Map.copyOf(health);
        auto = Map.copyOf(auto);
        drains = Map.copyOf(drains);
    }

    /** The words with which a drained director has ended its sessions; empty: it has not. */
    Optional<String> farewell() {
        return sessions == SessionsAfterDrain.ENDED ? overrides.farewell() : Optional.empty();
    }

    /** Whether the table in place has the servers as they shall be: a moment after a change it has not. */
    boolean isInPlace() {
        return table.spec().pools().entrySet().stream()
            .filter(pool -> pools.containsKey(pool.getKey()))
            .allMatch(pool -> pools.get(pool.getKey()).servers().equals(pool.getValue().servers()));
    }

    /** Which weight counts for each VIP at a time. */
    Weights weights(final long nowMs) {
        return new Weights(config, overrides, auto, nowMs);
    }
}

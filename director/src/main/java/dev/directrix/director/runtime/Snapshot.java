package dev.directrix.director.runtime;

import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.control.DirectorState;
import dev.directrix.director.health.ServerHealth;
import dev.directrix.director.reconcile.Overrides;
import dev.directrix.director.reconcile.PoolView;
import dev.directrix.director.reconcile.VipDecision;
import dev.directrix.forwarder.service.ServerKey;
import java.util.List;
import java.util.Map;

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
 */
record Snapshot(
    DirectorConfig config, Overrides overrides, DirectorState state, List<VipDecision> decisions,
    Map<String, PoolView> pools, Map<ServerKey, ServerHealth> health, AppliedTable table, TrafficView traffic) {

    /** Freezes the collections. */
    Snapshot {
        decisions = List.copyOf(decisions);
        pools = Map.copyOf(pools);
        health = Map.copyOf(health);
    }
}

package dev.directrix.director.reconcile;

import dev.directrix.director.config.DirectorConfig;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that decides what is announced. Immutable.
 *
 * @param config    the file
 * @param weights   each VIP's
 * @param pools     each pool's servers
 * @param unready   why the datapath is not ready; empty: it is warm, and its tables are in place and verified
 * @param applied   the VIPs that the table in place can serve
 * @param drains    the VIPs that are leaving
 * @param announced the VIPs that have been announced, draining or not
 */
public record Situation(
    DirectorConfig config, Weights weights, Map<String, PoolView> pools, Optional<String> unready,
    Set<InetAddress> applied, Map<InetAddress, Drain> drains, Set<InetAddress> announced) {

    /** Freezes the collections. */
    public Situation {
        pools = Map.copyOf(pools);
        applied = Set.copyOf(applied);
        drains = Map.copyOf(drains);
        announced = Set.copyOf(announced);
    }
}

package dev.directrix.director.admin;

import dev.directrix.director.control.StatusReport;
import dev.directrix.director.control.VipState;
import dev.directrix.forwarder.datapath.DatapathCounters;
import dev.directrix.forwarder.service.ServerKey;
import java.util.Map;
import java.util.Optional;

/**
 * What the admin address shows.
 *
 * @param status     the director
 * @param counters   of the datapath
 * @param checkNanos how long the last check of each server took
 */
public record AdminView(StatusReport status, DatapathCounters counters, Map<ServerKey, Long> checkNanos) {

    /** Freezes the map. */
    public AdminView {
        checkNanos = Map.copyOf(checkNanos);
    }

    /** Why the director is not ready; empty: it announces at least one VIP, none of them draining. */
    public Optional<String> unready() {
        if (status.vips().stream().anyMatch(vip -> vip.state() == VipState.ANNOUNCED)) {
            return Optional.empty();
        }
        return Optional.of(status.vips().stream()
            .map(vip -> vip.address().getHostAddress() + ": " + vip.reason().orElse("not announced"))
            .reduce((a, b) -> a + "\n" + b).orElse("no VIP configured"));
    }
}

package dev.directrix.lab.churn;

import com.google.gson.JsonObject;
import dev.directrix.director.control.json.JsonBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What changes of servers cost.
 *
 * @param flows        that lived
 * @param octetsEmpty  octets a second between directors and etcd before there were any flows
 * @param octetsSteady the same with all flows and no change
 * @param changes      in order
 */
record SettleCostReport(int flows, long octetsEmpty, long octetsSteady, List<Change> changes) {

    SettleCostReport {
        changes = List.copyOf(changes);
    }

    /**
     * One change.
     *
     * @param kind         drain, add or dead
     * @param settled      from the command, or the last health verdict, until all directors forward by the new table
     * @param followed     from the command until the last new connection to the drained server, or the first to the
     *                     added one
     * @param pinned       flows pinned by all members together; a flow that moved between directors counts twice
     * @param flows        that lived
     * @param octets       between directors and etcd, beyond the steady rate
     * @param cpuSeconds   of all directors, beyond the steady use
     * @param synsRepeated SYNs that clients had to send again
     * @param broken       established connections that broke, without those of a dead server
     */
    record Change(String kind, Optional<Duration> settled, Optional<Duration> followed, long pinned, int flows,
        long octets, double cpuSeconds, long synsRepeated, long broken) {

        JsonObject json() {
            JsonBuilder json = new JsonBuilder().put("change", kind);
            settled.ifPresent(it -> json.put("settledMs", it.toNanos() / 1e6));
            followed.ifPresent(it -> json.put("followedMs", it.toNanos() / 1e6));
            return json.put("pinned", pinned).put("pinnedShare", (double) pinned / flows).put("octets", octets)
                .put("cpuMs", cpuSeconds * 1e3).put("synsRepeated", synsRepeated).put("broken", broken).build();
        }

        @Override
        public String toString() {
            String each = pinned == 0 ? "" : String.format(Locale.ROOT, " (%.1f octets and %.1f us of CPU each)",
                (double) octets / pinned, cpuSeconds * 1e6 / pinned);
            return String.format(Locale.ROOT, "%-5s in force %s, new connections %s, pinned %d of %d (%.1f %%)%s,"
                + " SYNs again %d, broken %d", kind, Step.seconds(settled), Step.seconds(followed), pinned, flows,
                100.0 * pinned / flows, each, synsRepeated, broken);
        }
    }

    JsonObject json() {
        return new JsonBuilder().put("flows", flows).put("octetsPerSecondEmpty", octetsEmpty)
            .put("octetsPerSecondSteady", octetsSteady).put("changes", changes, Change::json).build();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
            "%n%d flows; between directors and etcd %d octets/s without them, %d with them", flows, octetsEmpty,
            octetsSteady));
        changes.forEach(change -> text.append(System.lineSeparator()).append(change));
        return text.toString();
    }
}

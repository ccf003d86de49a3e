package dev.directrix.director.admin;

import dev.directrix.director.control.ClusterReport;
import dev.directrix.director.control.ClusterReport.Standing;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** The metrics of the cluster. A pure function; docs/operations.md lists them. */
final class ClusterMetrics {

    private static final String GAUGE = "gauge";
    private static final String COUNTER = "counter";
    private static final String PREFIX = "directrix_cluster_";
    private static final double MS_PER_SECOND = 1_000;

    private final ClusterReport cluster;
    private final SortedMap<String, Long> counters;
    private final MetricsText out;

    private ClusterMetrics(final ClusterReport cluster, final MetricsText out) {
        this.cluster = cluster;
        this.counters = cluster.counters();
        this.out = out;
    }

    /** Writes all of them. */
    static void write(final ClusterReport cluster, final MetricsText out) {
        final ClusterMetrics metrics = new ClusterMetrics(cluster, out);
        metrics.members();
        cluster.tables().ifPresent(metrics::tables);
        metrics.flows();
        metrics.settles();
        metrics.links();
        metrics.etcd();
    }

    private void members() {
        single("serving", "Whether this director may forward as a member.", cluster.standing() == Standing.SERVING);
        single("validity_seconds", GAUGE, "For how long it may still forward unless it is confirmed again.",
            cluster.validity().toMillis() / MS_PER_SECOND);
        single("waiting", "Whether this director waits for something, see directrix cluster settle.",
            cluster.waits().isPresent());
        counted("lives_total", COUNTER, "Lives that this director has begun in the cluster.", "lives");
        final Map<Standing, Long> standings = new EnumMap<>(Standing.class);
        for (final Standing standing : List.of(Standing.SERVING, Standing.JOINING, Standing.SILENT)) {
            standings.put(standing, 0L);
        }
        cluster.members().forEach(member -> standings.merge(member.standing(), 1L, Long::sum));
        family("members", GAUGE, "Members by how they stand.");
        standings.forEach((standing, count) -> sample("members", count, "state",
            standing.name().toLowerCase(Locale.ROOT)));
        single("missed_members", GAUGE, "Members that are gone, so many at once that changes wait for them.",
            cluster.missed().size());
    }

    private void tables(final ClusterReport.Tables tables) {
        single("record_version", GAUGE, "Version of the cluster's record.", (double) tables.version());
        single("epoch", GAUGE, "How often the tables have changed.", (double) tables.epoch());
        family("phase", GAUGE, "Where a change of the tables stands: 1 for the phase that it is in.");
        for (final String phase : List.of("stable", "collect", "committed")) {
            sample("phase", phase.equals(tables.phase()) ? 1 : 0, "phase", phase);
        }
        single("slots_in_transit", GAUGE, "Slots for which a change is under way, of all pools.",
            (double) tables.slotsInTransit());
        single("exceptions", GAUGE, "Flows that may go to another server than their slot's.",
            (double) tables.exceptions());
        single("exceptions_room", GAUGE, "The most of them.", (double) tables.exceptionRoom());
    }

    private void flows() {
        counted("exceptions_added_total", COUNTER, "Flows that became exceptions.", "exceptions-added");
        counted("exceptions_removed_total", COUNTER, "Flows that are exceptions no more.", "exceptions-removed");
        counted("exceptions_refused_total", COUNTER, "Times that there was no room for an exception.",
            "exceptions-refused");
        counted("half_open_flows", GAUGE, "Flows of which only a SYN was seen, and that may still be answered.",
            "half-open-flows");
        counted("held_packets", GAUGE, "Packets that wait for a slot to change over.", "held-packets");
        counted("pins_sent_total", COUNTER, "Flows pinned, for each member that was told.", "pins-sent");
        counted("pins_acked_total", COUNTER, "Of these, acknowledged.", "pins-acked");
    }

    private void settles() {
        family("settles_total", COUNTER, "Changes of the tables by kind, and those that were given up.");
        for (final String kind : List.of("normal", "dead", "given-up")) {
            sampleOf("settles_total", "settles-" + kind, 1, "kind", kind);
        }
        family("settle_seconds", GAUGE, "How long the last change of a kind took.");
        for (final String kind : List.of("normal", "dead")) {
            sampleOf("settle_seconds", "last-settle-" + kind + "-ms", MS_PER_SECOND, "kind", kind);
        }
    }

    private void links() {
        counted("datagrams_sent_total", COUNTER, "Datagrams to other members.", "datagrams-sent");
        counted("datagrams_received_total", COUNTER, "Datagrams that came.", "datagrams-received");
        counted("bytes_sent_total", COUNTER, "Octets of the datagrams to other members.", "bytes-sent");
        counted("bytes_received_total", COUNTER, "Octets of the datagrams that came.", "bytes-received");
        counted("messages_sent_total", COUNTER, "Messages to other members, one to all counted once.",
            "messages-sent");
        counted("messages_received_total", COUNTER, "Messages of other members.", "messages-received");
        refused("datagrams_refused_total", "Datagrams that were not believed or not needed, by cause.", "refused-");
    }

    private void etcd() {
        single("etcd_up", "Whether etcd answers.", cluster.etcd().answers());
        counted("etcd_requests_total", COUNTER, "Requests to etcd.", "etcd-requests");
        counted("etcd_errors_total", COUNTER, "Requests to etcd without a good answer.", "etcd-errors");
        refused("etcd_refused_total", "Answers of etcd that were not believed, by cause.", "etcd-refused-");
    }

    /** A counter for each name that begins so; the rest of the name is the cause. */
    private void refused(final String name, final String help, final String beginning) {
        family(name, COUNTER, help);
        counters.tailMap(beginning).entrySet().stream().takeWhile(each -> each.getKey().startsWith(beginning))
            .forEach(each -> sample(name, each.getValue(), "cause", each.getKey().substring(beginning.length())));
    }

    private void single(final String name, final String help, final boolean value) {
        single(name, GAUGE, help, value ? 1 : 0);
    }

    private void single(final String name, final String type, final String help, final double value) {
        family(name, type, help);
        sample(name, value);
    }

    /** What is not counted now is left out. */
    private void counted(final String name, final String type, final String help, final String counter) {
        family(name, type, help);
        sampleOf(name, counter, 1);
    }

    private void sampleOf(final String name, final String counter, final double unit, final String... labels) {
        if (counters.containsKey(counter)) {
            sample(name, counters.get(counter) / unit, labels);
        }
    }

    private void family(final String name, final String type, final String help) {
        out.family(PREFIX + name, type, help);
    }

    private void sample(final String name, final double value, final String... labels) {
        out.sample(PREFIX + name, value, List.of(labels));
    }
}

package dev.directrix.director.runtime;

import dev.directrix.cluster.etcd.EtcdCounters;
import dev.directrix.cluster.link.TransportStatus;
import dev.directrix.cluster.protocol.NodeCounters;
import dev.directrix.cluster.runtime.ClusterView;
import dev.directrix.cluster.runtime.LinkCounters;
import dev.directrix.director.membership.Membership;
import dev.directrix.forwarder.datapath.ClusterUse;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was counted of the cluster, by name. Pure functions. */
final class ClusterCounts {
    private static final long MS_NS = 1_000_000;

    private ClusterCounts() {
    }

    /** Everything: of this director since it started, of its membership since it began its present life. */
    static SortedMap<String, Long> of(final Membership membership) {
        final SortedMap<String, Long> counts = new TreeMap<>();
        final ClusterView view = membership.view();
        transport(counts, view.transport());
        counts.put("lives", view.lives());
        messages(counts, view.counters());
        view.node().ifPresent(node -> protocol(counts, node.counters()));
        membership.etcd().ifPresent(etcd -> etcd(counts, etcd));
        membership.use().ifPresent(use -> datapath(counts, use));
        return counts;
    }

    private static void transport(final SortedMap<String, Long> counts, final TransportStatus transport) {
        counts.put("datagrams-sent", transport.sent());
        counts.put("datagrams-received", transport.received());
        counts.put("datagrams-without-room", transport.refused());
        counts.put("datagrams-unheard", transport.unheard());
        counts.put("bytes-sent", transport.sentBytes());
        counts.put("bytes-received", transport.receivedBytes());
        counts.put("transport-reopened", transport.reopened());
    }

    private static void messages(final SortedMap<String, Long> counts, final LinkCounters links) {
        counts.put("messages-sent", links.sent());
        counts.put("messages-received", links.received());
        links.refused().forEach((cause, count) -> counts.put(
            "refused-" + cause.name().toLowerCase(Locale.ROOT).replace('_', '-'), count));
    }

    private static void protocol(final SortedMap<String, Long> counts, final NodeCounters node) {
        counts.put("pins-sent", node.pinsSent());
        counts.put("pins-acked", node.pinsAcked());
        counts.put("exceptions-added", node.exceptionsAdded());
        counts.put("exceptions-removed", node.exceptionsRemoved());
        counts.put("exceptions-refused", node.exceptionsRefused());
        counts.put("settles-normal", node.settles());
        counts.put("settles-dead", node.deadSettles());
        counts.put("settles-given-up", node.settlesGivenUp());
        if (node.settles() > 0) {
            counts.put("last-settle-normal-ms", node.lastSettleNs() / MS_NS);
        }
        if (node.deadSettles() > 0) {
            counts.put("last-settle-dead-ms", node.lastDeadSettleNs() / MS_NS);
        }
    }

    private static void etcd(final SortedMap<String, Long> counts, final EtcdCounters etcd) {
        counts.put("etcd-requests", etcd.requests());
        counts.put("etcd-errors", etcd.failed());
        counts.put("etcd-refused-cluster", etcd.refusedCluster());
        counts.put("etcd-refused-revision", etcd.refusedRevision());
        counts.put("etcd-refused-history", etcd.refusedHistory());
    }

    private static void datapath(final SortedMap<String, Long> counts, final ClusterUse use) {
        counts.put("half-open-flows", (long) use.halfOpen());
        counts.put("held-packets", (long) use.held());
        counts.put("adopted-flows", (long) use.adopted());
    }
}

package dev.directrix.cluster.runtime;

import dev.directrix.cluster.link.LinkStatus;
import dev.directrix.cluster.link.TransportStatus;
import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.MemberState;
import dev.directrix.cluster.protocol.NodeView;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a member stands, at one moment. Immutable.
 *
 * @param node         what its protocol knows
 * @param states       by name, what the members say of themselves
 * @param links        what passed between it and the others
 * @param counters     of its messages
 * @param storeAnswers whether etcd answers
 * @param store        from where, or why not
 * @param serving      whether it forwards
 * @param validMs      for how long it may still forward, milliseconds; 0 when it may not
 * @param transport    what its transport did
 * @param lives        how many lives it has begun
 * @param ended        why its last life ended; empty while one goes on
 */
public record ClusterView(
        Optional<NodeView> node,
        Map<String, MemberState> states,
        List<LinkStatus> links,
        LinkCounters counters,
        boolean storeAnswers,
        String store,
        boolean serving,
        long validMs,
        TransportStatus transport,
        long lives,
        String ended) {

    /** Before it has begun. */
    public static final ClusterView NONE =
            new ClusterView(Optional.empty(), Map.of(), List.of(), LinkCounters.NONE, false, "not asked yet",
                    false, 0, TransportStatus.NONE, 0, "not started");

    private static final long MS = 1_000_000L;

    /** Freezes the collections. */
    public ClusterView {
        states = Map.copyOf(states);
        links = List.copyOf(links);
    }

    static ClusterView of(
            final ClusterParts parts,
            final Optional<Life> life,
            final long lives,
            final String ended,
            final long nowNs) {
        final TransportStatus transport = parts.transport().status();
        if (life.isEmpty()) {
            return new ClusterView(Optional.empty(), Map.of(), List.of(), LinkCounters.NONE, false, "not asked", false,
                    0, transport, lives, ended);
        }
        final Life now = life.get();
        final long valid = now.validUntilNs() == Long.MIN_VALUE ? 0 : Math.max(0, now.validUntilNs() - nowNs) / MS;
        return new ClusterView(Optional.of(now.node().view()), now.node().states(), now.links(),
                now.linkCounters(), now.reach().answers(), now.reach().why(), now.isServing(),
                Math.min(valid, parts.settings().validityNs() / MS), transport, lives, "");
    }

    /** Whether it is in the record, as far as it knows. */
    public boolean isMember() {
        return node.isPresent() && node.get().record().isPresent()
                && node.get().record().get().has(node.get().self());
    }

    /** The record, if it was seen. */
    public Optional<ClusterRecord> record() {
        return node.flatMap(NodeView::record);
    }
}

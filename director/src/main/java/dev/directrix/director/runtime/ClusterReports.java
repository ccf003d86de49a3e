package dev.directrix.director.runtime;

import dev.directrix.cluster.link.LinkStatus;
import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.Member;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.MemberState;
import dev.directrix.cluster.member.Phase;
import dev.directrix.cluster.member.Registry;
import dev.directrix.cluster.protocol.NodeView;
import dev.directrix.cluster.runtime.ClusterView;
import dev.directrix.director.control.ClusterReport;
import dev.directrix.director.control.ClusterReport.Standing;
import dev.directrix.director.membership.Membership;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Says in the words of the control socket how the cluster is. Pure functions. */
final class ClusterReports {
    private static final long MICRO_NS = 1_000;

    private ClusterReports() {
    }

    /**
     * The cluster as this director sees it.
     *
     * @param name  of the cluster
     * @param nowNs of the clock of the links
     */
    static ClusterReport of(final String name, final Membership membership, final long nowNs) {
        final ClusterView view = membership.view();
        final Optional<NodeView> node = view.node();
        return new ClusterReport(name, node.map(it -> it.self().toString()).orElse(""), standing(view),
            Duration.ofMillis(view.validMs()), membership.obstacle(),
            node.map(NodeView::waits).filter(text -> !text.isEmpty()),
            new ClusterReport.Etcd(view.storeAnswers(), view.store()),
            node.flatMap(it -> it.record().map(record -> tables(it, record))),
            view.record().map(record -> members(record, view, nowNs)).orElse(List.of()),
            node.map(ClusterReports::disputes).orElse(List.of()),
            node.map(NodeView::disagreed).orElse(List.of()),
            node.map(it -> it.missed().stream().map(MemberId::name).distinct().sorted().toList()).orElse(List.of()),
            ClusterCounts.of(membership));
    }

    /** A number by which members compare their tables; empty: this one has none yet. */
    static Optional<String> digest(final ClusterView view) {
        return view.node().flatMap(node -> Optional.ofNullable(view.states().get(node.self().name())))
            .map(state -> state.digests().tables()).filter(tables -> tables != 0)
            .map(tables -> String.format(Locale.ROOT, "%012x", tables >>> Short.SIZE));
    }

    private static Standing standing(final ClusterView view) {
        return view.serving() ? Standing.SERVING : view.isMember() ? Standing.JOINING : Standing.OUTSIDE;
    }

    private static ClusterReport.Tables tables(final NodeView node, final ClusterRecord record) {
        return new ClusterReport.Tables(record.version(), node.entered(), record.epoch(), word(record.phase()),
            record.settle().map(settle -> new ClusterReport.Settle(settle.number(),
                settle.kind().name().toLowerCase(Locale.ROOT), settle.sweep(), pools(record),
                settle.dead().stream().sorted().map(record.registry()::nameOf).toList())),
            node.slotsInTransit(), node.pinned(), node.exceptions(), node.exceptionRoom());
    }

    private static String word(final Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }

    /** The pools whose tables will change; once they have, nobody knows any more. */
    private static List<String> pools(final ClusterRecord record) {
        final Registry names = record.registry();
        return names.pools().stream().filter(pool -> {
            final int number = names.poolOf(pool);
            return !Optional.ofNullable(record.tables().get(number))
                .equals(Optional.ofNullable(record.target().get(number)));
        }).toList();
    }

    private static List<ClusterReport.Member> members(
        final ClusterRecord record, final ClusterView view, final long nowNs) {
        final Map<MemberId, LinkStatus> links = new HashMap<>();
        view.links().forEach(link -> links.put(link.peer(), link));
        return record.members().stream().map(member -> member(
            member, view, Optional.ofNullable(view.states().get(member.name()))
                .filter(state -> state.incarnation() == member.id().incarnation()),
            Optional.ofNullable(links.get(member.id())).map(link -> link(link, nowNs)))).toList();
    }

    private static ClusterReport.Member member(
        final Member member, final ClusterView view, final Optional<MemberState> state,
        final Optional<ClusterReport.Link> link) {
        final Optional<String> waits = view.node().filter(it -> it.self().equals(member.id())).map(NodeView::waits)
            .or(() -> state.map(MemberState::waits));
        final Standing standing = state.isEmpty() ? Standing.SILENT
            : state.get().serving() ? Standing.SERVING : Standing.JOINING;
        return new ClusterReport.Member(member.name(), Long.toHexString(member.id().incarnation()),
            member.endpoint(), standing, state.map(MemberState::entered).orElse(0L),
            view.record().flatMap(record -> state.map(it -> steps(it, record))).orElse(ClusterReport.Steps.NONE),
            waits.filter(text -> !text.isEmpty()), link);
    }

    private static ClusterReport.Steps steps(final MemberState state, final ClusterRecord record) {
        final long number = record.settleNumber();
        if (number == 0) {
            return ClusterReport.Steps.NONE;
        }
        final boolean committed = record.phase() == Phase.COMMITTED;
        return new ClusterReport.Steps(committed || state.prepared() == number,
            committed || state.collected() == number, committed || state.ready() == number,
            committed && state.switched() == record.epoch());
    }

    private static ClusterReport.Link link(final LinkStatus link, final long nowNs) {
        return new ClusterReport.Link(link.sending() && link.receiving(), link.sent(), link.resent(),
            link.received(), link.unacked(),
            link.rttNs() < 0 ? OptionalLong.empty() : OptionalLong.of(link.rttNs() / MICRO_NS),
            link.receiving() ? Optional.of(Duration.ofNanos(Math.max(0, nowNs - link.lastHeardNs())))
                : Optional.empty(),
            link.refused().values().stream().mapToLong(Long::longValue).sum());
    }

    private static List<ClusterReport.Dispute> disputes(final NodeView node) {
        return node.disputed().entrySet().stream()
            .map(each -> new ClusterReport.Dispute(each.getKey().toString(), each.getValue()))
            .sorted(Comparator.comparing(ClusterReport.Dispute::server)).toList();
    }
}

package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.Member;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.Phase;
import dev.directrix.cluster.message.Flows;
import dev.directrix.cluster.message.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How this member becomes one, and gets all exceptions (rules J1, J2). For one thread. */
final class Joining {
    private static final long AGAIN_NS = 500_000_000L;

    private final NodeContext node;
    private final Map<MemberId, Long> copied = new HashMap<>();
    private final Set<MemberId> complete = new HashSet<>();
    private boolean storeIsEmpty;
    private boolean joined;
    private boolean appliedAll;
    private long nextTryNs = Long.MIN_VALUE;

    Joining(final NodeContext node) {
        this.node = node;
    }

    /** Whether this member has all exceptions. */
    boolean isJoined() {
        return joined;
    }

    void storeIsEmpty() {
        storeIsEmpty = true;
    }

    /** Asks to become a member, when that is possible. */
    void apply() {
        if (node.hasEntered() || (nextTryNs != Long.MIN_VALUE && node.nowNs() - nextTryNs < 0)) {
            return;
        }
        final Member me = new Member(node.self, node.settings.endpoint());
        if (!node.hasRecord()) {
            if (storeIsEmpty) {
                nextTryNs = node.nowNs() + AGAIN_NS;
                node.act(new ClusterAction.Swap(0, ClusterRecord.first(me, node.settings.agreement()),
                        Set.of(node.self.name()), true, node.state()));
            }
            return;
        }
        final ClusterRecord record = node.newest();
        if (record.has(node.self)) {
            return;
        }
        final Optional<String> conflict = node.settings.agreement().conflict(record.agreement());
        if (conflict.isPresent()) {
            node.stop("this director cannot join the cluster: " + conflict.get(), true);
            return;
        }
        if (node.roster.has(node.self.name())) {
            return;
        }
        nextTryNs = node.nowNs() + AGAIN_NS;
        node.act(new ClusterAction.Swap(node.revision(), with(record, me), Set.of(node.self.name()), true,
                node.state()));
    }

    /** An earlier life of this name goes in the same step: its machine is this one, so it has stopped. */
    private ClusterRecord with(final ClusterRecord record, final Member me) {
        final List<Member> members = new ArrayList<>(record.members());
        final boolean replaces = members.removeIf(member -> member.name().equals(me.name()));
        members.add(me);
        final Set<MemberId> off = new HashSet<>();
        record.views().forEach(view -> view.stream().filter(id -> id.name().equals(me.name())).forEach(off::add));
        record.ids().stream().filter(id -> id.name().equals(me.name())).forEach(off::add);
        return record.withMembers(members, node.roster.allEntered(record), off, replaces);
    }

    /** The view is a new one: what was copied in another may be out of date. */
    void entered() {
        if (joined) {
            return;
        }
        copied.clear();
        complete.clear();
        appliedAll = false;
        node.tables.forgetExceptions();
        node.others().forEach(other -> node.send(other, new Message.SnapshotRequest()));
    }

    /** Some exceptions of another, in this view. */
    void snapshot(final MemberId from, final Message.Snapshot part) {
        if (joined || part.first() != copied.getOrDefault(from, 0L)) {
            return;
        }
        boolean grown = false;
        final Flows flows = part.flows();
        for (int i = 0; i < flows.count(); i++) {
            final LocalTables.Entering entering =
                    node.tables.copy(flows.hashes()[i], flows.pools()[i], flows.servers()[i]);
            grown |= entering == LocalTables.Entering.GROWN;
            if (entering == LocalTables.Entering.FULL) {
                node.stop("the cluster has more exceptions than this director has room for: raise "
                        + "cluster.exceptions as the others have it", true);
                return;
            }
            if (entering == LocalTables.Entering.CONFLICT) {
                node.stop("members have different exceptions for one flow, " + from.name() + " among them", false);
                return;
            }
        }
        if (grown) {
            node.applyAgain();
        }
        final long count = part.first() + flows.count();
        copied.put(from, count);
        node.send(from, new Message.SnapshotAck(count));
        if (part.last()) {
            complete.add(from);
        }
    }

    /**
     * Whether this member has just got all exceptions, and its packets are decided by them. Not while others may still
     * decide by the tables before: it has a part in the change to the new ones, but no slots in transit.
     */
    boolean completes() {
        joined = !joined && node.isUpToDate() && node.entered().phase() != Phase.COMMITTED
                && complete.containsAll(node.others()) && tableIsApplied();
        return joined;
    }

    /** The copied exceptions are applied once, with the tables. */
    private boolean tableIsApplied() {
        if (!appliedAll) {
            appliedAll = true;
            node.applyAgain();
        }
        return node.isApplied();
    }

    /** What it waits for as a member, for people. */
    String waits() {
        final Set<MemberId> missing = new HashSet<>(node.others());
        missing.removeAll(complete);
        if (!missing.isEmpty()) {
            return "the exceptions of "
                    + missing.stream().map(MemberId::name).sorted().collect(Collectors.joining(", "));
        }
        return node.entered().phase() == Phase.COMMITTED ? "the end of the change that is under way" : "its tables";
    }

    /** What it waits for before it is one, for people. */
    String waitsOutside() {
        if (!node.hasRecord()) {
            return "the cluster's record in etcd";
        }
        return !node.newest().has(node.self) && node.roster.has(node.self.name())
                ? "the lease of this node's former life to end" : "its place among the members";
    }
}

package dev.directrix.cluster.member;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the cluster has agreed on: one value in etcd, changed only by compare-and-swap, each time to the next version.
 * Immutable.
 *
 * @param version   1 for the first, then one more each time; also the number of the view
 * @param epoch     how often the tables have changed
 * @param agreement what members must have in common
 * @param members   by name, in that order
 * @param views     the sets of members since the last that all its members are known to have entered, that one first:
 *                  any of them may still be what somebody believes in
 * @param stopped   members of those views that have surely stopped: they left, their machine began a new life, or an
 *                  operator vouches that they are off
 * @param crash     the last version that removed a member which could not hand its flows over; 0: none
 * @param registry  numbers of pools and servers
 * @param tables    by pool, what its table is made from
 * @param phase     where a change stands
 * @param settle    the change; present unless the phase is stable
 * @param overrides commands about servers
 */
public record ClusterRecord(
        long version,
        long epoch,
        Agreement agreement,
        List<Member> members,
        List<Set<MemberId>> views,
        Set<MemberId> stopped,
        long crash,
        Registry registry,
        Map<Integer, PoolInputs> tables,
        Phase phase,
        Optional<Settle> settle,
        List<ServerOverride> overrides) {

    /** Freezes the collections, and checks that phase and settle agree. */
    public ClusterRecord {
        members = members.stream().sorted((a, b) -> a.id().compareTo(b.id())).toList();
        views = views.stream().map(Set::copyOf).toList();
        stopped = Set.copyOf(stopped);
        tables = Map.copyOf(tables);
        overrides = List.copyOf(overrides);
        if ((phase == Phase.STABLE) == settle.isPresent()) {
            throw new IllegalArgumentException("phase " + phase + " with settle " + settle);
        }
        for (int at = 1; at < members.size(); at++) {
            if (members.get(at).name().equals(members.get(at - 1).name())) {
                throw new IllegalArgumentException("two members of one name: " + members);
            }
        }
    }

    /** The first version, of a cluster with one member and no pools. */
    public static ClusterRecord first(final Member member, final Agreement agreement) {
        return new ClusterRecord(1, 0, agreement, List.of(member), List.of(Set.of(member.id())), Set.of(), 0,
                Registry.EMPTY, Map.of(), Phase.STABLE, Optional.empty(), List.of());
    }

    /** The members' ids. */
    public Set<MemberId> ids() {
        final Set<MemberId> ids = new HashSet<>();
        members.forEach(member -> ids.add(member.id()));
        return ids;
    }

    /** Whether it is a member. */
    public boolean has(final MemberId id) {
        for (final Member member : members) {
            if (member.id().equals(id)) {
                return true;
            }
        }
        return false;
    }

    /** The member of a name. */
    public Optional<Member> named(final String name) {
        return members.stream().filter(member -> member.name().equals(name)).findFirst();
    }

    /** The number of the attempt to change tables that is under way, or 0. */
    public long settleNumber() {
        return settle.map(Settle::number).orElse(0L);
    }

    /**
     * Whether those that this version has removed cannot keep each other valid: in no view that they may believe in are
     * they a majority (rule V1).
     *
     * @param newest the newest version known: it may know more of who has stopped
     */
    public boolean outnumbersTheRemoved(final ClusterRecord newest) {
        final Set<MemberId> missed = missed(newest);
        return views.stream().allMatch(view -> view.stream().filter(missed::contains).count() < view.size() / 2 + 1);
    }

    /**
     * Those whom this version has removed, and of whom nobody knows whether they have stopped.
     *
     * @param newest the newest version known: it may know more of who has stopped
     */
    public Set<MemberId> missed(final ClusterRecord newest) {
        final Set<MemberId> present = ids();
        return views.stream().flatMap(Set::stream)
                .filter(id -> !present.contains(id) && !stopped.contains(id) && !newest.stopped.contains(id))
                .collect(Collectors.toSet());
    }

    /**
     * The next version with other members. A collection under way begins again (rule S7).
     *
     * @param next       the members
     * @param allEntered whether all members of this version have entered it: older views are history then
     * @param alsoOff    members of any view that have surely stopped
     * @param crashed    whether a member is removed that handed nothing over
     */
    public ClusterRecord withMembers(
            final List<Member> next, final boolean allEntered, final Set<MemberId> alsoOff, final boolean crashed) {
        final List<Set<MemberId>> nextViews = new ArrayList<>(allEntered ? List.of(ids()) : views);
        nextViews.add(next.stream().map(Member::id).collect(Collectors.toSet()));
        final Set<MemberId> off = new HashSet<>(stopped);
        off.addAll(alsoOff);
        off.removeIf(id -> nextViews.stream().noneMatch(view -> view.contains(id)));
        return new ClusterRecord(version + 1, epoch, agreement, next, nextViews, off, crashed ? version + 1 : crash,
                registry, tables, phase,
                phase == Phase.COLLECT ? settle.map(change -> change.again(version + 1)) : settle, overrides);
    }

    /** The next version, in which the collection of a change begins. */
    public ClusterRecord collecting(final Registry names, final Settle change) {
        return new ClusterRecord(version + 1, epoch, agreement, members, views, stopped, crash, names, tables,
                Phase.COLLECT, Optional.of(change.again(version + 1)), overrides);
    }

    /** The next version, in which the change under way holds. */
    public ClusterRecord committed() {
        final Settle change = settle.orElseThrow();
        return new ClusterRecord(version + 1, epoch + 1, agreement, members, views, stopped, crash, registry,
                change.next(), Phase.COMMITTED,
                Optional.of(new Settle(change.number(), change.kind(), Map.of(), change.dead(), change.sweep())),
                overrides);
    }

    /** The next version, in which the change is done or given up. */
    public ClusterRecord stable() {
        return new ClusterRecord(version + 1, epoch, agreement, members, views, stopped, crash, registry,
                tables, Phase.STABLE, Optional.empty(), overrides);
    }

    /**
     * The next version, in which an operator vouches that some whom the cluster misses are off.
     *
     * @param off of them
     */
    public ClusterRecord withStopped(final Set<MemberId> off) {
        final Set<MemberId> all = new HashSet<>(stopped);
        all.addAll(off);
        return new ClusterRecord(version + 1, epoch, agreement, members, views, all, crash, registry, tables, phase,
                settle, overrides);
    }

    /** The next version, with a command about a server instead of any earlier one about it. */
    public ClusterRecord withOverride(final ServerOverride command) {
        final List<ServerOverride> next = new ArrayList<>(overrides);
        next.removeIf(each -> each.server().equals(command.server()));
        if (command.drained() || command.weight() != ServerOverride.AS_CONFIGURED) {
            next.add(command);
        }
        return new ClusterRecord(version + 1, epoch, agreement, members, views, stopped, crash, registry,
                tables, phase, settle, next);
    }

    /** What tables are made from when the change under way holds, or now if there is none. */
    public Map<Integer, PoolInputs> target() {
        return phase == Phase.COLLECT ? settle.orElseThrow().next() : tables;
    }

    /** By name, the commands about servers. */
    public Map<ServerName, ServerOverride> overridesByServer() {
        final Map<ServerName, ServerOverride> result = new HashMap<>();
        overrides.forEach(each -> result.put(each.server(), each));
        return result;
    }
}

package dev.directrix.cluster.simulation;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.MemberState;
import dev.directrix.cluster.member.SettleKind;
import dev.directrix.cluster.protocol.ClusterAction;
import dev.directrix.cluster.protocol.ClusterEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** etcd: one record, what members say under their leases, and who watches. Linearizable. For one thread. */
final class Store {
    private final World world;
    private final Map<Long, Long> leaseEnds = new HashMap<>();
    private final TreeMap<String, Said> states = new TreeMap<>();
    private final List<StoreClient> watchers = new ArrayList<>();
    private Optional<ClusterRecord> record = Optional.empty();
    private long recordRevision;
    private long revision = 1;
    private long leases;
    private boolean isDown;
    private long settleBegunNs;

    private record Said(MemberState state, long lease) {
    }

    /** An empty store. */
    Store(final World world) {
        this.world = world;
    }

    /** The record as it is. */
    Optional<ClusterRecord> record() {
        return record;
    }

    /** What a member says of itself. */
    Optional<MemberState> stateOf(final String name) {
        return Optional.ofNullable(states.get(name)).map(Said::state);
    }

    /** Whether it answers. */
    boolean isUp() {
        return !isDown;
    }

    /** It stops: nothing changes, no lease ends. */
    void goDown() {
        isDown = true;
    }

    /** It is back: as after an election, all leases begin anew. */
    void comeBack() {
        if (isDown) {
            isDown = false;
            leaseEnds.keySet().stream().sorted().toList().forEach(this::renew);
        }
    }

    /** A new lease. */
    long grant() {
        final long lease = ++leases;
        renew(lease);
        return lease;
    }

    /** A lease begins anew; false if it has ended. */
    boolean keepAlive(final long lease) {
        if (!leaseEnds.containsKey(lease)) {
            return false;
        }
        renew(lease);
        return true;
    }

    private void renew(final long lease) {
        final long end = world.nowNs() + world.settings().leaseNs();
        leaseEnds.put(lease, end);
        world.at(end, () -> expire(lease));
    }

    private void expire(final long lease) {
        final Long end = leaseEnds.get(lease);
        if (isDown || end == null || end > world.nowNs()) {
            return;
        }
        leaseEnds.remove(lease);
        final List<String> gone = states.entrySet().stream().filter(each -> each.getValue().lease == lease)
                .map(Map.Entry::getKey).toList();
        for (final String name : gone) {
            states.remove(name);
            revision++;
            world.trace("store: state of", name, "gone");
            tell(new ClusterEvent.StateGone(name));
        }
    }

    /** What a member says of itself; false if its lease has ended. */
    boolean put(final String name, final MemberState state, final long lease) {
        if (!leaseEnds.containsKey(lease)) {
            return false;
        }
        states.put(name, new Said(state, lease));
        revision++;
        world.trace("store:", name, state);
        tell(new ClusterEvent.StateSeen(name, state));
        return true;
    }

    /** A member speaks again under another lease, if the record is still the same and has nobody else of its name. */
    boolean reclaim(final String name, final ClusterAction.Reclaim reclaim, final long lease) {
        return reclaim.expected() == recordRevision && !states.containsKey(name) && put(name, reclaim.state(), lease);
    }

    /** A member ends its lease itself. */
    void revoke(final long lease) {
        if (leaseEnds.containsKey(lease)) {
            leaseEnds.put(lease, world.nowNs());
            expire(lease);
        }
    }

    /** Compare and swap. */
    void swap(final String name, final ClusterAction.Swap swap, final long lease) {
        if (!leaseEnds.containsKey(lease) || swap.expected() != recordRevision
                || swap.absent().stream().anyMatch(states::containsKey)
                || (swap.createState() && states.containsKey(name))) {
            world.trace("store: refused", name, swap);
            return;
        }
        final Optional<ClusterRecord> before = record;
        revision++;
        recordRevision = revision;
        record = Optional.of(swap.next());
        world.trace("store: record of", name, swap.next());
        count(before, swap.next());
        if (swap.next().members().isEmpty()) {
            world.forgetExceptions();
        }
        tell(new ClusterEvent.RecordSeen(swap.next(), recordRevision));
        if (swap.createState()) {
            states.put(name, new Said(swap.state(), lease));
            tell(new ClusterEvent.StateSeen(name, swap.state()));
        }
        world.oracle().recordChanged(before, swap.next());
    }

    private void count(final Optional<ClusterRecord> before, final ClusterRecord now) {
        if (before.isEmpty()) {
            return;
        }
        final ClusterRecord old = before.get();
        final Tally tally = world.tally();
        tally.joins += now.ids().stream().filter(id -> !old.has(id)).count();
        tally.removals += old.ids().stream().filter(id -> !now.has(id)).count();
        if (now.settle().isPresent() && old.settle().isEmpty()) {
            settleBegunNs = world.nowNs();
        } else if (old.settle().isPresent() && now.settle().isPresent() && now.settleNumber() != old.settleNumber()) {
            tally.restarts++;
        } else if (old.settle().isPresent() && now.settle().isEmpty() && now.epoch() > 0) {
            if (old.settle().get().kind() == SettleKind.DEAD) {
                tally.settlesDead++;
            } else {
                tally.settlesNormal++;
            }
            tally.slowestSettleNs = Math.max(tally.slowestSettleNs, world.nowNs() - settleBegunNs);
        }
    }

    /** All there is, and from now on what changes. */
    void readAndWatch(final StoreClient client) {
        if (record.isPresent()) {
            client.told(new ClusterEvent.RecordSeen(record.get(), recordRevision));
        } else {
            client.told(new ClusterEvent.NoRecord());
        }
        states.forEach((name, said) -> client.told(new ClusterEvent.StateSeen(name, said.state)));
        watchers.add(client);
    }

    /** Somebody looks away. */
    void forget(final StoreClient client) {
        watchers.remove(client);
    }

    private void tell(final ClusterEvent event) {
        for (final StoreClient watcher : watchers) {
            watcher.told(event);
        }
    }
}

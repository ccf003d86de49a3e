package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.Member;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.MemberState;
import dev.directrix.cluster.member.PoolInputs;
import dev.directrix.cluster.member.Registry;
import dev.directrix.cluster.member.ServerName;
import dev.directrix.cluster.member.ServerOverride;
import dev.directrix.cluster.member.Settle;
import dev.directrix.cluster.member.SettleKind;
import dev.directrix.cluster.member.Share;
import dev.directrix.cluster.member.Wish;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the record should become next, from what all members say: the same conclusion at every member that knows the
 * same. For one thread.
 */
final class Proposals {
    private final ClusterSettings settings;
    private final Map<ServerName, Long> partlyDeadSinceNs = new HashMap<>();
    /** Whether time alone brings about another conclusion, and when. */
    private boolean isAwaited;
    private long awaitedNs;
    private Optional<Conclusion> concluded = Optional.empty();
    private long noted;
    private Set<MemberId> members = Set.of();
    /** The first version with these members. */
    private long since;
    /** Whether all of them are known to have entered it, or a later one: they need not be alive any more. */
    private boolean complete;

    /**
     * A next version.
     *
     * @param next   the record
     * @param absent names of members that must still have no lease
     */
    record Proposal(ClusterRecord next, Set<String> absent) {
    }

    /** What follows from wishes: from the same follows the same, unless servers are dead for some members only. */
    private record Conclusion(
            ClusterRecord record, List<Wish> wishes, Set<Integer> exceptionServers, Optional<ClusterRecord> next) {
        boolean isOf(final ClusterRecord now, final List<MemberState> states, final Set<Integer> servers) {
            if (!record.equals(now) || wishes.size() != states.size()) {
                return false;
            }
            for (int at = 0; at < wishes.size(); at++) {
                if (!wishes.get(at).equals(states.get(at).wish())) {
                    return false;
                }
            }
            return exceptionServers.equals(servers);
        }
    }

    Proposals(final ClusterSettings settings) {
        this.settings = settings;
    }

    /**
     * Notes what members have entered: views of other members are history once all are in a version with these members,
     * whichever it is. One that dies as a change begins has not entered the newest.
     */
    void note(final ClusterRecord record, final Roster roster) {
        if (noted != record.version()) {
            noted = record.version();
            final Set<MemberId> now = record.ids();
            if (!now.equals(members)) {
                members = now;
                since = noted;
                complete = false;
            }
        }
        complete = complete || roster.all(record, state -> state.entered() >= since);
    }

    /**
     * What to change, if anything.
     *
     * @param exceptionServers servers that exceptions name
     * @param crowded          whether exceptions should be looked through
     * @param removes          whether members without a lease are removed
     */
    Optional<Proposal> of(
            final ClusterRecord record,
            final Roster roster,
            final Set<Integer> exceptionServers,
            final boolean crowded,
            final boolean removes,
            final long nowNs) {
        final List<Member> gone = roster.missing(record);
        if (!gone.isEmpty() && !removes) {
            return Optional.empty();
        }
        if (!gone.isEmpty()) {
            final List<Member> rest = new ArrayList<>(record.members());
            rest.removeAll(gone);
            return Optional.of(new Proposal(record.withMembers(rest, complete, Set.of(), true),
                    Set.copyOf(gone.stream().map(Member::name).toList())));
        }
        return changed(record, roster, exceptionServers, crowded, nowNs).map(next -> new Proposal(next, Set.of()));
    }

    private Optional<ClusterRecord> changed(
            final ClusterRecord record,
            final Roster roster,
            final Set<Integer> exceptionServers,
            final boolean crowded,
            final long nowNs) {
        final List<MemberState> states = roster.states(record);
        final long number = record.settleNumber();
        return switch (record.phase()) {
            case COMMITTED -> states.stream().allMatch(state -> state.switched() == record.epoch())
                    ? Optional.of(record.stable()) : Optional.empty();
            case COLLECT -> states.stream().allMatch(state -> state.ready() == number)
                    ? Optional.of(record.committed())
                    : redirected(record, states, exceptionServers, nowNs);
            case STABLE -> {
                final Optional<ClusterRecord> settle = settle(record, states, exceptionServers, nowNs);
                yield settle.isPresent() || !crowded ? settle : Optional.of(record.collecting(record.registry(),
                        new Settle(0, SettleKind.NORMAL, record.tables(), Set.of(), true)));
            }
        };
    }

    /** Another change instead of the one that is being collected, if that is not what is wanted any more. */
    private Optional<ClusterRecord> redirected(
            final ClusterRecord record,
            final List<MemberState> states,
            final Set<Integer> exceptionServers,
            final long nowNs) {
        final Settle now = record.settle().orElseThrow();
        if (now.kind() == SettleKind.DEAD) {
            final boolean alive = now.dead().stream()
                    .anyMatch(server -> !isDeadForAll(record.registry().servers().get(server), states));
            return alive ? Optional.of(record.stable()) : Optional.empty();
        }
        final Optional<ClusterRecord> wanted = settle(record, states, exceptionServers, nowNs);
        if (wanted.isEmpty()) {
            return now.sweep() && now.next().equals(record.tables()) ? Optional.empty() : Optional.of(record.stable());
        }
        final Settle other = wanted.get().settle().orElseThrow();
        return other.kind() == SettleKind.DEAD || !(now.sweep() || other.next().equals(now.next()))
                ? wanted : Optional.empty();
    }

    private Optional<ClusterRecord> settle(
            final ClusterRecord record,
            final List<MemberState> states,
            final Set<Integer> exceptionServers,
            final long nowNs) {
        if (concluded.isPresent() && !(isAwaited && nowNs - awaitedNs >= 0)
                && concluded.get().isOf(record, states, exceptionServers)) {
            return concluded.get().next();
        }
        partlyDeadSinceNs.keySet().removeIf(server -> !isDeadForMost(server, states));
        isAwaited = false;
        final Optional<Settle> dead = replacement(record, states, exceptionServers);
        final Optional<ClusterRecord> next = dead.isPresent()
                ? Optional.of(record.collecting(record.registry(), dead.get())) : wished(record, states, nowNs);
        concluded = Optional.of(new Conclusion(
                record, states.stream().map(MemberState::wish).toList(), exceptionServers, next));
        return next;
    }

    private static int deadFor(final ServerName server, final List<MemberState> states) {
        int dead = 0;
        for (final MemberState state : states) {
            dead += state.wish().dead().contains(server) ? 1 : 0;
        }
        return dead;
    }

    private static boolean isDeadForMost(final ServerName server, final List<MemberState> states) {
        return 2 * deadFor(server, states) > states.size();
    }

    private static boolean isDeadForAll(final ServerName server, final List<MemberState> states) {
        return deadFor(server, states) == states.size();
    }

    /** Away from servers that are dead for every member; a pool whose servers are all dead stays as it is. */
    private static Optional<Settle> replacement(
            final ClusterRecord record, final List<MemberState> states, final Set<Integer> exceptionServers) {
        final Map<Integer, PoolInputs> next = new TreeMap<>(record.tables());
        final Set<Integer> dead = new HashSet<>();
        final Set<Integer> used = new HashSet<>();
        record.tables().forEach((pool, inputs) -> {
            final Set<Integer> alive = inputs.aliveNumbers();
            used.addAll(alive);
            final Set<Integer> died = new HashSet<>(alive);
            died.removeIf(server -> !isDeadForAll(record.registry().servers().get(server), states));
            if (!died.isEmpty() && died.size() < alive.size()) {
                next.put(pool, inputs.without(died));
                dead.addAll(died);
            }
        });
        exceptionServers.stream().filter(server -> !used.contains(server))
                .filter(server -> isDeadForAll(record.registry().servers().get(server), states)).forEach(dead::add);
        return dead.isEmpty() ? Optional.empty()
                : Optional.of(new Settle(0, SettleKind.DEAD, next, dead, false));
    }

    /** Towards what all members' configurations say; a pool of which they disagree stays as it is. */
    private Optional<ClusterRecord> wished(
            final ClusterRecord record, final List<MemberState> states, final long nowNs) {
        Registry names = record.registry();
        final Map<Integer, PoolInputs> next = new TreeMap<>(record.tables());
        final Map<ServerName, ServerOverride> overrides = record.overridesByServer();
        final Set<String> pools = new HashSet<>(names.pools());
        states.forEach(state -> pools.addAll(state.wish().pools().keySet()));
        for (final String pool : pools.stream().sorted().toList()) {
            if (!isAgreed(pool, states)) {
                continue;
            }
            final List<Wish.Wanted> wanted = states.getFirst().wish().pools().get(pool);
            if (wanted == null) {
                next.remove(names.poolOf(pool));
                continue;
            }
            names = names.with(pool, wanted.stream().map(each -> new ServerName(pool, each.address())).toList());
            final List<Share> shares = shares(pool, wanted, names, overrides, states, nowNs);
            final PoolInputs now = next.get(names.poolOf(pool));
            if (now == null ? !shares.isEmpty() : !shares.isEmpty() && !shares.equals(now.alive())) {
                next.put(names.poolOf(pool), PoolInputs.of(shares));
            }
        }
        return next.equals(record.tables()) ? Optional.empty()
                : Optional.of(record.collecting(names, new Settle(0, SettleKind.NORMAL, next, Set.of(), false)));
    }

    private static boolean isAgreed(final String pool, final List<MemberState> states) {
        for (final MemberState state : states) {
            if (!Objects.equals(state.wish().pools().get(pool), states.getFirst().wish().pools().get(pool))) {
                return false;
            }
        }
        return !states.isEmpty();
    }

    private List<Share> shares(
            final String pool,
            final List<Wish.Wanted> wanted,
            final Registry names,
            final Map<ServerName, ServerOverride> overrides,
            final List<MemberState> states,
            final long nowNs) {
        final List<Share> shares = new ArrayList<>();
        for (final Wish.Wanted each : wanted) {
            final ServerName server = new ServerName(pool, each.address());
            final Optional<ServerOverride> command = Optional.ofNullable(overrides.get(server));
            final int weight = command.filter(ServerOverride::drained).isPresent() ? 0
                    : command.map(ServerOverride::weight).filter(value -> value >= 0).orElse(each.weight());
            if (weight > 0 && !isAwayFrom(server, states, nowNs)) {
                shares.add(new Share(names.serverOf(server), weight));
            }
        }
        shares.sort((a, b) -> Integer.compare(a.server(), b.server()));
        return shares;
    }

    /** Whether a server is dead for all, or has been for more than half of the members for long enough. */
    private boolean isAwayFrom(final ServerName server, final List<MemberState> states, final long nowNs) {
        if (isDeadForAll(server, states) || !isDeadForMost(server, states)) {
            return isDeadForAll(server, states);
        }
        final long awayNs = partlyDeadSinceNs.computeIfAbsent(server, _ -> nowNs) + settings.partlyDeadNs();
        if (nowNs - awayNs < 0 && (!isAwaited || awayNs - awaitedNs < 0)) {
            isAwaited = true;
            awaitedNs = awayNs;
        }
        return nowNs - awayNs >= 0;
    }

    /** Servers of tables that are dead for some members and alive for others, and for whom: for people. */
    static Map<ServerName, List<String>> disputed(final ClusterRecord record, final Roster roster) {
        final Map<ServerName, List<String>> result = new HashMap<>();
        for (final Member member : record.members()) {
            roster.of(member).ifPresent(state -> state.wish().dead().forEach(
                    server -> result.computeIfAbsent(server, _ -> new ArrayList<>()).add(member.name())));
        }
        result.values().removeIf(names -> names.size() == record.members().size());
        return result;
    }

    /** Pools of which the members' configurations say different things. */
    static List<String> disagreed(final ClusterRecord record, final Roster roster) {
        final List<MemberState> states = roster.states(record);
        final Set<String> pools = new HashSet<>(record.registry().pools());
        states.forEach(state -> pools.addAll(state.wish().pools().keySet()));
        return pools.stream().filter(pool -> !isAgreed(pool, states)).sorted().toList();
    }
}

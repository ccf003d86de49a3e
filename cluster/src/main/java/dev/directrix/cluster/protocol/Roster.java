package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.Member;
import dev.directrix.cluster.member.MemberState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What the members say of themselves. For one thread. */
final class Roster {
    private final Map<String, MemberState> states = new HashMap<>();

    void seen(final String name, final MemberState state) {
        states.put(name, state);
    }

    void gone(final String name) {
        states.remove(name);
    }

    /** By name, what all say. */
    Map<String, MemberState> all() {
        return Map.copyOf(states);
    }

    /** Whether somebody of this name holds a lease. */
    boolean has(final String name) {
        return states.containsKey(name);
    }

    /** What this life of a member says; empty: it is gone, or another life of it speaks. */
    Optional<MemberState> of(final Member member) {
        return Optional.ofNullable(states.get(member.name()))
                .filter(state -> state.incarnation() == member.id().incarnation());
    }

    /** Whether all members of a version say something that passes. */
    boolean all(final ClusterRecord record, final Predicate<MemberState> test) {
        for (final Member member : record.members()) {
            final Optional<MemberState> state = of(member);
            if (state.isEmpty() || !test.test(state.get())) {
                return false;
            }
        }
        return true;
    }

    /** What the members of a version say, in their order. */
    List<MemberState> states(final ClusterRecord record) {
        final List<MemberState> all = new ArrayList<>(record.members().size());
        record.members().forEach(member -> of(member).ifPresent(all::add));
        return all;
    }

    /** Whether all members of a version have entered it. */
    boolean allEntered(final ClusterRecord record) {
        return all(record, state -> state.entered() >= record.version());
    }

    /** The members of a version that hold no lease. */
    List<Member> missing(final ClusterRecord record) {
        if (all(record, state -> true)) {
            return List.of();
        }
        return record.members().stream().filter(member -> of(member).isEmpty()).toList();
    }

    /** The members of a version that do not pass, by name. */
    List<String> failing(final ClusterRecord record, final Predicate<MemberState> test) {
        return record.members().stream()
                .filter(member -> of(member).filter(test).isEmpty()).map(Member::name).toList();
    }
}

package dev.directrix.cluster.member;

import java.util.Objects;

/**
 * One life of a director in the cluster: a director that restarts, or that has been out of date, returns with the same
 * name and another incarnation, and has nothing in common with its former one. Immutable.
 *
 * @param name        the node's name in its configuration, unique among the directors
 * @param incarnation chosen at random for each life; never 0
 */
public record MemberId(String name, long incarnation) implements Comparable<MemberId> {
    /** Checks the fields. */
    public MemberId {
        Objects.requireNonNull(name, "name");
        if (name.isEmpty() || incarnation == 0) {
            throw new IllegalArgumentException("a member needs a name and an incarnation: " + name + "/" + incarnation);
        }
    }

    /** By name, then by incarnation. */
    @Override
    public int compareTo(final MemberId other) {
        final int byName = name.compareTo(other.name);
        return byName != 0 ? byName : Long.compare(incarnation, other.incarnation);
    }

    /** As logs show it: {@code d1/3f2a9c0011223344}. */
    @Override
    public String toString() {
        return name + "/" + Long.toHexString(incarnation);
    }
}

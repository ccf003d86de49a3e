package dev.directrix.cluster.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A router that spreads flows over the directors that announce, by hash-threshold as Linux does it, or with buckets
 * that keep their director as long as it is there. What is announced takes its time to be known. For one thread.
 */
final class Router {
    private static final int BUCKETS = 64;

    private final World world;
    private final boolean isResilient;
    private final long salt;
    private final List<Director> members = new ArrayList<>();
    private final int[] weights;
    private final Director[] buckets = new Director[BUCKETS];
    private final long[] lastNewsNs;

    /** A router that knows nobody. */
    Router(final World world, final boolean isResilient, final int directors) {
        this.world = world;
        this.isResilient = isResilient;
        this.salt = world.chance().anything();
        this.weights = new int[directors];
        this.lastNewsNs = new long[directors];
        Arrays.fill(weights, 1);
    }

    /** What a director announces, or that it is gone, will be known after a while; news come in order. */
    void hear(final Director director, final boolean announces, final long afterNs) {
        final int index = director.index();
        lastNewsNs[index] = Math.max(lastNewsNs[index], world.nowNs() + afterNs);
        world.at(lastNewsNs[index], () -> set(director, announces));
    }

    /** A director is one of those that flows go to, or is not, from now on. */
    void set(final Director director, final boolean isIn) {
        if (members.contains(director) == isIn) {
            return;
        }
        if (isIn) {
            members.add(director);
            members.sort((a, b) -> Integer.compare(a.index(), b.index()));
        } else {
            members.remove(director);
        }
        spread(director, isIn);
    }

    /** Whether flows go to a director. */
    boolean has(final Director director) {
        return members.contains(director);
    }

    /** How many flows go to a director, relative to others. */
    void weigh(final Director director, final int weight) {
        weights[director.index()] = weight;
    }

    private void spread(final Director changed, final boolean isIn) {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            if (isIn && world.chance().happens(1.0 / members.size())) {
                buckets[bucket] = changed;
            } else if (!isIn && buckets[bucket] == changed) {
                buckets[bucket] = members.isEmpty() ? null : world.chance().oneOf(members);
            }
        }
    }

    /** Whom a flow's packets go to. */
    Optional<Director> directorOf(final long hash) {
        if (members.isEmpty()) {
            return Optional.empty();
        }
        final long mixed = (hash ^ salt) * 0x9e3779b97f4a7c15L;
        final int point = (int) (mixed >>> 33);
        if (isResilient) {
            return Optional.ofNullable(buckets[point % BUCKETS]);
        }
        int total = 0;
        for (final Director member : members) {
            total += weights[member.index()];
        }
        long left = ((long) point * total) >>> 31;
        for (final Director member : members) {
            left -= weights[member.index()];
            if (left < 0) {
                return Optional.of(member);
            }
        }
        return Optional.of(members.get(members.size() - 1));
    }
}

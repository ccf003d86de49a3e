package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.message.Flows;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Flows that are told to others in order, some messages ahead of what they have acknowledged. For one thread. */
final class Pins {
    private static final int FIRST = 256;

    private final int perMessage;
    private final int mostInFlight;
    private long[] hashes = new long[FIRST];
    private int[] pools = new int[FIRST];
    private int[] servers = new int[FIRST];
    private final Map<MemberId, Long> acked = new HashMap<>();
    private int count;
    private int sent;

    /**
     * No flows.
     *
     * @param perMessage   most flows of a message
     * @param mostInFlight most flows that were told and not acknowledged
     */
    Pins(final int perMessage, final int mostInFlight) {
        this.perMessage = perMessage;
        this.mostInFlight = mostInFlight;
    }

    void add(final long hash, final int pool, final int server) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * count);
            pools = Arrays.copyOf(pools, 2 * count);
            servers = Arrays.copyOf(servers, 2 * count);
        }
        hashes[count] = hash;
        pools[count] = pool;
        servers[count] = server;
        count++;
    }

    /** Whether something may be told now. */
    boolean hasNext(final Collection<MemberId> to) {
        return sent < count && sent - least(to) < mostInFlight;
    }

    /** How many were told before the next. */
    long nextFirst() {
        return sent;
    }

    /** The next that are told. */
    Flows next() {
        final int to = Math.min(count, sent + perMessage);
        final Flows flows = new Flows(Arrays.copyOfRange(hashes, sent, to), Arrays.copyOfRange(pools, sent, to),
                Arrays.copyOfRange(servers, sent, to));
        sent = to;
        return flows;
    }

    /** Whether all have been told. */
    boolean isAllSent() {
        return sent == count;
    }

    /**
     * Another has taken the first so many.
     *
     * @return how many more than before
     */
    long acked(final MemberId by, final long upTo) {
        final long before = acked.getOrDefault(by, 0L);
        if (upTo > sent || upTo <= before) {
            return 0;
        }
        acked.put(by, upTo);
        return upTo - before;
    }

    /** Whether each of these has acknowledged all. */
    boolean isAckedBy(final Collection<MemberId> all) {
        return all.isEmpty() || least(all) >= count;
    }

    /** Those that have not acknowledged all. */
    List<MemberId> unacked(final Collection<MemberId> all) {
        return all.stream().filter(id -> acked.getOrDefault(id, 0L) < count).sorted().toList();
    }

    private long least(final Collection<MemberId> of) {
        long least = of.isEmpty() ? sent : Long.MAX_VALUE;
        for (final MemberId id : of) {
            least = Math.min(least, acked.getOrDefault(id, 0L));
        }
        return least;
    }

    int count() {
        return count;
    }

    /** Is shown flows. */
    interface Visitor {
        void visit(long hash, int pool, int server);
    }

    void forEach(final Visitor visitor) {
        for (int i = 0; i < count; i++) {
            visitor.visit(hashes[i], pools[i], servers[i]);
        }
    }
}

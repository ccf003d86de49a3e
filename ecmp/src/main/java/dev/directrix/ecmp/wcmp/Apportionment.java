package dev.directrix.ecmp.wcmp;

import java.util.ArrayList;
import java.util.List;

/**
 * Table entries shared out to members so that the largest ratio of a member's entries to its weight is as small as it
 * can be, each having one at least. That is what sharing them out one by one gives, each to the member whose ratio
 * stays smallest with it (the method of highest averages, D'Hondt's, with a minimum of one): all ratios grow with their
 * entries, so the entries shared out are always those of least ratio. For the same reason the next number of entries is
 * one step away. Not thread-safe.
 */
final class Apportionment {

    private final long[] weights;
    private final long[] entries;
    /** Members as a binary heap: the one whose ratio stays smallest with one more entry is first. */
    private final int[] heap;
    private final long sum;
    private final long smallest;
    private long total;
    /** The largest ratio of entries to weight. */
    private long ratioEntries;
    private long ratioWeight;

    /** An oversubscription, kept as a fraction: entries of a member, its weight, entries of all. */
    static final class Excess {
        private long entries;
        private long weight;
        private long total;
    }

    /** Entries for these weights, none shared out yet: {@link #startAt} is next. */
    Apportionment(final List<Integer> weights) {
        if (weights.isEmpty()) {
            throw new IllegalArgumentException("no weights");
        }
        this.weights = new long[weights.size()];
        long common = 0;
        for (int i = 0; i < this.weights.length; i++) {
            this.weights[i] = weights.get(i);
            if (this.weights[i] < 1) {
                throw new IllegalArgumentException("weight " + weights.get(i) + " is not 1 or more");
            }
            common = gcd(this.weights[i], common);
        }
        long all = 0;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < this.weights.length; i++) {
            all += this.weights[i];
            this.weights[i] /= common;
            least = Math.min(least, this.weights[i]);
        }
        if (all > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("weights sum to " + all + ", more than " + Integer.MAX_VALUE);
        }
        sum = all / common;
        smallest = least;
        entries = new long[this.weights.length];
        heap = new int[this.weights.length];
    }

    /** How many members there are. */
    int members() {
        return weights.length;
    }

    /** Entries shared out. */
    long entries() {
        return total;
    }

    /** Entries with which every share is exact. */
    long exactEntries() {
        return sum;
    }

    /** The least number of entries with which the member of least weight, having one, is within a bound. */
    long leastEntries(final long bound, final long unit) {
        // 1 * sum / (smallest * n) <= bound / unit; sum * unit is below 2^51.
        return Math.ceilDiv(sum * unit, bound * smallest);
    }

    /** Shares out this many entries, one for each member at least. */
    void startAt(final long count) {
        total = 0;
        ratioEntries = 1;
        ratioWeight = smallest;
        final long spare = count - weights.length;
        for (int i = 0; i < weights.length; i++) {
            // All entries of ratio up to spare / sum: they are at most spare, and of least ratio.
            entries[i] = Math.max(1, weights[i] * spare / sum);
            total += entries[i];
            noteRatio(i);
            heap[i] = i;
        }
        for (int i = heap.length / 2 - 1; i >= 0; i--) {
            sink(i);
        }
        while (total < count) {
            addEntry();
        }
    }

    /** Shares out one entry more. */
    void addEntry() {
        final int member = heap[0];
        entries[member]++;
        total++;
        noteRatio(member);
        sink(0);
    }

    /** Whether the oversubscription is within {@code bound / unit}. */
    boolean isWithin(final long bound, final long unit) {
        return compareProducts(ratioEntries * sum, unit, bound * ratioWeight, total) <= 0;
    }

    /** Whether the oversubscription is less than another one of the same weights. */
    boolean isBetterThan(final Excess other) {
        return compareProducts(ratioEntries * other.weight, other.total, other.entries * ratioWeight, total) < 0;
    }

    /** The oversubscription. */
    Excess excess() {
        final Excess excess = new Excess();
        copyTo(excess);
        return excess;
    }

    /** Writes the oversubscription there. */
    void copyTo(final Excess excess) {
        excess.entries = ratioEntries;
        excess.weight = ratioWeight;
        excess.total = total;
    }

    /** What is shared out. */
    Reduction reduction() {
        final List<Integer> result = new ArrayList<>(entries.length);
        for (final long count : entries) {
            result.add(Math.toIntExact(count));
        }
        return new Reduction(result, (double) ratioEntries * sum / ((double) ratioWeight * total));
    }

    private void noteRatio(final int member) {
        if (entries[member] * ratioWeight > ratioEntries * weights[member]) {
            ratioEntries = entries[member];
            ratioWeight = weights[member];
        }
    }

    private void sink(final int from) {
        int parent = from;
        final int moved = heap[parent];
        while (2 * parent + 1 < heap.length) {
            int child = 2 * parent + 1;
            if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], moved)) {
                break;
            }
            heap[parent] = heap[child];
            parent = child;
        }
        heap[parent] = moved;
    }

    private boolean isBefore(final int a, final int b) {
        final long left = (entries[a] + 1) * weights[b];
        final long right = (entries[b] + 1) * weights[a];
        return left != right ? left < right : a < b;
    }

    /** Compares a * b with c * d, none negative, over 128 bits. */
    private static int compareProducts(final long a, final long b, final long c, final long d) {
        final int high = Long.compare(Math.multiplyHigh(a, b), Math.multiplyHigh(c, d));
        return high != 0 ? high : Long.compareUnsigned(a * b, c * d);
    }

    private static long gcd(final long a, final long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}

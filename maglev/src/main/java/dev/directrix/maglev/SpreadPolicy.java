package dev.directrix.maglev;

import java.util.Arrays;

/**
 * The default weight policy: turns spread evenly over rounds whose length is a power of two, not the largest weight.
 * A round is worth q, the power of two at or above the largest weight. Each backend starts with a credit of q / 2 and
 * earns its weight in every round, in table order; with a credit of q or more it takes a turn and pays q. So the
 * k-th turn of a backend of weight w is in round ceil((k - 1/2) q / w).
 *
 * <p>When a weight changes, the other backends' turns stay in the rounds they were in, unless the largest weight
 * crosses a power of two; that keeps needless moves low. Starting at q / 2 rounds each share to the nearest slot
 * rather than always up or down; a backend that is due less than half a slot gets none.
 */
public final class SpreadPolicy implements WeightPolicy {

    /** Above so many looks at a backend per turn, a heap of next rounds is faster than looking at all of them. */
    private static final int LOOKS_PER_TURN = 48;

    @Override
    public String id() {
        return "spread";
    }

    @Override
    public Turns turns(final int[] weights, final int size) {
        int[] live = new int[weights.length];
        int count = 0;
        int largest = 0;
        int smallest = Integer.MAX_VALUE;
        long sum = 0;
        for (int backend = 0; backend < weights.length; backend++) {
            live[count] = backend;
            count += weights[backend] > 0 ? 1 : 0;
            largest = Math.max(largest, weights[backend]);
            smallest = weights[backend] > 0 ? Math.min(smallest, weights[backend]) : smallest;
            sum += weights[backend];
        }
        if (count == 0) {
            return (into, limit) -> 0;
        }
        live = Arrays.copyOf(live, count);
        if (smallest == largest) {
            return new InTurn(live);
        }
        final int quantum = 1 << (Integer.SIZE - Integer.numberOfLeadingZeros(largest - 1));
        return sum * LOOKS_PER_TURN >= (long) count * quantum
                ? new Sweep(live, weights, quantum) : new NextRounds(live, weights, quantum);
    }

    /** Equal weights: everyone once, over and over. */
    private static final class InTurn implements Turns {

        private final int[] live;
        private int cursor;

        InTurn(final int[] live) {
            this.live = live;
        }

        @Override
        public int next(final int[] into, final int limit) {
            final int count = Math.min(limit, live.length - cursor);
            System.arraycopy(live, cursor, into, 0, count);
            cursor = cursor + count == live.length ? 0 : cursor + count;
            return count;
        }
    }

    /** Looks at every live backend in every round. */
    static final class Sweep implements Turns {

        private final int[] live;
        private final int[] weight;
        private final int[] credit;
        private final int quantum;
        private int cursor;

        Sweep(final int[] live, final int[] weights, final int quantum) {
            this.live = live;
            this.weight = new int[live.length];
            this.credit = new int[live.length];
            this.quantum = quantum;
            Arrays.setAll(weight, i -> weights[live[i]]);
            Arrays.fill(credit, quantum / 2);
        }

        @Override
        public int next(final int[] into, final int limit) {
            int written = 0;
            while (written < limit) {
                final int end = (int) Math.min(live.length, (long) cursor + limit - written);
                for (int i = cursor; i < end; i++) {
                    final int earned = credit[i] + weight[i] - quantum;
                    final int missed = earned >> 31;
                    credit[i] = earned + (quantum & missed);
                    into[written] = live[i];
                    written += 1 + missed;
                }
                cursor = end == live.length ? 0 : end;
            }
            return written;
        }
    }

    /** The same turns from a binary heap of (round, index): for one heavy backend among many light ones. */
    static final class NextRounds implements Turns {

        private final int[] live;
        private final int[] weight;
        private final long[] turnsTaken;
        private final long quantum;
        /** Round of the next turn in the upper half, index into {@link #live} in the lower. */
        private final long[] heap;

        NextRounds(final int[] live, final int[] weights, final int quantum) {
            this.live = live;
            this.weight = new int[live.length];
            this.turnsTaken = new long[live.length];
            this.quantum = quantum;
            this.heap = new long[live.length];
            Arrays.setAll(weight, i -> weights[live[i]]);
            Arrays.setAll(heap, this::nextTurn);
            Arrays.sort(heap);
        }

        @Override
        public int next(final int[] into, final int limit) {
            for (int written = 0; written < limit; written++) {
                final int index = (int) heap[0];
                into[written] = live[index];
                turnsTaken[index]++;
                replaceTop(nextTurn(index));
            }
            return limit;
        }

        private long nextTurn(final int index) {
            final long due = (2 * turnsTaken[index] + 1) * quantum;
            return Math.ceilDiv(due, 2L * weight[index]) << 32 | index;
        }

        private void replaceTop(final long entry) {
            int hole = 0;
            for (int child = 1; child < heap.length; child = 2 * hole + 1) {
                if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
                    child++;
                }
                if (heap[child] >= entry) {
                    break;
                }
                heap[hole] = heap[child];
                hole = child;
            }
            heap[hole] = entry;
        }
    }
}

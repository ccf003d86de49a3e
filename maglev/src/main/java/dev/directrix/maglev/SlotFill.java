package dev.directrix.maglev;

import java.util.Arrays;

/**
 * Fills one table: turn by turn, each backend takes the first free slot of its permutation. The outcome is that of
 * the plain loop in the paper; the way there is about twice as fast, because the plain loop spends its time on
 * mispredicted branches while slots are plenty, and on walking through taken slots when they are scarce:
 *
 * <ul>
 * <li>Plenty: a run of turns by distinct backends first looks for its slots all together, in passes without a branch
 * on what they find; then the turns are taken in order, and only the few whose slot was taken within the run search
 * on.</li>
 * <li>In between: turn by turn, two choices at a time, over one bit a slot, which fits the first-level cache.</li>
 * <li>Scarce: {@link ScarceSlots}.</li>
 * </ul>
 *
 * <p>Used once, by one thread.
 */
final class SlotFill {

    /** Slots are plenty while at least one in so many is free. */
    private static final int PLENTY = 16;
    /** Runs of fewer turns gain nothing from looking ahead together. */
    private static final int SHORTEST_RUN = 32;
    /** Passes end when so few turns of a run still look for their slot. */
    private static final int FEW = 8;
    private static final int TURNS_AT_ONCE = 2048;

    private final int size;
    /** Per backend, where it looks next. */
    private final int[] next;
    private final int[] skip;
    /** Per backend, what goes into the table. */
    private final int[] names;
    /** One bit per slot: set while it is free. */
    private final long[] free;
    private long[] freeTwice = new long[0];
    private final int[] table;
    private final int[] looking = new int[TURNS_AT_ONCE];

    /**
     * Prepares a fill.
     *
     * @param offsets per backend, 0 to size - 1; taken over
     * @param skips per backend, 1 to size - 1
     * @param names per backend, what the table shall hold where it has the slot
     */
    SlotFill(final int size, final int[] offsets, final int[] skips, final int[] names) {
        this.size = size;
        this.next = offsets;
        this.skip = skips;
        this.names = names;
        this.free = new long[(size + Long.SIZE - 1) / Long.SIZE];
        this.table = new int[size];
        Arrays.fill(free, -1L);
        free[free.length - 1] = -1L >>> -size;
    }

    /**
     * Fills all slots.
     *
     * @param turns who takes the next slot
     * @return per slot a name; empty when nobody takes part
     */
    int[] fill(final WeightPolicy.Turns turns) {
        final int[] offsets = next.clone();
        final int scarce = ScarceSlots.worthwhile(size);
        final int[] turn = new int[TURNS_AT_ONCE];
        int left = size;
        while (left > scarce) {
            final int count = turns.next(turn, Math.min(turn.length, left - scarce));
            if (count == 0) {
                return new int[0];
            }
            if (left > size / PLENTY) {
                takeInRuns(turn, count, left > size / 2);
            } else {
                takeByTwos(turn, count);
            }
            left -= count;
        }
        final int[] lastTurns = new int[left];
        for (int known = 0; known < left;) {
            final int count = turns.next(turn, Math.min(turn.length, left - known));
            if (count == 0) {
                return new int[0];
            }
            System.arraycopy(turn, 0, lastTurns, known, count);
            known += count;
        }
        new ScarceSlots(size, offsets, skip, names, free, table).take(lastTurns);
        return table;
    }

    /** Splits the turns into runs in which no backend comes twice: strictly ascending ones, as rounds are. */
    private void takeInRuns(final int[] turn, final int count, final boolean mostAreFree) {
        int from = 0;
        while (from < count) {
            int to = from + 1;
            while (to < count && turn[to] > turn[to - 1]) {
                to++;
            }
            if (to - from >= SHORTEST_RUN) {
                int still = mostAreFree ? lookOnce(turn, from, to) : lookTwice(turn, from, to);
                while (still > FEW) {
                    still = mostAreFree ? lookOnce(looking, 0, still) : lookTwice(looking, 0, still);
                }
            }
            take(turn, from, to);
            from = to;
        }
    }

    /**
     * One pass: each backend examines its next choice and stays there if it is free. All selection is arithmetic on
     * masks (0 or -1), as a branch here would be mispredicted every other time.
     *
     * @return how many did not find a slot; they are now the first in {@link #looking}
     */
    private int lookOnce(final int[] backends, final int from, final int to) {
        int still = 0;
        for (int i = from; i < to; i++) {
            final int backend = backends[i];
            final int slot = next[backend];
            final int after = wrapped(slot + skip[backend] - size);
            final int isFree = -((int) (free[slot >>> 6] >>> slot) & 1);
            next[backend] = after ^ ((after ^ slot) & isFree);
            looking[still] = backend;
            still += 1 + isFree;
        }
        return still;
    }

    /** As {@link #lookOnce}, two choices a pass. */
    private int lookTwice(final int[] backends, final int from, final int to) {
        int still = 0;
        for (int i = from; i < to; i++) {
            final int backend = backends[i];
            final int step = skip[backend] - size;
            final int first = next[backend];
            final int second = wrapped(first + step);
            final int third = wrapped(second + step);
            final int firstFree = -((int) (free[first >>> 6] >>> first) & 1);
            final int secondFree = -((int) (free[second >>> 6] >>> second) & 1);
            final int other = third ^ ((third ^ second) & secondFree);
            next[backend] = other ^ ((other ^ first) & firstFree);
            looking[still] = backend;
            still += 1 + (firstFree | secondFree);
        }
        return still;
    }

    private void take(final int[] turn, final int from, final int to) {
        for (int i = from; i < to; i++) {
            final int backend = turn[i];
            final int step = skip[backend] - size;
            int slot = next[backend];
            while ((free[slot >>> 6] >>> slot & 1) == 0) {
                slot = wrapped(slot + step);
            }
            free[slot >>> 6] &= ~(1L << slot);
            table[slot] = names[backend];
            next[backend] = wrapped(slot + step);
        }
    }

    /** Steps over two choices at once; a second copy of the bits behind the first spares the second one's wrap. */
    private void takeByTwos(final int[] turn, final int count) {
        if (freeTwice.length == 0) {
            freeTwice = twice(free, size);
        }
        final long[] bits = freeTwice;
        for (int i = 0; i < count; i++) {
            final int backend = turn[i];
            final int oneStep = skip[backend];
            final int twoSteps = wrapped(oneStep + oneStep - size);
            int slot = next[backend];
            int second = slot + oneStep;
            while (((bits[slot >>> 6] >>> slot | bits[second >>> 6] >>> second) & 1) == 0) {
                slot = wrapped(slot + twoSteps - size);
                second = slot + oneStep;
            }
            if ((bits[slot >>> 6] >>> slot & 1) == 0) {
                slot = wrapped(second - size);
            }
            final int copy = slot + size;
            bits[slot >>> 6] &= ~(1L << slot);
            bits[copy >>> 6] &= ~(1L << copy);
            free[slot >>> 6] &= ~(1L << slot);
            table[slot] = names[backend];
            next[backend] = wrapped(slot + oneStep - size);
        }
    }

    private static long[] twice(final long[] bits, final int size) {
        final long[] twice = Arrays.copyOf(bits, (2 * size + Long.SIZE - 1) / Long.SIZE);
        final int shift = size & (Long.SIZE - 1);
        final int start = size / Long.SIZE;
        for (int i = 0; i < bits.length; i++) {
            twice[start + i] |= bits[i] << shift;
            if (shift != 0 && start + i + 1 < twice.length) {
                twice[start + i + 1] |= bits[i] >>> -shift;
            }
        }
        return twice;
    }

    /** Brings a slot that was moved by skip - size, and so may be negative, back into the table. */
    private int wrapped(final int slot) {
        return slot + (slot >> 31 & size);
    }
}

package dev.directrix.maglev;

/**
 * The last turns of a fill. With F slots free of M, walking a permutation passes M / F taken slots a turn. Here the
 * question is turned round: at which position of the backend's permutation does each free slot stand? Position =
 * (slot - offset) * skip^-1 mod M, and the smallest one is the slot it takes. That costs F multiplications, which run
 * side by side in vector registers, so it wins once F is below about the root of M; it saves half of all steps.
 *
 * <p>Doubles hold every intermediate value exactly: size is below 2^24, products below 2^50.
 */
final class ScarceSlots {

    private final int size;
    private final int[] offset;
    private final int[] skip;
    private final int[] names;
    private final int[] table;
    /** The free slots, in any order; the first {@link #left} count. */
    private final double[] slots;
    private int left;

    /**
     * Takes over a nearly full table.
     *
     * @param free one bit per slot, set while it is free
     * @param table receives the names of those who take the free slots; its free entries are overwritten
     */
    ScarceSlots(final int size, final int[] offset, final int[] skip, final int[] names, final long[] free,
            final int[] table) {
        this.size = size;
        this.offset = offset;
        this.skip = skip;
        this.names = names;
        this.table = table;
        int count = 0;
        for (final long word : free) {
            count += Long.bitCount(word);
        }
        this.slots = new double[count];
        for (int i = 0; i < free.length; i++) {
            for (long word = free[i]; word != 0; word &= word - 1) {
                put(i * Long.SIZE + Long.numberOfTrailingZeros(word), left++);
            }
        }
    }

    /** How few free slots make this way the faster one. */
    static int worthwhile(final int size) {
        return Math.min(size, (int) (1.75 * Math.sqrt(size)));
    }

    /**
     * Takes every free slot.
     *
     * @param turns as many as slots are free
     */
    void take(final int[] turns) {
        final int[] inverse = inverseSkips(turns);
        for (int i = 0; i < turns.length; i++) {
            final int backend = turns[i];
            final long position = firstPosition(size - offset[backend], inverse[i]);
            final int slot = (int) ((offset[backend] + position * skip[backend]) % size);
            left--;
            put((int) slots[left], table[slot]);
            table[slot] = names[backend];
        }
    }

    /** A free slot's entry in the table remembers where the slot stands in the list. */
    private void put(final int slot, final int index) {
        slots[index] = slot;
        table[slot] = index;
    }

    /** The smallest position of any free slot. Half a unit keeps the quotient exact when there is no remainder. */
    private long firstPosition(final double shift, final double inverse) {
        final double modulus = size;
        final double reciprocal = 1 / modulus;
        final double[] candidates = slots;
        long first = size;
        for (int i = 0; i < left; i++) {
            final double product = (candidates[i] + shift) * inverse;
            final double quotient = Math.floor((product + 0.5) * reciprocal);
            first = Math.min(first, (long) (product - quotient * modulus));
        }
        return first;
    }

    /** The inverse of each turn's skip modulo size: one inversion for all of them (Montgomery's trick). */
    private int[] inverseSkips(final int[] turns) {
        final int[] before = new int[turns.length];
        long product = 1;
        for (int i = 0; i < turns.length; i++) {
            before[i] = (int) product;
            product = product * skip[turns[i]] % size;
        }
        long inverse = inverse((int) product);
        for (int i = turns.length - 1; i >= 0; i--) {
            before[i] = (int) (inverse * before[i] % size);
            inverse = inverse * skip[turns[i]] % size;
        }
        return before;
    }

    /** Extended Euclid. */
    private int inverse(final int value) {
        long coefficient = 0;
        long nextCoefficient = 1;
        int remainder = size;
        int nextRemainder = value;
        while (nextRemainder != 0) {
            final int quotient = remainder / nextRemainder;
            final long coefficientAfter = coefficient - quotient * nextCoefficient;
            coefficient = nextCoefficient;
            nextCoefficient = coefficientAfter;
            final int remainderAfter = remainder - quotient * nextRemainder;
            remainder = nextRemainder;
            nextRemainder = remainderAfter;
        }
        return (int) Math.floorMod(coefficient, (long) size);
    }
}

package dev.directrix.maglev;

/** Which sizes a table may have: primes, so that every skip visits every slot. */
public final class TableSize {

    /** The size used when nothing else is asked for; enough for about 600 equal backends within 1 % balance. */
    public static final int DEFAULT = 65_537;

    /** The largest size, a prime: 64 MiB of 4-byte slots. */
    public static final int MAX = 16_777_213;

    private TableSize() {
    }

    /**
     * Whether a table can have this size.
     *
     * @param size number of slots
     * @return true for primes from 2 to {@link #MAX}
     */
    public static boolean isValid(final int size) {
        if (size < 2 || size > MAX) {
            return false;
        }
        for (int divisor = 2; divisor * divisor <= size; divisor++) {
            if (size % divisor == 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The smallest valid size that is not below a wish.
     *
     * @param wish number of slots wanted
     * @return a prime; {@link #MAX} for anything above it
     */
    public static int atLeast(final int wish) {
        int size = Math.clamp(wish, 2, MAX);
        while (!isValid(size)) {
            size++;
        }
        return size;
    }

    /**
     * Insists on a valid size.
     *
     * @param size number of slots
     * @return the same size
     * @throws IllegalArgumentException with the nearest valid size in its message
     */
    public static int require(final int size) {
        if (isValid(size)) {
            return size;
        }
        final String why = size >= 2 && size <= MAX ? " is not a prime" : " is not within 2.." + MAX;
        throw new IllegalArgumentException(
                "Maglev table size " + size + why + ": use " + atLeast(size) + " (the default is " + DEFAULT + ")");
    }
}

package dev.directrix.ecmp;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A large BGP community (RFC 8092): three numbers of 0 to 4294967295.
 *
 * @param global AS number of whoever gives the rest its meaning
 * @param local1 first part
 * @param local2 second part
 */
public record LargeCommunity(long global, long local1, long local2) implements Comparable<LargeCommunity> {

    private static final long MAX = 0xffff_ffffL;
    /** RFC 8092 §5: decimal, without leading zeros. */
    private static final Pattern FORM = Pattern.compile("(0|[1-9]\\d{0,9}):(0|[1-9]\\d{0,9}):(0|[1-9]\\d{0,9})");
    private static final Comparator<LargeCommunity> ORDER = Comparator.comparingLong(LargeCommunity::global)
        .thenComparingLong(LargeCommunity::local1).thenComparingLong(LargeCommunity::local2);

    /** Checks the numbers. */
    public LargeCommunity {
        if ((global | local1 | local2) >>> 32 != 0) {
            throw new IllegalArgumentException(global + ":" + local1 + ":" + local2
                + " is not a large community: its numbers are within 0.." + MAX);
        }
    }

    /**
     * Reads {@code ASN:A:B}.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static LargeCommunity parse(final String text) {
        final Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            final long[] numbers = {Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)),
                Long.parseLong(matcher.group(3))};
            if (numbers[0] <= MAX && numbers[1] <= MAX && numbers[2] <= MAX) {
                return new LargeCommunity(numbers[0], numbers[1], numbers[2]);
            }
        }
        throw new IllegalArgumentException(
            "'" + text + "' is not a large community: write three numbers of 0 to " + MAX + ", as in 65000:1:100");
    }

    @Override
    public int compareTo(final LargeCommunity other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return global + ":" + local1 + ":" + local2;
    }
}

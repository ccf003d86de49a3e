package dev.directrix.ecmp.receiver;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of FRR, and what it does with link bandwidth. Read in its source at the tags frr-8.4.4, 9.1.3 and every one
 * of 10.0 to 10.7.0; 8.4.4 and 10.3 were measured too. Immutable.
 *
 * @param major first number
 * @param minor second number
 * @param patch third number
 */
public record FrrRelease(int major, int minor, int patch) implements Comparable<FrrRelease> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?(?:[-+~_].*)?");
    private static final Comparator<FrrRelease> ORDER = Comparator.comparingInt(FrrRelease::major)
        .thenComparingInt(FrrRelease::minor).thenComparingInt(FrrRelease::patch);

    /**
     * Reads {@code 10.3}, {@code 8.4.4} or what a distribution makes of it, {@code 8.4.4-1.1~deb12u1}.
     *
     * @throws IllegalArgumentException if the text is no release of FRR
     */
    public static FrrRelease parse(final String text) {
        final Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                "'" + text + "' is no release of FRR: write two or three numbers, as in 10.3.1");
        }
        return new FrrRelease(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)),
            matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3)));
    }

    /**
     * The number that zebra scales the largest weight of a set to (zebra_router.c, zapi_msg.c), 0 where weights are
     * percent of the sum instead, made by bgpd (to 9.1, bgp_zebra.c): 255 in 10.0 and 10.1, 254 in 10.2 to 10.4, 255
     * from 10.5 on.
     */
    public int scale() {
        if (major < 10) {
            return 0;
        }
        return major == 10 && minor >= 2 && minor <= 4 ? 254 : 255;
    }

    /** Whether zebra can be told to keep weights of 16 bits ({@code --nexthop-weight-16-bit}): from 10.5 on. */
    public boolean has16BitWeights() {
        return compareTo(new FrrRelease(10, 5, 0)) >= 0;
    }

    /**
     * Whether link bandwidth in its non-transitive form is read (bgp_ecommunity.c): in all but 10.3.0 to 10.3.3, 10.4.0
     * to 10.4.2, 10.5.0 and 10.5.1.
     */
    public boolean readsNonTransitive() {
        return major != 10 || switch (minor) {
            case 3 -> patch >= 4;
            case 4 -> patch >= 3;
            case 5 -> patch >= 2;
            default -> true;
        };
    }

    @Override
    public int compareTo(final FrrRelease other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + (patch == 0 ? "" : "." + patch);
    }
}

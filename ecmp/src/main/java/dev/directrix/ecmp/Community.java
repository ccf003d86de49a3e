package dev.directrix.ecmp;

import java.util.Map;

/**
 * A standard BGP community (RFC 1997).
 *
 * @param value the 32-bit value, high half the AS number
 */
public record Community(int value) implements Comparable<Community> {

    /** GRACEFUL_SHUTDOWN, 65535:0: receivers set local preference 0 (RFC 8326). */
    public static final Community GRACEFUL_SHUTDOWN = new Community(0xffff0000);

    /** The names that engineers write, of IANA's list of well-known communities. */
    private static final Map<String, Community> NAMES = Map.of(
        "graceful-shutdown", GRACEFUL_SHUTDOWN,
        "no-export", new Community(0xffffff01),
        "no-advertise", new Community(0xffffff02),
        "local-as", new Community(0xffffff03),
        "no-export-subconfed", new Community(0xffffff03),
        "no-peer", new Community(0xffffff04),
        "blackhole", new Community(0xffff029a));

    /**
     * Reads {@code ASN:VALUE}, both 0 to 65535, or the name of a well-known community: {@code no-export},
     * {@code no-advertise}, {@code local-as} (also {@code no-export-subconfed}), {@code no-peer}, {@code blackhole},
     * {@code graceful-shutdown}.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Community parse(final String text) {
        if (NAMES.containsKey(text)) {
            return NAMES.get(text);
        }
        final int colon = text.indexOf(':');
        try {
            final int high = Integer.parseInt(text.substring(0, Math.max(colon, 0)));
            final int low = Integer.parseInt(text.substring(colon + 1));
            if ((high | low) >>> 16 == 0) {
                return new Community(high << 16 | low);
            }
        } catch (final NumberFormatException e) {
            throw refused(text, e);
        }
        throw refused(text, null);
    }

    @Override
    public int compareTo(final Community other) {
        return Integer.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return (value >>> 16) + ":" + (value & 0xffff);
    }

    private static IllegalArgumentException refused(final String text, final Throwable cause) {
        return new IllegalArgumentException(
            "'" + text + "' is not a community: write two numbers of 0 to 65535, as in 65000:100, or no-export", cause);
    }
}

package dev.directrix.ecmp;

/**
 * A standard BGP community (RFC 1997).
 *
 * @param value the 32-bit value, high half the AS number
 */
public record Community(int value) implements Comparable<Community> {

    /** GRACEFUL_SHUTDOWN, 65535:0: receivers set local preference 0 (RFC 8326). */
    public static final Community GRACEFUL_SHUTDOWN = new Community(0xffff0000);

    /**
     * Reads {@code ASN:VALUE}, both 0 to 65535.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Community parse(final String text) {
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
            "'" + text + "' is not a community: write two numbers of 0 to 65535, as in 65000:100", cause);
    }
}

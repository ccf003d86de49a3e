package dev.directrix.bgp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The key of TCP-MD5 (RFC 2385). Never shows in logs: {@link #toString()} hides it. Immutable. */
public final class Password {

    /** The longest key that Linux takes (TCP_MD5SIG_MAXKEYLEN). */
    public static final int MAX_OCTETS = 80;

    private final byte[] key;

    private Password(final byte[] key) {
        this.key = key;
    }

    /**
     * A password from its text.
     *
     * @throws IllegalArgumentException if it is empty or longer than {@link #MAX_OCTETS} in UTF-8
     */
    public static Password of(final String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A password of these octets.
     *
     * @throws IllegalArgumentException if there are none or more than {@link #MAX_OCTETS}
     */
    public static Password of(final byte[] key) {
        if (key.length == 0 || key.length > MAX_OCTETS) {
            throw new IllegalArgumentException("a BGP password has 1 to " + MAX_OCTETS + " octets, not " + key.length);
        }
        return new Password(key.clone());
    }

    /** A copy of the key's octets. */
    public byte[] octets() {
        return key.clone();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Password password && Arrays.equals(key, password.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return "***";
    }
}

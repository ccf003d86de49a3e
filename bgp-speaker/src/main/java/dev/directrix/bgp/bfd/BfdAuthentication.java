package dev.directrix.bgp.bfd;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** The key that both sides of a session share. Never shows in logs: {@link #toString()} hides it. Immutable. */
public final class BfdAuthentication {

    private final BfdAuthType type;
    private final int keyId;
    private final byte[] key;

    private BfdAuthentication(final BfdAuthType type, final int keyId, final byte[] key) {
        this.type = type;
        this.keyId = keyId;
        this.key = key;
    }

    /**
     * A key from its text.
     *
     * @param keyId the key's number on both sides, 0 to 255
     * @throws IllegalArgumentException if the number is out of range, or the key is empty or longer in UTF-8 than the
     *                                  type allows
     */
    public static BfdAuthentication of(final BfdAuthType type, final int keyId, final String text) {
        final byte[] key = text.getBytes(StandardCharsets.UTF_8);
        if (keyId < 0 || keyId > 255) {
            throw new IllegalArgumentException("BFD key id " + keyId + " is not within 0..255");
        }
        if (key.length == 0 || key.length > type.maxKeyOctets()) {
            throw new IllegalArgumentException("a BFD key of type " + type.text() + " has 1 to " + type.maxKeyOctets()
                + " octets, not " + key.length);
        }
        return new BfdAuthentication(type, keyId, key);
    }

    /** How packets are authenticated. */
    public BfdAuthType type() {
        return type;
    }

    /** The key's number. */
    public int keyId() {
        return keyId;
    }

    /** A copy of the key's octets. */
    byte[] key() {
        return key.clone();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof BfdAuthentication that && type == that.type && keyId == that.keyId
            && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, keyId, Arrays.hashCode(key));
    }

    @Override
    public String toString() {
        return type.text() + " key " + keyId;
    }
}

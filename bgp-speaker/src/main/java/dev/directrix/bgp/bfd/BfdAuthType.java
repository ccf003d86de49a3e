package dev.directrix.bgp.bfd;

/** How packets are authenticated (RFC 5880 §4.1). */
public enum BfdAuthType {

    SIMPLE(1, 16, "simple"),
    KEYED_MD5(2, 16, "keyed-md5"),
    METICULOUS_KEYED_MD5(3, 16, "meticulous-keyed-md5"),
    KEYED_SHA1(4, 20, "keyed-sha1"),
    METICULOUS_KEYED_SHA1(5, 20, "meticulous-keyed-sha1");

    private final int code;
    private final int maxKeyOctets;
    private final String text;

    BfdAuthType(final int code, final int maxKeyOctets, final String text) {
        this.code = code;
        this.maxKeyOctets = maxKeyOctets;
        this.text = text;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The longest key. */
    public int maxKeyOctets() {
        return maxKeyOctets;
    }

    /** The name in configurations. */
    public String text() {
        return text;
    }

    boolean isMeticulous() {
        return this == METICULOUS_KEYED_MD5 || this == METICULOUS_KEYED_SHA1;
    }

    /** Name of the digest for {@link java.security.MessageDigest}; none of {@link #SIMPLE}. */
    String digest() {
        return switch (this) {
            case SIMPLE -> "";
            case KEYED_MD5, METICULOUS_KEYED_MD5 -> "MD5";
            case KEYED_SHA1, METICULOUS_KEYED_SHA1 -> "SHA-1";
        };
    }

    /** Octets of the digest, which are as many as the padded key has. */
    int digestOctets() {
        return this == SIMPLE ? 0 : maxKeyOctets;
    }
}

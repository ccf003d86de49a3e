package dev.directrix.director.config;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The 128-bit secret that keys the flow hash and the table permutations. Its text form shows none of it.
 *
 * @param high octets 0 to 7, big-endian
 * @param low  octets 8 to 15, big-endian
 */
public record Seed(long high, long low) {

    /** Octets in a seed. */
    public static final int LENGTH = 16;

    /** Reads 16 octets. */
    public static Seed of(final byte[] octets) {
        if (octets.length != LENGTH) {
            throw new IllegalArgumentException("a seed has 16 octets, not " + octets.length);
        }
        final ByteBuffer buffer = ByteBuffer.wrap(octets);
        return new Seed(buffer.getLong(), buffer.getLong());
    }

    /** Reads 32 hexadecimal digits. */
    public static Seed parse(final String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    /** A new seed from the given source, which must be a secure one outside of tests. */
    public static Seed random(final RandomGenerator source) {
        return new Seed(source.nextLong(), source.nextLong());
    }

    /** The 16 octets, a new array each time. */
    public byte[] octets() {
        return ByteBuffer.allocate(LENGTH).putLong(high).putLong(low).array();
    }

    @Override
    public String toString() {
        return "Seed[hidden]";
    }
}

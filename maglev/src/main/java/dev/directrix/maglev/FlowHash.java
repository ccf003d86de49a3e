package dev.directrix.maglev;

/**
 * The keyed hash of a flow: SipHash-1-3 over the 5-tuple exactly as its fields stand in the packet.
 *
 * <pre>
 * offset  IPv4 (13 bytes)          offset  IPv6 (37 bytes)
 *  0      source address, 4         0      source address, 16
 *  4      destination address, 4   16      destination address, 16
 *  8      source port, 2           32      source port, 2
 * 10      destination port, 2      34      destination port, 2
 * 12      protocol, 1              36      protocol, 1
 * </pre>
 *
 * <p>All fields are in network byte order; there is no padding. SipHash reads the message as little-endian 8-byte
 * words and puts the length into the top byte of the last, so the two layouts never collide by construction.
 * Immutable, safe to share between threads, allocates nothing.
 */
public final class FlowHash {

    /** The purpose whose {@link Seed#key(String) key} this hash uses. */
    public static final String PURPOSE = "directrix flow hash";

    private static final long LENGTH_4 = 13L << 56;
    private static final long LENGTH_6 = 37L << 56;

    private final long k0;
    private final long k1;

    /**
     * A flow hash with this key.
     *
     * @param key as given by {@link Seed#key(String)}
     */
    public FlowHash(final Seed.Key key) {
        this.k0 = key.k0();
        this.k1 = key.k1();
    }

    /**
     * The flow hash that all directors with this seed share.
     *
     * @param seed the shared secret
     * @return a hash keyed for {@link #PURPOSE}
     */
    public static FlowHash of(final Seed seed) {
        return new FlowHash(seed.key(PURPOSE));
    }

    /**
     * Hashes an IPv4 flow. Numbers are in host meaning, as read big-endian from the packet.
     *
     * @param source address
     * @param destination address
     * @param sourcePort 0 to 65535
     * @param destinationPort 0 to 65535
     * @param protocol 0 to 255
     * @return 64 well-mixed bits
     */
    public long hash4(final int source, final int destination, final int sourcePort, final int destinationPort,
            final int protocol) {
        final long addresses = Long.reverseBytes((long) source << 32 | (destination & 0xffffffffL));
        return hash(addresses, 0, 0, 0, lastWord(LENGTH_4, sourcePort, destinationPort, protocol), 1);
    }

    /**
     * Hashes an IPv6 flow. Numbers are in host meaning, as read big-endian from the packet.
     *
     * @param sourceHigh first 8 bytes of the source address
     * @param sourceLow last 8 bytes of the source address
     * @param destinationHigh first 8 bytes of the destination address
     * @param destinationLow last 8 bytes of the destination address
     * @param sourcePort 0 to 65535
     * @param destinationPort 0 to 65535
     * @param protocol 0 to 255
     * @return 64 well-mixed bits
     */
    public long hash6(final long sourceHigh, final long sourceLow, final long destinationHigh,
            final long destinationLow, final int sourcePort, final int destinationPort, final int protocol) {
        return hash(Long.reverseBytes(sourceHigh), Long.reverseBytes(sourceLow), Long.reverseBytes(destinationHigh),
                Long.reverseBytes(destinationLow), lastWord(LENGTH_6, sourcePort, destinationPort, protocol), 4);
    }

    private static long lastWord(final long length, final int sourcePort, final int destinationPort,
            final int protocol) {
        final int ports = Integer.reverseBytes(sourcePort << 16 | (destinationPort & 0xffff));
        return length | (protocol & 0xffL) << 32 | (ports & 0xffffffffL);
    }

    /** One round a word and three at the end: a loop of known length, which the compiler unrolls. */
    private long hash(final long m0, final long m1, final long m2, final long m3, final long last, final int words) {
        long v0 = k0 ^ SipHash.INIT_0;
        long v1 = k1 ^ SipHash.INIT_1;
        long v2 = k0 ^ SipHash.INIT_2;
        long v3 = k1 ^ SipHash.INIT_3;
        for (int step = 0; step <= words + 3; step++) {
            final long word = step == words ? last : step > words ? 0
                    : step == 0 ? m0 : step == 1 ? m1 : step == 2 ? m2 : m3;
            v3 ^= word;
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= word;
            v2 ^= step == words ? 0xff : 0;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }
}

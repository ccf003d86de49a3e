package dev.directrix.cluster.link;

import static java.nio.ByteOrder.BIG_ENDIAN;

import dev.directrix.cluster.member.MemberId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One frame in a byte array, for one datagram, numbers in network order:
 * <pre>
 *  0 version  8 bits     16 sender's incarnation       40 number: sequence or nonce
 *  1 kind     8 bits     24 digest of sender's name    48 view
 *  2 body's length 16    32 addressee's incarnation,   56 body, then MAC of everything before it, 128 bits
 *  4 zero     32 bits       0 for all
 *  8 cluster  64 bits
 * </pre>
 * Not thread-safe.
 */
final class LinkFrame {

    static final byte VERSION = 1;
    static final int HEADER = 56;
    static final int MAX_BODY = 1_300;
    static final int MAX_LENGTH = HEADER + MAX_BODY + FrameMac.LENGTH;
    /** Addressee of frames for everybody. No incarnation is 0. */
    static final long ALL = 0;

    /** Sequenced, with a body of the caller. */
    static final byte DATA = 1;
    /** Unsequenced, with a body of the caller. */
    static final byte ONCE = 2;
    /** What the sender has of each of its peers' streams. */
    static final byte ACK = 3;
    /** Where the sender's stream begins for the addressee. */
    static final byte START = 4;

    private static final int KIND = 1;
    private static final int BODY_LENGTH = 2;
    private static final int ZERO = 4;
    private static final int CLUSTER = 8;
    private static final int SENDER = 16;
    private static final int NAME = 24;
    private static final int ADDRESSEE = 32;
    private static final int NUMBER = 40;
    private static final int VIEW = 48;

    private final byte[] octets;
    private final UnsafeBuffer buffer;
    private int start;

    /** A view of an array, at its begin. */
    LinkFrame(final byte[] octets) {
        this.octets = octets;
        this.buffer = new UnsafeBuffer(octets);
    }

    /** What stands for a name in frames. */
    static long nameDigest(final MemberId member) {
        try {
            final byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(member.name().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** Octets of a frame with a body of that length. */
    static int lengthWith(final int bodyLength) {
        return HEADER + bodyLength + FrameMac.LENGTH;
    }

    /** Moves the view. */
    LinkFrame at(final int offset) {
        start = offset;
        return this;
    }

    /** The whole array. */
    DirectBuffer buffer() {
        return buffer;
    }

    /** Copies a datagram to the begin of the array. */
    void copyFrom(final DirectBuffer source, final int offset, final int length) {
        start = 0;
        source.getBytes(offset, octets, 0, length);
    }

    /** Writes the header; the body and {@link #seal} follow. */
    void header(final byte kind, final LinkIdentity sender, final long addressee, final long number, final long view) {
        buffer.putByte(start, VERSION);
        buffer.putByte(start + KIND, kind);
        buffer.putInt(start + ZERO, 0);
        putLong(CLUSTER, sender.clusterId());
        putLong(SENDER, sender.incarnation());
        putLong(NAME, sender.nameDigest());
        putLong(ADDRESSEE, addressee);
        putLong(NUMBER, number);
        putLong(VIEW, view);
    }

    void body(final DirectBuffer source, final int offset, final int length) {
        source.getBytes(offset, octets, start + HEADER, length);
    }

    /**
     * Writes the length and the MAC.
     *
     * @return octets of the frame
     */
    int seal(final int bodyLength, final FrameMac mac) {
        buffer.putShort(start + BODY_LENGTH, (short) bodyLength, BIG_ENDIAN);
        mac.append(octets, start, HEADER + bodyLength);
        return lengthWith(bodyLength);
    }

    boolean isAuthentic(final FrameMac mac) {
        return mac.isBehind(octets, start, HEADER + bodyLength());
    }

    byte version() {
        return buffer.getByte(start);
    }

    byte kind() {
        return buffer.getByte(start + KIND);
    }

    int bodyLength() {
        return buffer.getShort(start + BODY_LENGTH, BIG_ENDIAN) & 0xffff;
    }

    long clusterId() {
        return getLong(CLUSTER);
    }

    long sender() {
        return getLong(SENDER);
    }

    long nameDigest() {
        return getLong(NAME);
    }

    long addressee() {
        return getLong(ADDRESSEE);
    }

    long number() {
        return getLong(NUMBER);
    }

    long view() {
        return getLong(VIEW);
    }

    int bodyOffset() {
        return start + HEADER;
    }

    /** A number in the body. */
    long bodyLong(final int offset) {
        return getLong(HEADER + offset);
    }

    /** Writes a number into the body. */
    void bodyLong(final int offset, final long value) {
        putLong(HEADER + offset, value);
    }

    private long getLong(final int offset) {
        return buffer.getLong(start + offset, BIG_ENDIAN);
    }

    private void putLong(final int offset, final long value) {
        buffer.putLong(start + offset, value, BIG_ENDIAN);
    }
}

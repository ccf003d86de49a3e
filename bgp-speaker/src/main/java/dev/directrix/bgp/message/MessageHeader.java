package dev.directrix.bgp.message;

import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.Octets;

/** The 19 octets in front of every message (RFC 4271 §4.1). */
public final class MessageHeader {

    /** Octets of a header. */
    public static final int LENGTH = 19;
    private static final int MARKER_LENGTH = 16;

    private MessageHeader() {
    }

    /**
     * Checks a header and tells how long its message is.
     *
     * @param octets at least {@link #LENGTH} octets from the header's start
     * @param limit  the largest message agreed on
     * @return octets of the whole message
     * @throws ProtocolException as RFC 4271 §6.1 has it
     */
    public static int messageLength(final byte[] octets, final int limit) {
        for (int i = 0; i < MARKER_LENGTH; i++) {
            if (octets[i] != (byte) 0xff) {
                throw new ProtocolException(
                    Notification.of(ErrorCode.MESSAGE_HEADER, ErrorCode.CONNECTION_NOT_SYNCHRONIZED),
                    "marker is not all ones");
            }
        }
        final int length = (octets[16] & 0xff) << 8 | (octets[17] & 0xff);
        final int code = octets[18] & 0xff;
        final MessageType type = MessageType.ofCode(code).orElseThrow(() -> new ProtocolException(
            Notification.of(ErrorCode.MESSAGE_HEADER, ErrorCode.BAD_MESSAGE_TYPE, Octets.of((byte) code)),
            "message type " + code));
        if (length < type.minLength() || length > type.maxLength(limit)) {
            throw new ProtocolException(
                Notification.of(ErrorCode.MESSAGE_HEADER, ErrorCode.BAD_MESSAGE_LENGTH,
                    Octets.of(octets[16], octets[17])),
                type + " of " + length + " octets");
        }
        return length;
    }

    /** Starts a message; {@link #finish} sets its length. */
    public static ByteWriter start(final MessageType type, final int capacity) {
        final ByteWriter out = new ByteWriter(capacity);
        for (int i = 0; i < MARKER_LENGTH; i += 8) {
            out.u64(-1);
        }
        return out.u16(0).u8(type.code());
    }

    /** Sets the length of a message that {@link #start} began. */
    public static byte[] finish(final ByteWriter out) {
        out.setU16(MARKER_LENGTH, out.position());
        return out.toBytes();
    }
}

package dev.directrix.bgp.exabgp.decode;

import dev.directrix.bgp.message.MessageHeader;
import dev.directrix.bgp.message.MessageType;
import dev.directrix.bgp.wire.ByteWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Hexadecimal text as messages. Pure. */
final class HexMessages {

    private static final int MARKER_LENGTH = 16;

    private HexMessages() {
    }

    /**
     * Reads digits of either case; white space, colons and a leading {@code 0x} do not count.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    static byte[] octets(final String text) {
        final ByteWriter out = new ByteWriter(text.length() / 2 + 1);
        int high = -1;
        for (int i = text.regionMatches(true, 0, "0x", 0, 2) ? 2 : 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (Character.isWhitespace(c) || c == ':') {
                continue;
            }
            final int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw new IllegalArgumentException("'" + text.substring(i, text.offsetByCodePoints(i, 1))
                    + "' at column " + (i + 1) + " is no hexadecimal digit: give the message as two digits an octet");
            }
            if (high < 0) {
                high = digit;
            } else {
                out.u8(high << 4 | digit);
                high = -1;
            }
        }
        if (high >= 0) {
            throw new IllegalArgumentException("an odd number of digits: the last octet is cut off");
        }
        return out.toBytes();
    }

    /**
     * Splits octets into whole messages, each with a header. Without marker they are one message that starts with its
     * length, or, as ExaBGP takes them, the body of one UPDATE. The last message is what is left when a length does not
     * fit.
     */
    static List<byte[]> split(final byte[] octets) {
        if (!startsWithMarker(octets, 0)) {
            return List.of(startsWithLength(octets) ? behindMarker(octets) : update(octets));
        }
        final List<byte[]> messages = new ArrayList<>();
        int at = 0;
        while (at < octets.length) {
            final int left = octets.length - at;
            final int length = left >= MessageHeader.LENGTH && startsWithMarker(octets, at)
                ? length(octets, at + MARKER_LENGTH) : left;
            final int taken = length >= MessageHeader.LENGTH && length <= left ? length : left;
            messages.add(Arrays.copyOfRange(octets, at, at + taken));
            at += taken;
        }
        return messages;
    }

    private static boolean startsWithMarker(final byte[] octets, final int at) {
        if (octets.length - at < MARKER_LENGTH) {
            return false;
        }
        for (int i = 0; i < MARKER_LENGTH; i++) {
            if (octets[at + i] != (byte) 0xff) {
                return false;
            }
        }
        return true;
    }

    /** An UPDATE's body never starts so: its withdrawn routes would be longer than itself. */
    private static boolean startsWithLength(final byte[] octets) {
        return octets.length >= 3 && length(octets, 0) == octets.length + MARKER_LENGTH
            && MessageType.ofCode(octets[2] & 0xff).isPresent();
    }

    private static byte[] behindMarker(final byte[] octets) {
        return new ByteWriter(octets.length + MARKER_LENGTH).u64(-1).u64(-1).bytes(octets).toBytes();
    }

    private static byte[] update(final byte[] body) {
        final ByteWriter out = MessageHeader.start(MessageType.UPDATE, body.length + MessageHeader.LENGTH);
        return MessageHeader.finish(out.bytes(body));
    }

    private static int length(final byte[] octets, final int at) {
        return (octets[at] & 0xff) << 8 | (octets[at + 1] & 0xff);
    }
}

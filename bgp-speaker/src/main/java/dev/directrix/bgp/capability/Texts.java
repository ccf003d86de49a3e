package dev.directrix.bgp.capability;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Texts in capabilities: UTF-8 behind an octet that tells their length. */
final class Texts {

    private Texts() {
    }

    /** Reads a text; one that is not UTF-8 is refused, which keeps the capability raw. */
    static String read(final ByteReader in) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(in.bytes(in.u8()))).toString();
        } catch (final CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
    }

    /** Writes a text. */
    static void write(final String text, final ByteWriter out) {
        final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > 255) {
            throw new IllegalArgumentException("text of " + utf8.length + " octets, 255 is the most");
        }
        out.u8(utf8.length).bytes(utf8);
    }

    /** The text, cut to this many octets of UTF-8 but never inside a character. */
    static String cut(final String text, final int limit) {
        final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(utf8.length, limit);
        while (length < utf8.length && (utf8[length] & 0xc0) == 0x80) {
            length--;
        }
        return new String(utf8, 0, length, StandardCharsets.UTF_8);
    }

    /** The text as it may be shown: the peer chose it, so nothing that steers a terminal is left in it. */
    static String shown(final String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}

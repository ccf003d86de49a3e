package dev.directrix.bgp.message;

import dev.directrix.bgp.attribute.Problem;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.Octets;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * NOTIFICATION (RFC 4271 §4.5): what was wrong; the session ends with it.
 *
 * @param code    error code
 * @param subcode error subcode
 * @param data    what goes with it
 */
public record Notification(int code, int subcode, Octets data) implements Message {

    /** The longest text in octets of UTF-8 (RFC 9003 §2). */
    public static final int MAX_TEXT_OCTETS = 255;

    /** Without data. */
    public static Notification of(final ErrorCode code, final int subcode) {
        return new Notification(code.code(), subcode, Octets.EMPTY);
    }

    /** With data. */
    public static Notification of(final ErrorCode code, final int subcode, final Octets data) {
        return new Notification(code.code(), subcode, data);
    }

    /** An UPDATE that cannot be survived. */
    public static Notification of(final Problem problem) {
        return of(ErrorCode.UPDATE_MESSAGE, problem.error().subcode(), problem.data());
    }

    /** Cease; a shutdown or reset carries the text, cut to {@link #MAX_TEXT_OCTETS} (RFC 9003 §2). */
    public static Notification cease(final CeaseSubcode reason, final String text) {
        if (text.isEmpty() || !carriesText(reason.code())) {
            return of(ErrorCode.CEASE, reason.code());
        }
        final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(utf8.length, MAX_TEXT_OCTETS);
        while (length < utf8.length && (utf8[length] & 0xc0) == 0x80) {
            length--; // Never in the middle of a character.
        }
        return of(ErrorCode.CEASE, reason.code(),
            Octets.of(new ByteWriter(length + 1).u8(length).bytes(utf8, length).toBytes()));
    }

    /** Cease with any subcode, also one that has no name here; the text as above. */
    public static Notification cease(final int subcode, final String text) {
        return CeaseSubcode.ofCode(subcode).map(reason -> cease(reason, text))
            .orElseGet(() -> of(ErrorCode.CEASE, subcode));
    }

    /** Hard Reset: ends a session that graceful restart would keep, for this reason (RFC 8538 §3.1). */
    public static Notification hardReset(final Notification reason) {
        return of(ErrorCode.CEASE, CeaseSubcode.HARD_RESET.code(), Octets.of(
            new ByteWriter(2 + reason.data.length()).u8(reason.code).u8(reason.subcode).bytes(reason.data.toBytes())
                .toBytes()));
    }

    /** The reason inside of a Hard Reset; empty if this is none or it has none. */
    public Optional<Notification> encapsulated() {
        if (!isCease(CeaseSubcode.HARD_RESET) || data.length() < 2) {
            return Optional.empty();
        }
        final byte[] octets = data.toBytes();
        return Optional.of(new Notification(
            data.at(0), data.at(1), Octets.of(Arrays.copyOfRange(octets, 2, octets.length))));
    }

    @Override
    public MessageType type() {
        return MessageType.NOTIFICATION;
    }

    /** Whether this is Cease with this subcode. */
    public boolean isCease(final CeaseSubcode reason) {
        return code == ErrorCode.CEASE.code() && subcode == reason.code();
    }

    /** The peer operator's words (RFC 9003), control characters replaced; empty if there are none. */
    public Optional<String> shutdownText() {
        if (code != ErrorCode.CEASE.code() || !carriesText(subcode) || data.length() == 0) {
            return Optional.empty();
        }
        final int length = data.at(0);
        if (length == 0 || length > data.length() - 1) {
            return Optional.empty();
        }
        final byte[] octets = data.toBytes();
        try {
            // RFC 9003 §5: what is not UTF-8 must not reach a terminal or a log as it is.
            final ByteBuffer utf8 = ByteBuffer.wrap(octets, 1, length);
            final String text = StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
            return Optional.of(text.replaceAll("\\p{Cntrl}", "?"));
        } catch (final CharacterCodingException e) {
            return Optional.of("0x" + HexFormat.of().formatHex(octets, 1, 1 + length));
        }
    }

    /** Code and subcode by their registered names, and what the data says, as far as it has a meaning. */
    public String text() {
        final Optional<ErrorCode> known = ErrorCode.ofCode(code);
        final StringBuilder text = new StringBuilder(known.map(ErrorCode::text).orElse("code " + code));
        known.flatMap(error -> error.subcodeText(subcode)).ifPresentOrElse(
            name -> text.append(", ").append(name),
            () -> {
                if (subcode != 0) {
                    text.append(", subcode ").append(subcode);
                }
            });
        text.append(" (").append(code).append('/').append(subcode).append(')');
        NotificationData.text(this).ifPresent(words -> text.append(": ").append(words));
        return text.toString();
    }

    @Override
    public String toString() {
        return text();
    }

    private static boolean carriesText(final int subcode) {
        return subcode == CeaseSubcode.ADMINISTRATIVE_SHUTDOWN.code()
            || subcode == CeaseSubcode.ADMINISTRATIVE_RESET.code();
    }
}

package dev.directrix.bgp.message;

import dev.directrix.bgp.attribute.UpdateError;
import java.util.Arrays;
import java.util.Optional;

/** NOTIFICATION codes (RFC 4271 §4.5, RFC 7313, RFC 9687) and the names of their subcodes. */
public enum ErrorCode {

    MESSAGE_HEADER(1, "Message Header Error"),
    OPEN_MESSAGE(2, "OPEN Message Error"),
    UPDATE_MESSAGE(3, "UPDATE Message Error"),
    HOLD_TIMER_EXPIRED(4, "Hold Timer Expired"),
    FINITE_STATE_MACHINE(5, "Finite State Machine Error"),
    CEASE(6, "Cease"),
    ROUTE_REFRESH_MESSAGE(7, "ROUTE-REFRESH Message Error"),
    SEND_HOLD_TIMER_EXPIRED(8, "Send Hold Timer Expired");

    /** Subcodes of {@link #MESSAGE_HEADER}. */
    public static final int CONNECTION_NOT_SYNCHRONIZED = 1;
    /** Subcodes of {@link #MESSAGE_HEADER}. */
    public static final int BAD_MESSAGE_LENGTH = 2;
    /** Subcodes of {@link #MESSAGE_HEADER}. */
    public static final int BAD_MESSAGE_TYPE = 3;
    /** Subcodes of {@link #OPEN_MESSAGE}. */
    public static final int UNSUPPORTED_VERSION = 1;
    /** Subcodes of {@link #OPEN_MESSAGE}. */
    public static final int BAD_PEER_AS = 2;
    /** Subcodes of {@link #OPEN_MESSAGE}. */
    public static final int BAD_BGP_IDENTIFIER = 3;
    /** Subcodes of {@link #OPEN_MESSAGE}. */
    public static final int UNSUPPORTED_OPTIONAL_PARAMETER = 4;
    /** Subcodes of {@link #OPEN_MESSAGE}. */
    public static final int UNACCEPTABLE_HOLD_TIME = 6;
    /** Subcodes of {@link #OPEN_MESSAGE}. */
    public static final int UNSUPPORTED_CAPABILITY = 7;
    /** Subcodes of {@link #OPEN_MESSAGE} (RFC 9234 §4.2). */
    public static final int ROLE_MISMATCH = 11;
    /** Subcodes of {@link #ROUTE_REFRESH_MESSAGE} (RFC 7313 §5). */
    public static final int INVALID_MESSAGE_LENGTH = 1;

    private final int code;
    private final String text;

    ErrorCode(final int code, final String text) {
        this.code = code;
        this.text = text;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The registered name. */
    public String text() {
        return text;
    }

    /** The code with this number. */
    public static Optional<ErrorCode> ofCode(final int code) {
        return code >= 1 && code <= values().length ? Optional.of(values()[code - 1]) : Optional.empty();
    }

    /** The registered name of one of this code's subcodes; empty if it has none. */
    public Optional<String> subcodeText(final int subcode) {
        final String[] names = switch (this) {
            case MESSAGE_HEADER -> new String[] {
                "Connection Not Synchronized", "Bad Message Length", "Bad Message Type"};
            case OPEN_MESSAGE -> new String[] {
                "Unsupported Version Number", "Bad Peer AS", "Bad BGP Identifier", "Unsupported Optional Parameter",
                "Authentication Failure", "Unacceptable Hold Time", "Unsupported Capability", "", "", "",
                "Role Mismatch"};
            case FINITE_STATE_MACHINE -> new String[] {
                "Unexpected Message in OpenSent", "Unexpected Message in OpenConfirm",
                "Unexpected Message in Established"};
            case ROUTE_REFRESH_MESSAGE -> new String[] {"Invalid Message Length"};
            case UPDATE_MESSAGE -> {
                yield Arrays.stream(UpdateError.values()).filter(error -> error.subcode() == subcode)
                    .map(error -> padded(subcode, error.text())).findFirst().orElse(new String[0]);
            }
            case CEASE -> CeaseSubcode.ofCode(subcode).map(cease -> padded(subcode, cease.text()))
                .orElse(new String[0]);
            case HOLD_TIMER_EXPIRED, SEND_HOLD_TIMER_EXPIRED -> new String[0];
        };
        return subcode >= 1 && subcode <= names.length && !names[subcode - 1].isEmpty()
            ? Optional.of(names[subcode - 1]) : Optional.empty();
    }

    private static String[] padded(final int subcode, final String text) {
        final String[] names = new String[subcode];
        Arrays.fill(names, "");
        names[subcode - 1] = text;
        return names;
    }
}

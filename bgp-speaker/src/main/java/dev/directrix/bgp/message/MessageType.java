package dev.directrix.bgp.message;

import dev.directrix.bgp.wire.CodecContext;
import java.util.Optional;

/** Message types (RFC 4271 §4.1, RFC 2918) with their limits. */
public enum MessageType {

    OPEN(1, 29),
    UPDATE(2, 23),
    NOTIFICATION(3, 21),
    KEEPALIVE(4, 19),
    ROUTE_REFRESH(5, 23);

    private final int code;
    private final int minLength;

    MessageType(final int code, final int minLength) {
        this.code = code;
        this.minLength = minLength;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** Octets of the shortest message of this type, header included (RFC 4271 §6.1). */
    public int minLength() {
        return minLength;
    }

    /**
     * Octets of the longest message of this type, header included; OPEN and KEEPALIVE never grow (RFC 8654 §4).
     *
     * @param agreed the largest message that the session agreed on
     */
    public int maxLength(final int agreed) {
        return switch (this) {
            case KEEPALIVE -> minLength;
            case OPEN -> Math.min(agreed, CodecContext.STANDARD_MESSAGE_SIZE);
            case UPDATE, NOTIFICATION, ROUTE_REFRESH -> agreed;
        };
    }

    /** The type with this number. */
    public static Optional<MessageType> ofCode(final int code) {
        return code >= 1 && code <= values().length ? Optional.of(values()[code - 1]) : Optional.empty();
    }
}

package dev.directrix.bgp.message;

import java.util.Optional;

/** Why a session is ended on purpose: subcodes of the NOTIFICATION code Cease (RFC 4486, RFC 8538, RFC 9384). */
public enum CeaseSubcode {

    MAXIMUM_PREFIXES(1, "Maximum Number of Prefixes Reached"),
    ADMINISTRATIVE_SHUTDOWN(2, "Administrative Shutdown"),
    PEER_DECONFIGURED(3, "Peer De-configured"),
    ADMINISTRATIVE_RESET(4, "Administrative Reset"),
    CONNECTION_REJECTED(5, "Connection Rejected"),
    OTHER_CONFIGURATION_CHANGE(6, "Other Configuration Change"),
    CONNECTION_COLLISION_RESOLUTION(7, "Connection Collision Resolution"),
    OUT_OF_RESOURCES(8, "Out of Resources"),
    HARD_RESET(9, "Hard Reset"),
    BFD_DOWN(10, "BFD Down");

    private final int code;
    private final String text;

    CeaseSubcode(final int code, final String text) {
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

    /** The subcode with this number, empty if there is none. */
    public static Optional<CeaseSubcode> ofCode(final int code) {
        return code >= 1 && code <= values().length ? Optional.of(values()[code - 1]) : Optional.empty();
    }
}

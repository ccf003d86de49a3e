package dev.directrix.bgp.bfd;

import java.util.List;

/** Why a session last changed its state (RFC 5880 §4.1), in the order of the numbers on the wire. */
public enum BfdDiagnostic {

    NONE(0, "No Diagnostic"),
    DETECTION_TIME_EXPIRED(1, "Control Detection Time Expired"),
    ECHO_FAILED(2, "Echo Function Failed"),
    NEIGHBOR_SIGNALED_DOWN(3, "Neighbor Signaled Session Down"),
    FORWARDING_PLANE_RESET(4, "Forwarding Plane Reset"),
    PATH_DOWN(5, "Path Down"),
    CONCATENATED_PATH_DOWN(6, "Concatenated Path Down"),
    ADMINISTRATIVELY_DOWN(7, "Administratively Down"),
    REVERSE_CONCATENATED_PATH_DOWN(8, "Reverse Concatenated Path Down"),
    /** A number that is not assigned. */
    UNASSIGNED(9, "Unassigned Diagnostic");

    private static final List<BfdDiagnostic> BY_CODE = List.of(values());

    private final int code;
    private final String text;

    BfdDiagnostic(final int code, final String text) {
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

    /** The diagnostic with this number. */
    static BfdDiagnostic ofCode(final int code) {
        return code < UNASSIGNED.code ? BY_CODE.get(code) : UNASSIGNED;
    }
}

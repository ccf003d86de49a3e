package dev.directrix.bgp.bfd;

import java.util.List;

/** Where a session stands (RFC 5880 §4.1), in the order of the numbers on the wire. */
public enum BfdState {

    /** Switched off by an operator: says nothing about the path. */
    ADMIN_DOWN(0, "AdminDown"),
    DOWN(1, "Down"),
    INIT(2, "Init"),
    UP(3, "Up");

    private static final List<BfdState> BY_CODE = List.of(values());

    private final int code;
    private final String text;

    BfdState(final int code, final String text) {
        this.code = code;
        this.text = text;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The name that routers show. */
    public String text() {
        return text;
    }

    /** The state of the two low bits of this number. */
    static BfdState ofCode(final int code) {
        return BY_CODE.get(code & 3);
    }
}

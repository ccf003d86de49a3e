package dev.directrix.bgp.session;

/** What to offer of add-path for a family (RFC 7911 §4). */
public enum AddPathMode {
    /** The neighbour may send several paths of a prefix. */
    RECEIVE(1),
    /** We may. */
    SEND(2),
    /** Both. */
    BOTH(3);

    private final int code;

    AddPathMode(final int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** Whether we offer to send. */
    public boolean sends() {
        return this != RECEIVE;
    }

    /** Whether we offer to receive. */
    public boolean receives() {
        return this != SEND;
    }
}

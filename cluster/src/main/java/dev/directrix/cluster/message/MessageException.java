package dev.directrix.cluster.message;

/** A body that is no message: its sender is broken, or of another version. Nothing of it was used. */
public final class MessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why a body is refused. */
    public enum Reason {
        /** Its sender writes a newer layout. */
        NEWER_VERSION,
        /** A version that never was, or a type that this version does not have. */
        UNKNOWN_TYPE,
        /** Shorter or longer than its type and its counts say. */
        WRONG_LENGTH,
        /** A number beyond its bounds. */
        OUT_OF_RANGE
    }

    /** With what is wrong. */
    public MessageException(final Reason reason, final String message) {
        super(message);
        this.reason = reason;
    }

    /** The kind of error, as counters tell it. */
    public Reason reason() {
        return reason;
    }
}

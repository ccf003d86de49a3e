package dev.directrix.cluster.member;

/** A text that is not the record or the state of a member, or one that cannot be written. Says where and why. */
public final class RecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With where, what is wrong, and what to do if there is something to do. */
    public RecordException(final String message) {
        super(message);
    }
}

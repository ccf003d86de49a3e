package dev.directrix.director.control;

/** A request that a director understood but cannot carry out; the message is for the user. */
public final class OperationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what is wrong and what to do. */
    public OperationException(final String message) {
        super(message);
    }

    /** With what is wrong and what to do, and its cause for the log. */
    public OperationException(final String message, final Throwable cause) {
        super(message, cause);
    }
}

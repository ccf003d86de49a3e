package dev.directrix.director.state;

/** The state file cannot be read or written. The message names the file and the reason. */
public final class StateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With a message for people. */
    public StateException(final String message, final Throwable cause) {
        super(message, cause);
    }
}

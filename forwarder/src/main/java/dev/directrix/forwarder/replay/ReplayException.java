package dev.directrix.forwarder.replay;

/** Why a replay cannot run: the message has a line for each fault, with file and line number where there is one. */
public final class ReplayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message for the user. */
    public ReplayException(final String message) {
        super(message);
    }

    /** With a message for the user and what was thrown. */
    public ReplayException(final String message, final Throwable cause) {
        super(message, cause);
    }
}

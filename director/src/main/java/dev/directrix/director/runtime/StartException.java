package dev.directrix.director.runtime;

/** A director that could not start; nothing of it is left. The message tells what was wrong and what to do. */
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what is wrong and what to do, and its cause for the log. */
    public StartException(final String message, final Throwable cause) {
        super(message, cause);
    }
}

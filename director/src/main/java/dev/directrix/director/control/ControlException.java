package dev.directrix.director.control;

/** The control socket cannot be had, or what came over it cannot be used. The message is for the user. */
public class ControlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what is wrong and what to do. */
    public ControlException(final String message) {
        super(message);
    }

    /** With what is wrong and what to do, and its cause. */
    public ControlException(final String message, final Throwable cause) {
        super(message, cause);
    }
}

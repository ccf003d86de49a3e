package dev.directrix.director.control;

/** No director answers at a control socket. */
public final class NoDirectorException extends ControlException {

    private static final long serialVersionUID = 1L;

    /** With where none answers and what to do. */
    public NoDirectorException(final String message, final Throwable cause) {
        super(message, cause);
    }
}

package dev.directrix.cluster.link;

/** The members cannot be linked: the message says what is wrong and what to do. */
public final class LinkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With what it comes from. */
    public LinkException(final String message, final Throwable cause) {
        super(message, cause);
    }
}

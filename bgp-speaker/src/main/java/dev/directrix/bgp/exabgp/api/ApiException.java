package dev.directrix.bgp.exabgp.api;

/** A command that cannot be carried out; the message says what is wrong with it, and as a rule what to do. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With the words for the log. */
    public ApiException(final String message) {
        super(message);
    }
}

package dev.directrix.bgp.bmp;

/** A message that cannot be read, or that may not come here; the connection must be closed (RFC 7854 §3.2). */
public final class BmpException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** With what was wrong, in words of ours. */
    public BmpException(final String message) {
        super(message);
    }

    /** The same, found by a reader of a part of it. */
    public BmpException(final String message, final Throwable cause) {
        super(message, cause);
    }
}

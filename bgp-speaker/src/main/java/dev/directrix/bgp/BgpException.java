package dev.directrix.bgp;

/** The speaker cannot start or take a configuration; the message tells why and what to do. */
public final class BgpException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A failure with its cause. */
    public BgpException(final String message, final Throwable cause) {
        super(message, cause);
    }
}

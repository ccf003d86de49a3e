package dev.directrix.forwarder.port.pcap;

/** A capture file that cannot be read or written, or no libpcap to do so. The message says which and what to do. */
public final class CaptureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message for the user. */
    public CaptureException(final String message) {
        super(message);
    }

    /** With a message for the user and what was thrown. */
    public CaptureException(final String message, final Throwable cause) {
        super(message, cause);
    }
}

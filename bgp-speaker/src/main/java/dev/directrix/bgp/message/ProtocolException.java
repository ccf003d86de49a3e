package dev.directrix.bgp.message;

/** The peer broke the protocol in a way that ends the session; carries the NOTIFICATION to send. */
public final class ProtocolException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Notification notification;

    /** Says what was wrong. */
    public ProtocolException(final Notification notification, final String message) {
        super(message, null, false, false);
        this.notification = notification;
    }

    /** What to tell the peer. */
    public Notification notification() {
        return notification;
    }
}

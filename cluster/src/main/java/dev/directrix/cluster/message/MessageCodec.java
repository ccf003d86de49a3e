package dev.directrix.cluster.message;

/** How messages stand in frames. */
public final class MessageCodec {
    /** Most flows of one message. */
    public static final int MOST_FLOWS = 85;

    private MessageCodec() {
    }
}

package dev.directrix.cluster.link;

/**
 * The body of an ACK: for each of some peers its incarnation, the first sequence not consumed, the first missing one,
 * what is here of the 64 after it, and the frames for which there is room after the consumed ones; 64 bits each.
 */
final class AckBody {

    private static final int CONSUMED = Long.BYTES;
    private static final int COMPLETE = 2 * Long.BYTES;
    private static final int BEYOND_GAP = 3 * Long.BYTES;
    private static final int WINDOW = 4 * Long.BYTES;
    private static final int ENTRY = 5 * Long.BYTES;
    private static final int MAX_ENTRIES = LinkFrame.MAX_BODY / ENTRY;
    private static final int ABSENT = -1;

    private final LinkFrame frame;
    private int length;

    /** In a frame whose header is written, or read, apart. */
    AckBody(final LinkFrame frame) {
        this.frame = frame;
    }

    /**
     * Writes the acks that are owed to peers from one on, as many as fit.
     *
     * @return the index of the peer to go on with
     */
    int write(final PeerLink[] peers, final int from) {
        length = 0;
        int i = from;
        for (; i < peers.length && length < MAX_ENTRIES * ENTRY; i++) {
            if (peers[i].inbound().owesAck()) {
                final ReceiveQueue queue = peers[i].inbound().queue();
                frame.bodyLong(length, peers[i].peer().incarnation());
                frame.bodyLong(length + CONSUMED, queue.consumed());
                frame.bodyLong(length + COMPLETE, queue.complete());
                frame.bodyLong(length + BEYOND_GAP, queue.beyondGap());
                frame.bodyLong(length + WINDOW, queue.capacity());
                length += ENTRY;
            }
        }
        return i;
    }

    /** Octets written. */
    int length() {
        return length;
    }

    /** Whether the frame's body can be one of this kind. */
    boolean isSound() {
        return frame.bodyLength() % ENTRY == 0;
    }

    /**
     * Gives a stream the entry for its sender, if there is one.
     *
     * @return false if the entry makes no sense
     */
    boolean read(final long incarnation, final Outbound stream, final long unsentFrom, final long nowNs) {
        final int at = find(incarnation);
        return at == ABSENT || stream.onAck(frame.bodyLong(at + CONSUMED), frame.bodyLong(at + COMPLETE),
                frame.bodyLong(at + BEYOND_GAP), frame.bodyLong(at + WINDOW), unsentFrom, nowNs);
    }

    private int find(final long incarnation) {
        for (int at = 0; at < frame.bodyLength(); at += ENTRY) {
            if (frame.bodyLong(at) == incarnation) {
                return at;
            }
        }
        return ABSENT;
    }
}

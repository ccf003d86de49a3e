package dev.directrix.cluster.link;

/**
 * The frames that some peer may still lack, by sequence from {@link #first()} to before {@link #next()}, in a ring of
 * octets that is there from the start. No frame is split at the ring's end. Not thread-safe.
 */
final class SendLog {

    /** No room for the frame. */
    static final int FULL = -1;

    private final LinkFrame frame;
    private final int capacity;
    private final int[] offsets;
    private final int[] lengths;
    private final long[] sentNs;
    private final boolean[] resent;
    private final int mask;
    private long first;
    private long next;
    private int tail;
    private int bytesInUse;

    /**
     * An empty log.
     *
     * @param frames most frames; a power of two
     * @param bytes  octets of the ring
     */
    SendLog(final int frames, final int bytes) {
        frame = new LinkFrame(new byte[bytes]);
        capacity = bytes;
        offsets = new int[frames];
        lengths = new int[frames];
        sentNs = new long[frames];
        resent = new boolean[frames];
        mask = frames - 1;
    }

    long first() {
        return first;
    }

    long next() {
        return next;
    }

    /** Octets that frames hold now. */
    int bytesInUse() {
        return bytesInUse;
    }

    /** Frames held now. */
    int frames() {
        return (int) (next - first);
    }

    /**
     * Where a frame of that length has room.
     *
     * @return the offset at which to write it before {@link #append}, or {@link #FULL}
     */
    int claim(final int length) {
        if (next - first > mask) {
            return FULL;
        }
        if (first == next) {
            return 0;
        }
        final int head = offsets[index(first)];
        if (tail > head) {
            return tail + length <= capacity ? tail : length <= head ? 0 : FULL;
        }
        return tail + length <= head ? tail : FULL;
    }

    /** The frame at an offset, to be read or written. */
    LinkFrame at(final int offset) {
        return frame.at(offset);
    }

    /** Enters the frame that was written where {@link #claim} said. */
    void append(final int offset, final int length) {
        final int index = index(next);
        offsets[index] = offset;
        lengths[index] = length;
        resent[index] = false;
        tail = offset + length;
        bytesInUse += length;
        next++;
    }

    /** Forgets the frames before a sequence. */
    void freeBefore(final long sequence) {
        while (first < sequence) {
            bytesInUse -= lengths[index(first)];
            first++;
        }
    }

    /** Sends a frame. */
    boolean send(final long sequence, final DatagramSink sink) {
        final int index = index(sequence);
        return sink.send(frame.buffer(), offsets[index], lengths[index]);
    }

    /** Remembers that a frame left for the first time. */
    void sent(final long sequence, final long nowNs) {
        sentNs[index(sequence)] = nowNs;
    }

    /** Remembers that a frame left again. */
    void sentAgain(final long sequence, final long nowNs) {
        final int index = index(sequence);
        sentNs[index] = nowNs;
        resent[index] = true;
    }

    /** When a frame left last. */
    long sentNs(final long sequence) {
        return sentNs[index(sequence)];
    }

    /** Whether it left more than once, so that nobody can say which time an ack answers (Karn). */
    boolean isResent(final long sequence) {
        return resent[index(sequence)];
    }

    private int index(final long sequence) {
        return (int) sequence & mask;
    }
}

package dev.directrix.cluster.link;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A peer's sequenced frames on their way to be consumed: any order in, theirs out, in memory that is there from the
 * start. A sequence that is for others takes its place too, without a body. Not thread-safe.
 */
final class ReceiveQueue {

    private static final int ABSENT = -1;
    private static final int FOR_OTHERS = -2;

    private final UnsafeBuffer bodies;
    private final int[] lengths;
    private final long[] views;
    private final int mask;
    private long consumed;
    private long complete;
    private long end;

    /**
     * An empty queue.
     *
     * @param frames most frames; a power of two
     */
    ReceiveQueue(final int frames) {
        bodies = new UnsafeBuffer(new byte[frames * LinkFrame.MAX_BODY]);
        lengths = new int[frames];
        views = new long[frames];
        mask = frames - 1;
        Arrays.fill(lengths, ABSENT);
    }

    /** Says which sequence comes first. */
    void startAt(final long sequence) {
        consumed = sequence;
        complete = sequence;
        end = sequence;
    }

    /** First sequence that is not consumed. */
    long consumed() {
        return consumed;
    }

    /** First sequence that is missing. */
    long complete() {
        return complete;
    }

    /** Most frames. */
    int capacity() {
        return mask + 1;
    }

    /** Frames that can be consumed now, those for others included. */
    int waiting() {
        return (int) (complete - consumed);
    }

    /** Whether something came out of order and waits for what is missing. */
    boolean hasGap() {
        return end > complete;
    }

    /** Bit i: the sequence i + 1 after the first missing one is here. */
    long beyondGap() {
        long bits = 0;
        final int known = (int) Math.min(Long.SIZE, end - complete - 1);
        for (int i = 0; i < known; i++) {
            if (lengths[index(complete + 1 + i)] != ABSENT) {
                bits |= 1L << i;
            }
        }
        return bits;
    }

    boolean hasPlaceFor(final long sequence) {
        return sequence - consumed <= mask;
    }

    /** Whether a sequence was consumed, or waits here. */
    boolean has(final long sequence) {
        return sequence < complete || (sequence < end && lengths[index(sequence)] != ABSENT);
    }

    /** Enters a frame that is not here and has a place. */
    void enter(final LinkFrame frame, final long sequence, final boolean isForMe) {
        final int index = index(sequence);
        if (isForMe) {
            lengths[index] = frame.bodyLength();
            views[index] = frame.view();
            bodies.putBytes(index * LinkFrame.MAX_BODY, frame.buffer(), frame.bodyOffset(), frame.bodyLength());
        } else {
            lengths[index] = FOR_OTHERS;
        }
        end = Math.max(end, sequence + 1);
        while (complete < end && lengths[index(complete)] != ABSENT) {
            complete++;
        }
    }

    /** Passes what is for others, then says whether a frame is to be consumed. */
    boolean hasHead() {
        while (consumed < complete && lengths[index(consumed)] == FOR_OTHERS) {
            consumeHead();
        }
        return consumed < complete;
    }

    long headView() {
        return views[index(consumed)];
    }

    DirectBuffer bodies() {
        return bodies;
    }

    int headOffset() {
        return index(consumed) * LinkFrame.MAX_BODY;
    }

    int headLength() {
        return lengths[index(consumed)];
    }

    /** The head is done with. */
    void consumeHead() {
        lengths[index(consumed)] = ABSENT;
        consumed++;
    }

    private int index(final long sequence) {
        return (int) sequence & mask;
    }
}

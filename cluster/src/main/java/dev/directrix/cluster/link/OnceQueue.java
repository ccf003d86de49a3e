package dev.directrix.cluster.link;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A peer's unsequenced frames on their way to the handler. When full, the oldest give way. Not thread-safe. */
final class OnceQueue {

    private static final int FRAMES = 32;
    private static final int MASK = FRAMES - 1;

    private final UnsafeBuffer bodies = new UnsafeBuffer(new byte[FRAMES * LinkFrame.MAX_BODY]);
    private final int[] lengths = new int[FRAMES];
    private final long[] views = new long[FRAMES];
    private long head;
    private long tail;

    /** Enters a frame; false if the oldest one was lost for it. */
    boolean enter(final LinkFrame frame) {
        final int index = (int) tail & MASK;
        lengths[index] = frame.bodyLength();
        views[index] = frame.view();
        bodies.putBytes(index * LinkFrame.MAX_BODY, frame.buffer(), frame.bodyOffset(), frame.bodyLength());
        tail++;
        if (tail - head <= FRAMES) {
            return true;
        }
        head++;
        return false;
    }

    boolean isEmpty() {
        return head == tail;
    }

    long headView() {
        return views[(int) head & MASK];
    }

    DirectBuffer bodies() {
        return bodies;
    }

    int headOffset() {
        return ((int) head & MASK) * LinkFrame.MAX_BODY;
    }

    int headLength() {
        return lengths[(int) head & MASK];
    }

    void removeHead() {
        head++;
    }
}

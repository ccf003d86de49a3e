package dev.directrix.forwarder.flow;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A mailbox of entries whose server sent FIN or RST to another worker than their own. Lossy: when more come than its
 * owner takes out, older ones are forgotten, and the entry's timer finds what they said. Any thread puts in, one takes
 * out; neither waits, and nothing is allocated.
 */
final class EndedFlows {
    /** Nothing was there. */
    static final int NONE = -1;
    private static final int PLACES = 1024;

    /** Entry + 1; 0 is an empty place. */
    private final AtomicIntegerArray places = new AtomicIntegerArray(PLACES);
    private final AtomicInteger next = new AtomicInteger();
    private int taken;

    /** Puts an entry in. Any thread. */
    void put(final int entry) {
        places.setRelease(next.getAndIncrement() & (PLACES - 1), entry + 1);
    }

    /** Takes an entry out, which may be another flow's by now, or {@link #NONE}. Owner only. */
    int take() {
        final int end = next.getAcquire();
        if (end - taken > PLACES) {
            taken = end - PLACES;
        }
        while (taken != end) {
            final int entry = places.getAndSet(taken & (PLACES - 1), 0);
            taken++;
            if (entry != 0) {
                return entry - 1;
            }
        }
        return NONE;
    }
}

package dev.directrix.forwarder.replay;

import dev.directrix.forwarder.pipeline.Outbox;
import dev.directrix.forwarder.pipeline.Pipeline;

/**
 * The places for frames in the memory of a replay: large ones for the frames of the capture, of which some may wait in
 * the pipeline, and spare ones that it is lent. Places are told apart by their offset.
 */
final class ReplayFrames {
    /** Octets of the largest frame. */
    static final int LARGEST = 262_144;

    private static final int LARGE_PLACES = 80;
    private static final int SPARE_PLACES = 160;
    private static final long LARGE_BYTES = Pipeline.HEADROOM + (long) LARGEST;
    private static final long SPARE_BYTES = Pipeline.HEADROOM + (long) Pipeline.LARGEST_SPARE;
    private static final long FIRST_SPARE = LARGE_PLACES * LARGE_BYTES;
    /** Octets of memory that all of them need. */
    static final long BYTES = FIRST_SPARE + SPARE_PLACES * SPARE_BYTES;

    private final long[] large = new long[LARGE_PLACES];
    private final long[] spare = new long[SPARE_PLACES];
    private int largeCount;
    private int spareCount;

    ReplayFrames() {
        for (int i = LARGE_PLACES - 1; i >= 0; i--) {
            large[largeCount++] = i * LARGE_BYTES + Pipeline.HEADROOM;
        }
        for (int i = SPARE_PLACES - 1; i >= 0; i--) {
            spare[spareCount++] = FIRST_SPARE + i * SPARE_BYTES + Pipeline.HEADROOM;
        }
    }

    /** A place for a frame of the capture. */
    long take() {
        return large[--largeCount];
    }

    /** Takes any place back by an offset within it, as a rewrite may have moved the frame's beginning. */
    void giveBack(final long offset) {
        if (offset < FIRST_SPARE) {
            large[largeCount++] = offset / LARGE_BYTES * LARGE_BYTES + Pipeline.HEADROOM;
        } else {
            spare[spareCount++] =
                    FIRST_SPARE + (offset - FIRST_SPARE) / SPARE_BYTES * SPARE_BYTES + Pipeline.HEADROOM;
        }
    }

    /** Lends the pipeline what spare places it wants. */
    void lend(final Outbox outbox) {
        while (outbox.wantedSpares() > 0 && spareCount > 0) {
            outbox.lend(spare[--spareCount]);
        }
    }
}

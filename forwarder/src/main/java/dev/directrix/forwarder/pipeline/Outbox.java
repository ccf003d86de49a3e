package dev.directrix.forwarder.pipeline;

/**
 * Frames that leave beside the one that came in: the parts of a packet that was cut, and fragments that had waited for
 * their first. Whoever runs the pipeline lends it spare frames and takes these out after each call. For one thread.
 */
public final class Outbox {
    private static final int CAPACITY = 4 * Pipeline.MAX_BATCH;
    private static final int SPARES = 2 * Pipeline.MAX_BATCH;

    private final long[] offsets = new long[CAPACITY];
    private final int[] lengths = new int[CAPACITY];
    private final int[] verdicts = new int[CAPACITY];
    private final long[] spares = new long[SPARES];
    private int count;
    private int spareCount;
    private boolean lending;

    /** How many frames are in it: {@link #offset}, {@link #length} and {@link #verdict} tell of each. */
    public int count() {
        return count;
    }

    /** Where the i-th frame begins. */
    public long offset(final int i) {
        return offsets[i];
    }

    /** Its octets. */
    public int length(final int i) {
        return lengths[i];
    }

    /** What to do with it: transmit, or drop. */
    public int verdict(final int i) {
        return verdicts[i];
    }

    /** All of them were taken. */
    public void clear() {
        count = 0;
    }

    /** Spare frames that it would take now. */
    public int wantedSpares() {
        return SPARES - spareCount;
    }

    /**
     * Lends a frame.
     *
     * @param offset where a frame may begin in the memory that all frames lie in; {@link Pipeline#HEADROOM} octets in
     *               front of it and {@link Pipeline#LARGEST_SPARE} behind it must be free
     */
    public void lend(final long offset) {
        lending = true;
        spares[spareCount++] = offset;
    }

    /** Takes a lent frame back: the caller checked {@link #hasSpare}. */
    public long takeSpare() {
        return spares[--spareCount];
    }

    /** Whether there is a spare frame, and room to send it. */
    public boolean hasSpare() {
        return spareCount > 0 && count < CAPACITY;
    }

    /** Whether there is somebody who takes frames out. */
    boolean isServed() {
        return lending;
    }

    /** Whether there is room for a packet that waited, with all fragments that waited for it, even if all are cut. */
    boolean hasRoomForWaiting() {
        return count + 2 * (WaitingFragments.CAPACITY + 1) <= CAPACITY;
    }

    boolean hasRoom() {
        return count < CAPACITY;
    }

    void put(final Arrival frame, final int verdict) {
        put(frame.offset(), frame.length(), verdict);
    }

    void put(final long offset, final int length, final int verdict) {
        offsets[count] = offset;
        lengths[count] = length;
        verdicts[count++] = verdict;
    }
}

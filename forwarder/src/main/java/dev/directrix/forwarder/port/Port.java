package dev.directrix.forwarder.port;

import java.lang.foreign.MemorySegment;

/**
 * Where one worker's frames come from and go to: a queue of an interface. Frames lie in {@link #memory()}, which all
 * ports of a worker have in common, so that a frame received at one port is sent at another without a copy. Each frame
 * has one owner: the port, or from {@link #receive} to {@link #send} or {@link #discard} the worker. For one thread.
 */
public interface Port extends AutoCloseable {
    /** {@link #take}: all frames are in use. */
    long NO_FRAME = -1;

    /** The memory that holds the frames. */
    MemorySegment memory();

    /**
     * Takes frames that have arrived.
     *
     * @param offsets receives where each begins
     * @param lengths receives the octets of each, without FCS
     * @param max     how many at most
     * @return how many
     */
    int receive(long[] offsets, int[] lengths, int max);

    /**
     * Takes a frame to send, which leaves with the next {@link #flush} at the latest.
     *
     * @return false when there is no room: the frame is still the worker's
     */
    boolean send(long offset, int length);

    /**
     * Gives the worker an empty frame, with as much room in front as received ones have.
     *
     * @return where a frame may begin, or {@link #NO_FRAME} when there is none to spare
     */
    long take();

    /** Lets the worker keep a received frame, also beyond the life of this port; it sends or discards it later. */
    void keep(long offset);

    /** Takes a frame back that goes nowhere. */
    void discard(long offset);

    /**
     * Sends what was taken, takes back what was sent, and makes room for more frames to arrive. To be called after each
     * batch, and when idle as long as it says so.
     *
     * @param permit is asked before frames are handed to the kernel; without it they are taken back
     * @return whether there is more to do: frames are still on their way, or could not be offered yet
     */
    boolean flush(SendPermit permit);

    /**
     * Whether frames were handed over that the kernel has not sent, so that another call into the kernel would send
     * them: to wait in poll(2) is such a call.
     */
    boolean hasUnsent();

    /** Frames that were taken back for lack of a permit since this was last asked. */
    int recalled();

    /** What went wrong for good, so that the port has to be closed and opened again; empty while it works. */
    String failure();

    /** A descriptor that poll(2) says is readable when frames have arrived. */
    int pollFd();

    /** Frames that were lost before {@link #receive} because the worker was too slow. */
    long lost();

    /** Gives everything back. */
    @Override
    void close();
}

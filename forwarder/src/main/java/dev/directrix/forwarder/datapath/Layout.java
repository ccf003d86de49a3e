package dev.directrix.forwarder.datapath;

import java.util.List;

/**
 * How interfaces' receive queues are spread over workers. There are as many workers as the interface with the fewest
 * queues has, so that each worker has a queue of every interface and can send everywhere without another's help.
 *
 * @param workers   how many
 * @param frameSize octets of a frame
 * @param sockets   how many sockets a worker has at most
 */
record Layout(int workers, int frameSize, int sockets) {

    /** Entries of each ring of each socket. */
    static final int RING_SIZE = 2048;

    private static final int SMALL_FRAME = 2048;
    private static final int LARGE_FRAME = 4096;
    /** XDP_PACKET_HEADROOM, which the kernel leaves free in front of each frame. */
    private static final int HEADROOM = 256;
    /** Ethernet and two VLAN tags. */
    private static final int LINK_HEADER = 22;

    /**
     * A layout for interfaces.
     *
     * @param queues     receive queues of each interface
     * @param largestMtu of any of them
     * @param processors how many the process may use
     */
    static Layout of(final List<Integer> queues, final int largestMtu, final int processors) {
        final int fewest = queues.stream().mapToInt(Integer::intValue).min().orElse(1);
        final int workers = Math.max(1, Math.min(fewest, processors));
        final int sockets = queues.stream().mapToInt(count -> (count + workers - 1) / workers).sum();
        final int frameSize = largestMtu <= largestMtu(SMALL_FRAME) ? SMALL_FRAME : LARGE_FRAME;
        return new Layout(workers, frameSize, sockets);
    }

    /** The worker that serves a queue. */
    int workerOf(final int queue) {
        return queue % workers;
    }

    /** The largest MTU whose frames fit. */
    int largestMtu() {
        return largestMtu(frameSize);
    }

    /**
     * Frames of each worker's memory: a full fill ring and a full transmit ring for each socket, so that neither
     * direction can starve the other.
     */
    int frames() {
        return sockets * 2 * RING_SIZE;
    }

    /** Octets of locked memory that all workers need: each socket registers its worker's memory, and is charged. */
    long lockedBytes() {
        return (long) frames() * frameSize * sockets * workers;
    }

    private static int largestMtu(final int frameSize) {
        return frameSize - HEADROOM - LINK_HEADER;
    }
}

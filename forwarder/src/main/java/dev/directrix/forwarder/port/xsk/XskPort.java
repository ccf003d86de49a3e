package dev.directrix.forwarder.port.xsk;

import dev.directrix.forwarder.port.Port;
import dev.directrix.forwarder.port.SendPermit;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.xdp.Umem;
import dev.directrix.linux.xdp.XskConfig;
import dev.directrix.linux.xdp.XskSocket;
import java.lang.foreign.MemorySegment;

/**
 * A port that is an AF_XDP socket on one queue of an interface. The frames are those of the worker's UMEM, which all of
 * its sockets register. For one thread.
 */
public final class XskPort implements Port {

    /** What the kernel leaves free in front of each frame: XDP_PACKET_HEADROOM. */
    private static final int HEADROOM = 256;
    /** Frames that stay for receiving, whatever the worker wants. */
    private static final int RESERVE = 256;

    private final XskSocket socket;
    private final Umem umem;
    private final MemorySegment memory;
    /** The frames that are queued: written in the ring, but not published there. */
    private final long[] unpublished;
    private int queued;
    private int recalled;
    private int inFlight;
    private int toRefill;
    private String failure = "";

    private XskPort(final XskSocket socket, final int transmitSize) {
        this.socket = socket;
        this.unpublished = new long[transmitSize];
        this.umem = socket.umem();
        this.memory = umem.memory();
    }

    /**
     * Opens and binds a socket. It receives once it is in the XDP program's map.
     *
     * @throws LinuxException when the kernel refuses
     */
    public static XskPort open(final Umem umem, final XskConfig config) {
        return new XskPort(XskSocket.open(umem, config), config.transmitSize());
    }

    /** Whether the network card reads and writes the frames itself. */
    public boolean zeroCopy() {
        return socket.zeroCopy();
    }

    @Override
    public MemorySegment memory() {
        return memory;
    }

    @Override
    public int receive(final long[] offsets, final int[] lengths, final int max) {
        final int count = socket.receive(max);
        if (count == 0) {
            return 0;
        }
        for (int i = 0; i < count; i++) {
            offsets[i] = socket.address(i);
            lengths[i] = socket.length(i);
        }
        socket.release(count);
        toRefill += count;
        return count;
    }

    @Override
    public boolean send(final long offset, final int length) {
        if (socket.reserveTransmit(queued + 1) <= queued || !failure.isEmpty()) {
            return false;
        }
        unpublished[queued] = offset;
        socket.transmit(queued++, offset, length);
        return true;
    }

    @Override
    public long take() {
        return umem.freeFrames() > RESERVE ? umem.take() + HEADROOM : NO_FRAME;
    }

    @Override
    public void keep(final long offset) {
        umem.keep(offset);
    }

    @Override
    public void discard(final long offset) {
        umem.give(offset);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Frames that are queued are not published in the ring yet, so that they can still be taken back. Once they are,
     * the kernel sends them in copy mode within the system call that follows (sendto, but also poll) and never by
     * itself; what it left in the ring when the permit ends cannot be taken out of it, only be thrown away with it: the
     * port has failed then, and is to be closed before any other call. In zero-copy mode the card takes published
     * frames by itself, at once. Between the last look at the clock and the system call some tens of nanoseconds remain
     * in which a process can be stopped.
     */
    @Override
    public boolean flush(final SendPermit permit) {
        if (queued > 0) {
            if (permit.maySend()) {
                socket.submit(queued);
                inFlight += queued;
                queued = 0;
            } else {
                recall();
            }
        }
        if (inFlight > 0) {
            wakeTransmit(permit);
            inFlight -= socket.reclaim();
        }
        if (toRefill > 0) {
            toRefill -= socket.refill(toRefill);
            wakeReceive();
        }
        return (inFlight | toRefill) != 0 && failure.isEmpty();
    }

    private void recall() {
        for (int i = 0; i < queued; i++) {
            umem.give(unpublished[i]);
        }
        recalled += queued;
        queued = 0;
    }

    @Override
    public boolean hasUnsent() {
        return inFlight > 0 && socket.transmitBacklog() > 0;
    }

    @Override
    public int recalled() {
        final int result = recalled;
        recalled = 0;
        return result;
    }

    @Override
    public String failure() {
        return failure;
    }

    @Override
    public int pollFd() {
        return socket.fd();
    }

    @Override
    public long lost() {
        return socket.statistics().receiveLost();
    }

    @Override
    public void close() {
        socket.close();
    }

    /** Lets the kernel send what was submitted: in copy mode call by call, as long as a call gets on. */
    private void wakeTransmit(final SendPermit permit) {
        int backlog = socket.transmitBacklog();
        while (backlog > 0 && socket.transmitNeedsWakeup() && failure.isEmpty()) {
            if (!permit.maySend()) {
                recalled += backlog;
                failure = "closed with " + backlog + " frames in its ring that were not to leave any more";
                return;
            }
            try {
                if (socket.wakeTransmit()) {
                    return;
                }
            } catch (final LinuxException e) {
                failure = e.getMessage();
                return;
            }
            final int left = socket.transmitBacklog();
            if (left == backlog) {
                return;
            }
            backlog = left;
        }
    }

    private void wakeReceive() {
        try {
            if (socket.fillNeedsWakeup() && failure.isEmpty()) {
                socket.wakeReceive();
            }
        } catch (final LinuxException e) {
            failure = e.getMessage();
        }
    }
}

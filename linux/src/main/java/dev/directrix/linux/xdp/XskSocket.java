package dev.directrix.linux.xdp;

import dev.directrix.linux.CallState;
import dev.directrix.linux.Errno;
import dev.directrix.linux.Libc;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.OwnedFd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An AF_XDP socket: receive and transmit rings of frame descriptors, and the fill and completion rings by which frames
 * go to the kernel and come back. Everything works on batches, allocates nothing and copies nothing in user space:
 * <pre>
 *   n = receive(64);  for i &lt; n: address(i), length(i) …;  release(n)
 *   m = reserveTransmit(n);  for i &lt; m: transmit(i, address, length);  submit(m);  wakeTransmit()
 *   k = completed(64);  for i &lt; k: umem.give(completedAddress(i));  releaseCompleted(k);  refill()
 * </pre>
 * A frame received may be transmitted as it is, on any socket of the same UMEM; it then comes back by the
 * completion ring of that socket. Single-threaded.
 */
public final class XskSocket implements AutoCloseable {

    private static final int AF_XDP = 44;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int DESCRIPTOR_BYTES = 16;
    private static final int ADDRESS_BYTES = 8;

    private final Arena arena = Arena.ofShared();
    private final CallState state = new CallState(arena);
    private final OwnedFd fd;
    private final Umem umem;
    private final byte holder;
    private final XskOptions options;
    private final Ring receive;
    private final Ring transmit;
    private final Ring fill;
    private final Ring completion;
    private final MemorySegment receiveEntries;
    private final MemorySegment transmitEntries;
    private final MemorySegment fillEntries;
    private final MemorySegment completionEntries;

    private XskSocket(final Umem umem, final XskConfig config) {
        this.umem = umem;
        this.holder = umem.newHolder();
        fd = new OwnedFd(LinuxException.check("open AF_XDP socket",
                Libc.socket(state, AF_XDP, SOCK_RAW_CLOEXEC, 0)));
        try {
            options = new XskOptions(fd.number(), state);
            options.registerUmem(umem);
            options.sizeRings(config);
            final XskOptions.Mapped rings = options.mapRings(config, arena);
            receive = new Ring(rings.receive(), rings.receiveOffsets(), config.receiveSize(), DESCRIPTOR_BYTES);
            transmit = new Ring(rings.transmit(), rings.transmitOffsets(), config.transmitSize(), DESCRIPTOR_BYTES);
            fill = new Ring(rings.fill(), rings.fillOffsets(), config.fillSize(), ADDRESS_BYTES);
            completion = new Ring(rings.completion(), rings.completionOffsets(), config.completionSize(),
                    ADDRESS_BYTES);
            receiveEntries = receive.entries();
            transmitEntries = transmit.entries();
            fillEntries = fill.entries();
            completionEntries = completion.entries();
            options.setTransmitBudget(Math.min(config.transmitBudget(), config.transmitSize()));
            refill(config.fillSize());
            options.bind(config);
        } catch (final RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Opens and binds a socket in the calling thread's network namespace, with its fill ring full (as far as the UMEM
     * has free frames). An XDP program delivers frames to it once {@link #fd()} is in an XSKMAP.
     *
     * @throws LinuxException when the kernel refuses: no such queue (EINVAL), queue taken (EBUSY), no zero-copy
     *                        (EOPNOTSUPP), too little lockable memory (ENOBUFS)
     */
    public static XskSocket open(final Umem umem, final XskConfig config) {
        return new XskSocket(umem, config);
    }

    /** The descriptor to put in an XSKMAP and to poll. */
    public int fd() {
        return fd.number();
    }

    /** Whether the kernel bound it without copying. */
    public boolean zeroCopy() {
        return options.zeroCopy();
    }

    /** The memory that the frames lie in. */
    public Umem umem() {
        return umem;
    }

    /** How many frames are there to read, at most max; they keep their places until {@link #release}. */
    public int receive(final int max) {
        return receive.available(max);
    }

    /** Where the i-th received frame's first octet lies in the UMEM. */
    public long address(final int i) {
        return receiveEntries.get(ValueLayout.JAVA_LONG, (long) receive.consumerSlot(i) * DESCRIPTOR_BYTES);
    }

    /** Octets of the i-th received frame. */
    public int length(final int i) {
        return receiveEntries.get(ValueLayout.JAVA_INT, (long) receive.consumerSlot(i) * DESCRIPTOR_BYTES + 8);
    }

    /** Gives the first count receive entries back to the kernel; the frames themselves stay with the caller. */
    public void release(final int count) {
        receive.release(count);
    }

    /** How many of the wanted transmit entries are free. */
    public int reserveTransmit(final int wanted) {
        return transmit.reserve(wanted);
    }

    /** Sets the i-th reserved transmit entry. */
    public void transmit(final int i, final long address, final int length) {
        final long entry = (long) transmit.producerSlot(i) * DESCRIPTOR_BYTES;
        transmitEntries.set(ValueLayout.JAVA_LONG, entry, address);
        transmitEntries.set(ValueLayout.JAVA_LONG, entry + 8, length);
        umem.hold(address, holder);
    }

    /** Publishes the first count reserved entries. The kernel may need {@link #wakeTransmit()} to see them. */
    public void submit(final int count) {
        transmit.publish(count);
    }

    /** Transmit entries that the kernel has not taken yet. */
    public int transmitBacklog() {
        return transmit.outstanding();
    }

    /** Whether the kernel sends nothing before {@link #wakeTransmit()}. Always so in copy mode. */
    public boolean transmitNeedsWakeup() {
        return transmit.needsWakeup();
    }

    /**
     * Lets the kernel send. In copy mode the frames pass through the device within this call, up to the budget.
     *
     * @return true when it sent, false when it could not send everything now (EAGAIN, EBUSY, ENOBUFS: call again later)
     * @throws LinuxException when it never will, such as ENETDOWN or ENXIO when the interface is down or gone
     */
    public boolean wakeTransmit() {
        final long result = Libc.sendto(state, fd.number(), MemorySegment.NULL, MSG_DONTWAIT, MemorySegment.NULL);
        return result >= 0 || refused("transmit on AF_XDP socket", (int) -result);
    }

    /** Whether the kernel waits for {@link #wakeReceive()} or a poll before it takes frames off the fill ring. */
    public boolean fillNeedsWakeup() {
        return fill.needsWakeup();
    }

    /** Lets the kernel go on receiving, and with busy polling receive. */
    public boolean wakeReceive() {
        final long result = Libc.recv(state, fd.number(), MemorySegment.NULL, MSG_DONTWAIT);
        return result >= 0 || refused("receive on AF_XDP socket", (int) -result);
    }

    /** How many sent frames came back, at most max; they keep their places until {@link #releaseCompleted}. */
    public int completed(final int max) {
        return completion.available(max);
    }

    /** The address of the i-th frame that came back, as it was given to {@link #transmit}. */
    public long completedAddress(final int i) {
        return completionEntries.get(ValueLayout.JAVA_LONG, (long) completion.consumerSlot(i) * ADDRESS_BYTES);
    }

    /** Gives the first count completion entries back to the kernel; the frames stay with the caller. */
    public void releaseCompleted(final int count) {
        completion.release(count);
    }

    /** Takes every sent frame back to the UMEM's stack: how many. */
    public int reclaim() {
        final int count = completion.available(completion.size());
        for (int i = 0; i < count; i++) {
            umem.give(completedAddress(i));
        }
        if (count > 0) {
            completion.release(count);
        }
        return count;
    }

    /** Moves up to max frames from the UMEM's stack to the fill ring: how many. */
    public int refill(final int max) {
        final int count = Math.min(fill.reserve(max), umem.freeFrames());
        for (int i = 0; i < count; i++) {
            final long frame = umem.take();
            umem.hold(frame, holder);
            fillEntries.set(ValueLayout.JAVA_LONG, (long) fill.producerSlot(i) * ADDRESS_BYTES, frame);
        }
        if (count > 0) {
            fill.publish(count);
        }
        return count;
    }

    /**
     * Lets this socket's system calls run the device's receive loop in the caller's own time (SO_BUSY_POLL with
     * SO_PREFER_BUSY_POLL), instead of in interrupts.
     *
     * @param timeoutUs how long a call may poll an empty device
     * @param budget    packets that one call may receive
     */
    public void busyPoll(final int timeoutUs, final int budget) {
        options.busyPoll(timeoutUs, budget);
    }

    /** The kernel's counters. */
    public XskStatistics statistics() {
        return options.statistics();
    }

    /**
     * Closes the socket and puts the frames in its rings back on the UMEM's stack; those that were received and
     * neither transmitted nor given back since are among them. A second call does nothing.
     */
    @Override
    public void close() {
        fd.close();
        if (arena.scope().isAlive()) {
            arena.close();
            umem.giveAll(holder);
        }
    }

    private static boolean refused(final String operation, final int errno) {
        if (errno == Errno.EAGAIN.number() || errno == Errno.EBUSY.number() || errno == Errno.ENOBUFS.number()
                || errno == Errno.EINTR.number()) {
            return false;
        }
        throw new LinuxException(operation, errno);
    }
}

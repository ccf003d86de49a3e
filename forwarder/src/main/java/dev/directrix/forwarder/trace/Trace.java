package dev.directrix.forwarder.trace;

import dev.directrix.forwarder.service.ServerKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * One trace: workers write what matches into a bounded ring, a reader takes it out. Workers never wait: what does not
 * fit is counted as lost. A trace that nobody reads for {@link #IDLE_NS} ends by itself. {@link #read} is for one
 * thread at a time, the rest for any.
 */
public final class Trace implements AutoCloseable {

    /** How long a trace runs on without a reader. */
    public static final long IDLE_NS = TimeUnit.SECONDS.toNanos(10);

    /** The most octets of a packet that can be kept. */
    public static final int MAX_SNAP = 4096;

    private static final int RING_BYTES = 1 << 21;
    private static final int ALIGNMENT = 64;
    /** One read ends where the ring does, maybe before its padding. */
    private static final int PASSES = 3;

    private final Selection selection;
    private final int snap;
    private final IntFunction<Optional<ServerKey>> servers;
    private final ManyToOneRingBuffer ring;
    private final AtomicLong lost = new AtomicLong();
    private volatile long readNs;
    private volatile boolean closed;

    /**
     * A trace that no worker takes part in yet.
     *
     * @param filter  what it shows
     * @param snap    octets of each packet that are kept, at most {@link #MAX_SNAP}
     * @param servers which real server an id stands for
     * @param nowNs   monotonic time
     */
    public Trace(
        final TraceFilter filter, final int snap, final IntFunction<Optional<ServerKey>> servers, final long nowNs) {
        if (snap < 1 || snap > MAX_SNAP) {
            throw new IllegalArgumentException("a trace keeps 1 to " + MAX_SNAP + " octets of a packet, not " + snap);
        }
        this.selection = new Selection(filter);
        this.snap = snap;
        this.servers = servers;
        this.readNs = nowNs;
        final ByteBuffer memory =
            BufferUtil.allocateDirectAligned(RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH, ALIGNMENT);
        this.ring = new ManyToOneRingBuffer(new UnsafeBuffer(memory));
    }

    /** A worker's end of it. */
    public Tap tap(final int worker) {
        return new Tap(this, worker);
    }

    /**
     * Takes out what was traced, oldest first for each worker.
     *
     * @param most  packets at a time
     * @param nowNs monotonic time
     */
    public List<TracedPacket> read(final int most, final long nowNs) {
        readNs = nowNs;
        final List<TracedPacket> packets = new ArrayList<>();
        for (int pass = 0; pass < PASSES && packets.size() < most; pass++) {
            ring.read((_, buffer, index, _) -> packets.add(TraceRecord.read(buffer, index, servers)),
                most - packets.size());
        }
        return packets;
    }

    /** Matching packets that did not fit into the ring so far. */
    public long lost() {
        return lost.get();
    }

    /** Whether workers still write. */
    public boolean running(final long nowNs) {
        return !closed && nowNs - readNs < IDLE_NS;
    }

    /** Has the workers stop with their next packets. */
    @Override
    public void close() {
        closed = true;
    }

    Selection selection() {
        return selection;
    }

    int snap() {
        return snap;
    }

    ManyToOneRingBuffer ring() {
        return ring;
    }

    void countLost() {
        lost.incrementAndGet();
    }
}

package dev.directrix.forwarder.scheduler;

import dev.directrix.forwarder.flow.FlowListener;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * How much each server has to do: its connections by what the flow tables hold, and how fast it answers. One for all
 * workers of a director, since a limit or a comparison is about all of them. Safe for use by many threads; allocates
 * only when it meets a server whose number none of the 1,024 around it had before.
 *
 * <p>As in IPVS a connection is <em>active</em> when it is TCP and established, or UDP, and <em>inactive</em> when it
 * is TCP and not established (any more).
 */
public final class Load implements FlowListener {
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int CHUNK_MASK = CHUNK - 1;
    private static final long ACTIVE = 1L << 32;
    private static final int LATENCIES = CHUNK;
    private static final int FLAGS = 2 * CHUNK;

    /** Chunks of three parts: active (32 bits) and inactive (32), latency in nanoseconds, whether it was full. */
    private final AtomicReferenceArray<AtomicLongArray> chunks;

    /**
     * No connections yet.
     *
     * @param maxServers server ids are below this
     */
    public Load(final int maxServers) {
        this.chunks = new AtomicReferenceArray<>((maxServers + CHUNK - 1) >>> CHUNK_BITS);
    }

    @Override
    public void flowsChanged(final int server, final int active, final int inactive) {
        chunk(server).getAndAdd(server & CHUNK_MASK, active * ACTIVE + inactive);
    }

    /** Connections that are active. */
    public int active(final int server) {
        return (int) (counts(server) >>> 32);
    }

    /** Connections that are not active. */
    public int inactive(final int server) {
        return (int) counts(server);
    }

    /** All connections. */
    public int total(final int server) {
        final long counts = counts(server);
        return (int) (counts >>> 32) + (int) counts;
    }

    /**
     * Tells how long the server took to answer.
     *
     * @param nanos 0: not known (any more)
     */
    public void latency(final int server, final long nanos) {
        chunk(server).setOpaque(LATENCIES + (server & CHUNK_MASK), nanos);
    }

    /** Nanoseconds that the server took to answer, or 0. */
    public long latency(final int server) {
        final AtomicLongArray chunk = chunks.get(server >>> CHUNK_BITS);
        return chunk == null ? 0 : chunk.getOpaque(LATENCIES + (server & CHUNK_MASK));
    }

    /**
     * Whether a server has as many connections as it may. Once it has, it counts as full until it has fewer than the
     * lower limit, or than three quarters of the upper one if there is no lower (ipvsadm(8), {@code --u-threshold} and
     * {@code --l-threshold}).
     *
     * @param upper its upper limit, above 0
     * @param lower its lower limit, or 0
     */
    boolean isFull(final int server, final int upper, final int lower) {
        final AtomicLongArray chunk = chunk(server);
        final int flag = FLAGS + (server & CHUNK_MASK);
        final int total = total(server);
        final boolean was = chunk.getOpaque(flag) != 0;
        final boolean full = was
                ? lower > 0 ? total >= lower : total * 4L >= upper * 3L
                : total >= upper;
        if (full != was) {
            chunk.setOpaque(flag, full ? 1 : 0);
        }
        return full;
    }

    private long counts(final int server) {
        final AtomicLongArray chunk = chunks.get(server >>> CHUNK_BITS);
        return chunk == null ? 0 : chunk.getOpaque(server & CHUNK_MASK);
    }

    private AtomicLongArray chunk(final int server) {
        final AtomicLongArray chunk = chunks.get(server >>> CHUNK_BITS);
        return chunk == null ? made(server >>> CHUNK_BITS) : chunk;
    }

    private AtomicLongArray made(final int place) {
        chunks.compareAndSet(place, null, new AtomicLongArray(3 * CHUNK));
        return chunks.get(place);
    }
}

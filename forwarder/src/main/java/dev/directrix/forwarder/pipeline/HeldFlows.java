package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.packet.PacketParser;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Packets that may not begin a flow yet, because the cluster is about to change the table: they wait for that in the
 * order in which they came. Their frames belong to the pipeline meanwhile. For one thread, but for {@link #count}.
 */
final class HeldFlows {
    /** How often those that wait are looked at while the tables stay: exceptions may be added to them. */
    private static final long LOOK_NS = 1_000_000;
    private static final int NOT_LOOKING = -1;

    private final Outcome outcome;
    private final Counters counters;
    private final Outbox outbox;
    private final AtomicInteger shown = new AtomicInteger();
    private final PacketParser parser = new PacketParser();
    private long holdNs;
    private long[] hashes = {};
    private long[] offsets = {};
    private int[] lengths = {};
    private int[] ports = {};
    private long[] times = {};
    private int count;
    private MemorySegment memory = MemorySegment.NULL;
    private ClusterIndex lookedAt = ClusterIndex.NONE;
    private long nextLookNs;
    /** Among those that wait: how many of this look stay, and which is being looked at; none: {@link #NOT_LOOKING}. */
    private int staying;
    private int looking = NOT_LOOKING;

    HeldFlows(final Outcome outcome, final Counters counters, final Outbox outbox) {
        this.outcome = outcome;
        this.counters = counters;
        this.outbox = outbox;
    }

    /** Takes other limits; those that wait stay. */
    void limit(final ClusterOptions options) {
        final int room = Math.max(count, options.heldFrames());
        holdNs = options.hold().toNanos();
        hashes = Arrays.copyOf(hashes, room);
        offsets = Arrays.copyOf(offsets, room);
        lengths = Arrays.copyOf(lengths, room);
        ports = Arrays.copyOf(ports, room);
        times = Arrays.copyOf(times, room);
    }

    /** How many wait. Any thread. */
    int count() {
        return shown.getOpaque();
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether a packet of this flow waits that came before the one that is decided now. */
    boolean isBefore(final long hash) {
        final int before = looking == NOT_LOOKING ? count : staying;
        for (int i = 0; i < before; i++) {
            if (hashes[i] == hash) {
                return true;
            }
        }
        return false;
    }

    /** Has a packet wait, if there is room and its time is not over; the verdict. */
    int hold(final Arrival arrival) {
        if (looking != NOT_LOOKING) {
            return arrival.nowNs() - times[looking] > holdNs
                    ? outcome.drop(DropReason.HELD_TOO_LONG) : Verdict.HELD;
        }
        if (!outbox.isServed() || count == hashes.length) {
            return outcome.drop(DropReason.HOLD_FULL);
        }
        hashes[count] = arrival.flowHash();
        offsets[count] = arrival.offset();
        lengths[count] = arrival.length();
        ports[count] = arrival.port();
        times[count++] = arrival.nowNs();
        shown.setOpaque(count);
        memory = arrival.memory();
        counters.count(Counters.Total.PACKETS_HELD, 1);
        return Verdict.HELD;
    }

    /** Whether those that wait are to be looked at now: the tables have changed, or some time has passed. */
    boolean isDue(final ClusterIndex cluster, final long nowNs) {
        return count != 0 && (cluster != lookedAt || nowNs - nextLookNs >= 0);
    }

    /** Begins to look at those that wait: {@link #next} follows, until it says no. */
    void begin(final ClusterIndex cluster, final long nowNs) {
        lookedAt = cluster;
        nextLookNs = nowNs + LOOK_NS;
        staying = 0;
        looking = 0;
    }

    /** Gives the next one back, if there is one and what may come of it has room in the outbox. */
    boolean next(final Arrival arrival, final long nowNs) {
        if (looking == count) {
            end();
            return false;
        }
        if (!outbox.hasRoomForWaiting()) {
            while (looking < count) {
                stay();
            }
            nextLookNs = nowNs;
            end();
            return false;
        }
        arrival.batch(memory, ports[looking], nowNs);
        arrival.frame(offsets[looking], lengths[looking], parser,
                parser.parse(memory, offsets[looking], lengths[looking]), hashes[looking]);
        return true;
    }

    /** What became of the one that was given back. */
    void decided(final Arrival arrival, final int verdict) {
        if (verdict == Verdict.HELD) {
            stay();
        } else {
            outbox.put(arrival, verdict);
            looking++;
        }
    }

    /** Ends a look that a defect cut short: the packet that was being decided is dropped. */
    void endEarly() {
        if (looking != NOT_LOOKING) {
            outbox.put(offsets[looking], lengths[looking], outcome.drop(DropReason.HELD_TOO_LONG));
            looking++;
            while (looking < count) {
                stay();
            }
            end();
        }
    }

    private void stay() {
        hashes[staying] = hashes[looking];
        offsets[staying] = offsets[looking];
        lengths[staying] = lengths[looking];
        ports[staying] = ports[looking];
        times[staying++] = times[looking++];
    }

    private void end() {
        count = staying;
        looking = NOT_LOOKING;
        shown.setOpaque(count);
    }
}

package dev.directrix.forwarder.flow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * A timing wheel of numbered items: groups of a flow table, or entries of a NAT table. It turns in slots of 134 ms,
 * 4,096 of them; what is due later waits at the horizon and is looked at again there. Scheduling an item and taking a
 * due one are a few stores each, whatever the number of flows. One thread uses it.
 *
 * <p>Varghese and Lauck, "Hashed and Hierarchical Timing Wheels" (1987), scheme 6 with doubly linked lists, at ten
 * bytes an item. A packet moves no timer: when an item is due, its owner looks at what is in it, and sets it anew.
 */
final class TimingWheel {
    /** No item. */
    static final int NONE = -1;
    /** Ticks of a slot, as a shift. */
    static final int SLOT_SHIFT = 7;

    private static final int SLOT_TICKS = 1 << SLOT_SHIFT;
    private static final int SLOTS = 4096;
    private static final int HORIZON_TICKS = (SLOTS - 1) << SLOT_SHIFT;
    private static final ValueLayout.OfInt LINK = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfShort SLOT = ValueLayout.JAVA_SHORT;
    private static final int LINK_BYTES = 2 * Integer.BYTES;

    private final MemorySegment memory;
    private final long linksOffset;
    private final long slotsOffset;
    private final int[] heads = new int[SLOTS];
    /** First tick of the slot that is taken from. */
    private int clock;
    private int scheduled;

    /**
     * A wheel with nothing scheduled.
     *
     * @param memory zeroed
     * @param offset where its part of the memory begins, of {@link #bytes} bytes
     * @param items  how many
     */
    TimingWheel(final MemorySegment memory, final long offset, final int items) {
        this.memory = memory;
        this.linksOffset = offset;
        this.slotsOffset = offset + (long) items * LINK_BYTES;
        Arrays.fill(heads, NONE);
    }

    /** Bytes for a number of items, a multiple of 64. */
    static long bytes(final int items) {
        return Math.ceilDiv((long) items * (LINK_BYTES + Short.BYTES), 64) * 64;
    }

    /** Sets the time of an empty wheel. */
    void start(final int now) {
        clock = now & -SLOT_TICKS;
    }

    /** Whether there are slots whose time is over and that have not been taken from. */
    boolean isBehind(final int now) {
        return now - clock >= SLOT_TICKS;
    }

    /** Has the item taken when this tick's slot is over, unless it will be before. */
    void schedule(final int item, final int deadline) {
        final int ahead = Math.clamp(deadline - clock, 0, HORIZON_TICKS);
        final int slot = slotAt(clock + ahead);
        final int known = slotOf(item);
        if (known != NONE) {
            final int current = slotAt(clock);
            if (((known - current) & (SLOTS - 1)) <= ((slot - current) & (SLOTS - 1))) {
                return;
            }
            unlink(item, known);
        }
        link(item, slot);
    }

    /** Takes an item whose slot is over, or {@link #NONE}. */
    int poll(final int now) {
        while (isBehind(now)) {
            if (scheduled == 0) {
                start(now);
                return NONE;
            }
            final int slot = slotAt(clock);
            final int item = heads[slot];
            if (item != NONE) {
                unlink(item, slot);
                return item;
            }
            clock += SLOT_TICKS;
        }
        return NONE;
    }

    /** Takes an item out, if it is in. */
    void cancel(final int item) {
        final int known = slotOf(item);
        if (known != NONE) {
            unlink(item, known);
        }
    }

    private static int slotAt(final int tick) {
        return (tick >>> SLOT_SHIFT) & (SLOTS - 1);
    }

    /** The slot that an item is in, or {@link #NONE}. */
    int slotOf(final int item) {
        return memory.get(SLOT, slotsOffset + (long) item * Short.BYTES) - 1;
    }

    private void link(final int item, final int slot) {
        final int next = heads[slot];
        setNext(item, next);
        setPrevious(item, NONE);
        if (next != NONE) {
            setPrevious(next, item);
        }
        heads[slot] = item;
        memory.set(SLOT, slotsOffset + (long) item * Short.BYTES, (short) (slot + 1));
        scheduled++;
    }

    private void unlink(final int item, final int slot) {
        final long at = linksOffset + (long) item * LINK_BYTES;
        final int next = memory.get(LINK, at);
        final int previous = memory.get(LINK, at + Integer.BYTES);
        if (next != NONE) {
            setPrevious(next, previous);
        }
        if (previous == NONE) {
            heads[slot] = next;
        } else {
            setNext(previous, next);
        }
        memory.set(SLOT, slotsOffset + (long) item * Short.BYTES, (short) 0);
        scheduled--;
    }

    private void setNext(final int item, final int next) {
        memory.set(LINK, linksOffset + (long) item * LINK_BYTES, next);
    }

    private void setPrevious(final int item, final int previous) {
        memory.set(LINK, linksOffset + (long) item * LINK_BYTES + Integer.BYTES, previous);
    }
}

package dev.directrix.forwarder.flow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * A timing wheel whose timers are the groups of a flow table: a group is due when the first of its entries may be over.
 * It turns in slots of 134 ms, 4,096 of them; what is due later waits at the horizon and is looked at again there.
 * Scheduling and taking a due group are a few stores each, whatever the number of flows. One thread uses it.
 *
 * <p>Varghese and Lauck, "Hashed and Hierarchical Timing Wheels" (1987), scheme 6 with doubly linked lists. A group of
 * eight entries has one timer, which costs 10/8 bytes a place, and a packet of an entry moves no timer: the group's
 * entries are looked at when the timer is due, and it is set to what is then the earliest end.
 */
final class GroupWheel {
    /** No group. */
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
     * A wheel with no group scheduled.
     *
     * @param memory zeroed
     * @param offset where its part of the memory begins, of {@link #bytes} bytes
     * @param groups how many
     */
    GroupWheel(final MemorySegment memory, final long offset, final int groups) {
        this.memory = memory;
        this.linksOffset = offset;
        this.slotsOffset = offset + (long) groups * LINK_BYTES;
        Arrays.fill(heads, NONE);
    }

    /** Bytes for a number of groups, a multiple of 64. */
    static long bytes(final int groups) {
        return Math.ceilDiv((long) groups * (LINK_BYTES + Short.BYTES), 64) * 64;
    }

    /** Sets the time of an empty wheel. */
    void start(final int now) {
        clock = now & -SLOT_TICKS;
    }

    /** Whether there are slots whose time is over and that have not been taken from. */
    boolean isBehind(final int now) {
        return now - clock >= SLOT_TICKS;
    }

    /** Has the group taken when this tick's slot is over, unless it will be before. */
    void schedule(final int group, final int deadline) {
        final int ahead = Math.clamp(deadline - clock, 0, HORIZON_TICKS);
        final int slot = slotAt(clock + ahead);
        final int known = knownSlot(group);
        if (known != NONE) {
            final int current = slotAt(clock);
            if (((known - current) & (SLOTS - 1)) <= ((slot - current) & (SLOTS - 1))) {
                return;
            }
            unlink(group, known);
        }
        link(group, slot);
    }

    /** Takes a group whose slot is over, or {@link #NONE}. */
    int poll(final int now) {
        while (isBehind(now)) {
            if (scheduled == 0) {
                start(now);
                return NONE;
            }
            final int slot = slotAt(clock);
            final int group = heads[slot];
            if (group != NONE) {
                unlink(group, slot);
                return group;
            }
            clock += SLOT_TICKS;
        }
        return NONE;
    }

    private static int slotAt(final int tick) {
        return (tick >>> SLOT_SHIFT) & (SLOTS - 1);
    }

    private int knownSlot(final int group) {
        return memory.get(SLOT, slotsOffset + (long) group * Short.BYTES) - 1;
    }

    private void link(final int group, final int slot) {
        final int next = heads[slot];
        setNext(group, next);
        setPrevious(group, NONE);
        if (next != NONE) {
            setPrevious(next, group);
        }
        heads[slot] = group;
        memory.set(SLOT, slotsOffset + (long) group * Short.BYTES, (short) (slot + 1));
        scheduled++;
    }

    private void unlink(final int group, final int slot) {
        final long at = linksOffset + (long) group * LINK_BYTES;
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
        memory.set(SLOT, slotsOffset + (long) group * Short.BYTES, (short) 0);
        scheduled--;
    }

    private void setNext(final int group, final int next) {
        memory.set(LINK, linksOffset + (long) group * LINK_BYTES, next);
    }

    private void setPrevious(final int group, final int previous) {
        memory.set(LINK, linksOffset + (long) group * LINK_BYTES + Integer.BYTES, previous);
    }
}

package dev.directrix.forwarder.epoch;

import java.util.Objects;

/**
 * One pool in an epoch: its table D and the modes of its slots. Immutable; reading allocates nothing.
 */
public final class PoolEpoch {
    private static final byte[] ALL_NORMAL = {};

    private final int pool;
    private final SlotTable table;
    /** By slot; empty: all are normal. */
    private final byte[] modes;

    private PoolEpoch(final int pool, final SlotTable table, final byte[] modes) {
        this.pool = pool;
        this.table = Objects.requireNonNull(table, "table");
        this.modes = modes;
    }

    /** A pool whose slots are all {@link SlotMode#NORMAL}. */
    public static PoolEpoch of(final int pool, final SlotTable table) {
        return new PoolEpoch(pool, table, ALL_NORMAL);
    }

    /** The pool's number in the cluster. */
    public int pool() {
        return pool;
    }

    /** The table D. */
    public SlotTable table() {
        return table;
    }

    /** Whether a flow of the slot may begin by the table. */
    public boolean isOpen(final int slot) {
        return modes.length == 0 || modes[slot] < SlotMode.FROZEN.code();
    }

    /** The mode of a slot. */
    public SlotMode modeOf(final int slot) {
        return modes.length == 0 ? SlotMode.NORMAL : SlotMode.of(modes[slot]);
    }

    /** Slots that are not {@link SlotMode#NORMAL}. */
    public int slotsInTransit() {
        int count = 0;
        for (final byte mode : modes) {
            count += mode == 0 ? 0 : 1;
        }
        return count;
    }

    /**
     * The same table with these slots in a mode and all others normal.
     *
     * @param slots by slot, whether it has the mode; of the table's size, or empty for none
     */
    public PoolEpoch with(final SlotMode mode, final boolean[] slots) {
        if (mode == SlotMode.NORMAL || slots.length == 0) {
            return new PoolEpoch(pool, table, ALL_NORMAL);
        }
        final byte[] next = new byte[table.size()];
        for (int slot = 0; slot < next.length; slot++) {
            next[slot] = slots[slot] ? mode.code() : 0;
        }
        return new PoolEpoch(pool, table, next);
    }

    /** Another table, with the same modes. */
    public PoolEpoch with(final SlotTable next) {
        return new PoolEpoch(pool, next, modes);
    }

    @Override
    public String toString() {
        return "PoolEpoch[" + pool + ", " + table + ", " + slotsInTransit() + " in transit]";
    }
}

package dev.directrix.forwarder.epoch;

import java.util.Arrays;

/**
 * The table D of one pool: slot to server, by the numbers that servers have in the whole cluster. Immutable; reading
 * allocates nothing.
 */
public final class SlotTable {
    /** Nobody serves the slot. */
    public static final int NO_SERVER = -1;

    private final int[] servers;

    private SlotTable(final int[] servers) {
        this.servers = servers;
    }

    /**
     * A table.
     *
     * @param servers by slot, a server's number or {@link #NO_SERVER}; copied
     */
    public static SlotTable of(final int[] servers) {
        return new SlotTable(servers.clone());
    }

    /** A table in which nobody serves any slot. */
    public static SlotTable empty(final int size) {
        final int[] servers = new int[size];
        Arrays.fill(servers, NO_SERVER);
        return new SlotTable(servers);
    }

    /** Slots. */
    public int size() {
        return servers.length;
    }

    /** The server's number, or {@link #NO_SERVER}. */
    public int serverAt(final int slot) {
        return servers[slot];
    }

    /** The slot of a flow: as in every table of this size, from the upper 32 bits of its hash. */
    public int slotOf(final long flowHash) {
        return slotOf(flowHash, servers.length);
    }

    /** The slot of a flow in a table of this many slots. */
    public static int slotOf(final long flowHash, final int size) {
        return (int) (((flowHash >>> 32) * size) >>> 32);
    }

    /** By slot, the servers' numbers: a copy. */
    public int[] toArray() {
        return servers.clone();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof SlotTable table && Arrays.equals(servers, table.servers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(servers);
    }

    @Override
    public String toString() {
        return "SlotTable[" + servers.length + "]";
    }
}

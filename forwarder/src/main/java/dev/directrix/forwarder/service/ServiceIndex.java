package dev.directrix.forwarder.service;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A forwarding table laid out for lookup: open addressing over (address, protocol, port) in one array of longs, where
 * port and protocol 0 mark the address itself as a VIP. Keys are 128-bit addresses, IPv4 ones mapped. Immutable; the
 * lookups allocate nothing and may be called by any thread.
 */
public final class ServiceIndex {
    /** No server. */
    public static final int NO_SERVER = -1;
    /** An index that serves nothing. */
    public static final ServiceIndex EMPTY = new ServiceIndex(ForwardingTable.EMPTY, List.of(), Map.of(), 0);

    private static final int KEY_LONGS = 3;
    private static final long USED = 1L << 32;
    private static final long MIX_1 = 0x9e3779b97f4a7c15L;
    private static final long MIX_2 = 0xc2b2ae3d27d4eb4fL;

    private final ForwardingTable table;
    private final Map<Integer, RealServer> serversById;
    private final boolean[] keepsFlows;
    private final int mask;
    private final long[] keys;
    private final CompiledService[] values;

    ServiceIndex(
            final ForwardingTable table,
            final List<CompiledService> services,
            final Map<Integer, RealServer> serversById,
            final int serverIds) {
        this.table = table;
        this.serversById = Map.copyOf(serversById);
        this.keepsFlows = new boolean[serverIds];
        serversById.forEach((id, server) -> keepsFlows[id] = server.keepsFlows());
        final int entries = services.size() + table.vips().size();
        final int slots = Integer.highestOneBit(Math.max(4, entries * 4 - 1));
        this.mask = slots - 1;
        this.keys = new long[slots * KEY_LONGS];
        this.values = new CompiledService[slots];
        for (final InetAddress vip : table.vips()) {
            insert(Addresses.high(vip), Addresses.low(vip), portKey(0, 0));
        }
        for (final CompiledService service : services) {
            final ServiceKey key = service.key();
            final int at = insert(
                    Addresses.high(key.vip()), Addresses.low(key.vip()), portKey(key.protocol().number(), key.port()));
            values[at] = service;
        }
    }

    /** The table that this index was compiled from. */
    public ForwardingTable table() {
        return table;
    }

    /** Whether an IPv4 address is a VIP. */
    public boolean isVip(final int address) {
        return slotOf(0, Addresses.mapped(address), portKey(0, 0)) >= 0;
    }

    /** Whether there is a service at this IPv4 address, IP protocol and port; {@link #service} returns it. */
    public int find(final int address, final int protocol, final int port) {
        return slotOf(0, Addresses.mapped(address), portKey(protocol, port));
    }

    /** As {@link #find(int, int, int)}, of a 128-bit address. */
    public int find(final long addressHigh, final long addressLow, final int protocol, final int port) {
        return slotOf(addressHigh, addressLow, portKey(protocol, port));
    }

    /** The service that a find of zero or more names. */
    public CompiledService service(final int found) {
        return values[found];
    }

    /** Whether established flows stay with this server; false for an id that this table does not know. */
    public boolean keepsFlows(final int serverId) {
        return serverId < keepsFlows.length && keepsFlows[serverId];
    }

    /** The server of an id, if it is in this table. */
    public Optional<RealServer> server(final int serverId) {
        return Optional.ofNullable(serversById.get(serverId));
    }

    /** All servers of this table by id: whoever resolves next hops needs these. */
    public Map<Integer, RealServer> servers() {
        return serversById;
    }

    private static long portKey(final int protocol, final int port) {
        return USED | ((long) protocol << 16) | port;
    }

    private int slotOf(final long high, final long low, final long ports) {
        int slot = start(high, low, ports);
        while (true) {
            final int at = slot * KEY_LONGS;
            final long found = keys[at];
            if (found == ports && keys[at + 1] == low && keys[at + 2] == high) {
                return slot;
            }
            if (found == 0) {
                return -1;
            }
            slot = (slot + 1) & mask;
        }
    }

    private int insert(final long high, final long low, final long ports) {
        int slot = start(high, low, ports);
        while (keys[slot * KEY_LONGS] != 0) {
            slot = (slot + 1) & mask;
        }
        keys[slot * KEY_LONGS] = ports;
        keys[slot * KEY_LONGS + 1] = low;
        keys[slot * KEY_LONGS + 2] = high;
        return slot;
    }

    private int start(final long high, final long low, final long ports) {
        final long mixed = (low ^ (high * MIX_2) ^ (ports * MIX_1)) * MIX_2;
        return (int) (mixed >>> 32) & mask;
    }
}

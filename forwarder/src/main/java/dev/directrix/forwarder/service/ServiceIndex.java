package dev.directrix.forwarder.service;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A forwarding table laid out for lookup: open addressing over (address, protocol, port) in one array of longs, where
 * port and protocol 0 mark the address itself as a VIP. A service at one port goes before one at a range, and that
 * before one at any port. Keys are 128-bit addresses, IPv4 ones mapped. Immutable; the lookups allocate nothing and may
 * be called by any thread.
 */
public final class ServiceIndex {
    /** No server. */
    public static final int NO_SERVER = -1;
    /** An index that serves nothing. */
    public static final ServiceIndex EMPTY = new ServiceIndex(
            ForwardingTable.EMPTY, List.of(), Map.of(), 0, List.of(ServiceTimeouts.DEFAULT));

    private static final int KEY_LONGS = 3;
    private static final long USED = 1L << 32;
    /** Marks that an address and protocol has services at ranges. */
    private static final long RANGES = 1L << 33;
    private static final long MIX_1 = 0x9e3779b97f4a7c15L;
    private static final long MIX_2 = 0xc2b2ae3d27d4eb4fL;

    private final ForwardingTable table;
    private final List<CompiledService> services;
    private final Map<Integer, RealServer> serversById;
    private final List<ServiceTimeouts> timeouts;
    private final boolean[] keepsFlows;
    private final boolean[] ipv4;
    private final long[] addresses;
    private final int[] serverPorts;
    private final int mask;
    private final long[] keys;
    /** By slot, then one for each service at several ports. */
    private final CompiledService[] values;
    /** By slot; only where the key has {@link #RANGES}. */
    private final PortRanges[] ranges;
    private final boolean hasRanges;

    ServiceIndex(
            final ForwardingTable table,
            final List<CompiledService> services,
            final Map<Integer, RealServer> serversById,
            final int serverIds,
            final List<ServiceTimeouts> timeouts) {
        this.table = table;
        this.services = List.copyOf(services);
        this.timeouts = List.copyOf(timeouts);
        this.serversById = Map.copyOf(serversById);
        this.keepsFlows = new boolean[serverIds];
        this.ipv4 = new boolean[serverIds];
        this.addresses = new long[2 * serverIds];
        this.serverPorts = new int[serverIds];
        serversById.forEach(this::place);
        final List<CompiledService> several =
                services.stream().filter(service -> !service.key().ports().isSingle()).toList();
        this.hasRanges = !several.isEmpty();
        final int entries = services.size() + table.vips().size();
        final int slots = Integer.highestOneBit(Math.max(4, entries * 4 - 1));
        this.mask = slots - 1;
        this.keys = new long[slots * KEY_LONGS];
        this.values = new CompiledService[slots + several.size()];
        this.ranges = new PortRanges[slots];
        for (final InetAddress vip : table.vips()) {
            insert(Addresses.high(vip), Addresses.low(vip), portKey(0, 0));
        }
        for (final CompiledService service : services) {
            if (service.key().ports().isSingle()) {
                values[insert(service.key(), portKey(service.key().protocol().number(), service.key().port()))] =
                        service;
            }
        }
        placeRanges(several, slots);
    }

    private void place(final int id, final RealServer server) {
        keepsFlows[id] = server.keepsFlows();
        ipv4[id] = server.address() instanceof Inet4Address;
        addresses[2 * id] = Addresses.high(server.address());
        addresses[2 * id + 1] = Addresses.low(server.address());
        serverPorts[id] = server.settings().port();
    }

    private void placeRanges(final List<CompiledService> several, final int slots) {
        final Map<ServiceKey, List<PortRanges.Range>> byAddress = new HashMap<>();
        for (int i = 0; i < several.size(); i++) {
            final ServiceKey key = several.get(i).key();
            values[slots + i] = several.get(i);
            byAddress.computeIfAbsent(new ServiceKey(key.vip(), key.protocol(), PortRange.ANY), _ -> new ArrayList<>())
                    .add(new PortRanges.Range(key.ports(), slots + i));
        }
        byAddress.forEach((key, list) ->
                ranges[insert(key, rangesKey(key.protocol().number()))] = new PortRanges(list));
    }

    private int insert(final ServiceKey key, final long ports) {
        return insert(Addresses.high(key.vip()), Addresses.low(key.vip()), ports);
    }

    /** The table that this index was compiled from. */
    public ForwardingTable table() {
        return table;
    }

    /** All services. */
    public List<CompiledService> services() {
        return services;
    }

    /** Whether an IPv4 address is a VIP. */
    public boolean isVip(final int address) {
        return slotOf(0, Addresses.mapped(address), portKey(0, 0)) >= 0;
    }

    /** Whether a 128-bit address is a VIP. */
    public boolean isVip(final long addressHigh, final long addressLow) {
        return slotOf(addressHigh, addressLow, portKey(0, 0)) >= 0;
    }

    /** Whether there is a service at this IPv4 address, IP protocol and port; {@link #service} returns it. */
    public int find(final int address, final int protocol, final int port) {
        return find(0, Addresses.mapped(address), protocol, port);
    }

    /** As {@link #find(int, int, int)}, of a 128-bit address. */
    public int find(final long addressHigh, final long addressLow, final int protocol, final int port) {
        final int found = slotOf(addressHigh, addressLow, portKey(protocol, port));
        return found >= 0 || !hasRanges ? found : findRange(addressHigh, addressLow, protocol, port);
    }

    private int findRange(final long high, final long low, final int protocol, final int port) {
        final int found = slotOf(high, low, rangesKey(protocol));
        return found < 0 ? found : ranges[found].find(port);
    }

    /** The service that a find of zero or more names. */
    public CompiledService service(final int found) {
        return values[found];
    }

    /** Whether established flows stay with this server; false for an id that this table does not know. */
    public boolean keepsFlows(final int serverId) {
        return serverId < keepsFlows.length && keepsFlows[serverId];
    }

    /** Whether a server is in this table, whatever its state. */
    public boolean isKnown(final int serverId) {
        return serverId < keepsFlows.length && (addresses[2 * serverId] | addresses[2 * serverId + 1]) != 0;
    }

    /** Whether the server of an id is reached by IPv4. */
    public boolean isIpv4(final int serverId) {
        return ipv4[serverId];
    }

    /** First half of a server's address. */
    public long addressHigh(final int serverId) {
        return addresses[2 * serverId];
    }

    /** Second half of a server's address; an IPv4 address is mapped, so its low half is the address itself. */
    public long addressLow(final int serverId) {
        return addresses[2 * serverId + 1];
    }

    /** The port of a server, or {@link ServerSettings#SAME_PORT}. */
    public int portOf(final int serverId) {
        return serverPorts[serverId];
    }

    /** Idle times by the class of {@link CompiledService#timeoutClass()}; class 0 is the director's. */
    public List<ServiceTimeouts> timeouts() {
        return timeouts;
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

    private static long rangesKey(final int protocol) {
        return USED | RANGES | ((long) protocol << 16);
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

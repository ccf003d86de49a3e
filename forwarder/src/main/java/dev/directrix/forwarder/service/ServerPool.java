package dev.directrix.forwarder.service;

import dev.directrix.maglev.Backend;
import dev.directrix.maglev.MaglevBuilder;
import dev.directrix.maglev.MaglevTable;
import dev.directrix.maglev.Seed;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Real servers, how packets get to them, how they are chosen, and the Maglev table over those that take new flows.
 * Immutable.
 *
 * @param name       unique among pools
 * @param servers    all servers of the pool, with unique addresses and names
 * @param forwarding how packets get there
 * @param scheduling how the server of a new flow is chosen
 * @param table      the table over the backends that {@link #backends(List)} makes of these servers, in that order
 */
public record ServerPool(
        String name, List<RealServer> servers, Forwarding forwarding, Scheduling scheduling, MaglevTable table) {

    /** Checks that names, addresses and ids are unique, and ports only where the mode maps them. */
    public ServerPool {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(forwarding, "forwarding");
        Objects.requireNonNull(scheduling, "scheduling");
        Objects.requireNonNull(table, "table");
        servers = List.copyOf(servers);
        checkDistinct(name, servers);
        for (final RealServer server : servers) {
            if (server.settings().port() != ServerSettings.SAME_PORT && !forwarding.mode().mapsPorts()) {
                throw new IllegalArgumentException("pool " + name + ": server " + server.name()
                        + " has a port, and " + forwarding.mode() + " cannot map ports");
            }
        }
    }

    /** A pool of direct routing by Maglev. */
    public ServerPool(final String name, final List<RealServer> servers, final MaglevTable table) {
        this(name, servers, Forwarding.DIRECT, Scheduling.MAGLEV, table);
    }

    /**
     * A pool of direct routing by Maglev with its table built.
     *
     * @param tableSize slots, a prime
     * @param seed      the directors' shared secret
     */
    public static ServerPool of(
            final String name, final List<RealServer> servers, final int tableSize, final Seed seed) {
        return of(name, servers, Forwarding.DIRECT, Scheduling.MAGLEV, tableSize, seed);
    }

    /**
     * A pool with its table built.
     *
     * @param tableSize slots, a prime
     * @param seed      the directors' shared secret
     */
    public static ServerPool of(
            final String name,
            final List<RealServer> servers,
            final Forwarding forwarding,
            final Scheduling scheduling,
            final int tableSize,
            final Seed seed) {
        checkDistinct(name, servers);
        return new ServerPool(
                name, servers, forwarding, scheduling, MaglevBuilder.build(backends(servers), tableSize, seed));
    }

    /** The Maglev backends of these servers: those that take new flows, by address. */
    public static List<Backend> backends(final List<RealServer> servers) {
        return servers.stream()
                .filter(RealServer::takesNewFlows)
                .map(server -> new Backend(server.address().getHostAddress(), server.weight()))
                .toList();
    }

    /** The servers in the order of the table's backends: a table's backend index is an index in this list. */
    public List<RealServer> tableServers() {
        return servers.stream().filter(RealServer::takesNewFlows).toList();
    }

    /** The server of this name, or of this address in text. */
    public Optional<RealServer> find(final String nameOrAddress) {
        return servers.stream()
                .filter(server -> server.name().equals(nameOrAddress)
                        || server.address().getHostAddress().equals(nameOrAddress))
                .findFirst();
    }

    /** Whether the other has the same servers and settings and an equal table, if built apart. */
    public boolean sameAs(final ServerPool other) {
        return name.equals(other.name)
                && servers.equals(other.servers)
                && forwarding.equals(other.forwarding)
                && scheduling.equals(other.scheduling)
                && (table == other.table || table.digest().equals(other.table.digest()));
    }

    private static void checkDistinct(final String name, final List<RealServer> servers) {
        final Set<InetAddress> addresses = new HashSet<>();
        final Set<String> names = new HashSet<>();
        final Set<ServerId> ids = new HashSet<>();
        for (final RealServer server : servers) {
            if (!addresses.add(server.address())) {
                throw new IllegalArgumentException(
                        "pool " + name + ": address " + server.address().getHostAddress() + " is given twice");
            }
            if (!names.add(server.name())) {
                throw new IllegalArgumentException(
                        "pool " + name + ": server name " + server.name() + " is given twice");
            }
            for (final ServerId id : server.settings().ids()) {
                if (!ids.add(id)) {
                    throw new IllegalArgumentException("pool " + name + ": server id " + id + " is given twice");
                }
            }
        }
    }
}

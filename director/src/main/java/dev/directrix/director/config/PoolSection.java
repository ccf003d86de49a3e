package dev.directrix.director.config;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one pool after the other, and sees to it that a name stands for one machine in all of them. */
final class PoolSection {

    private static final Map<String, Forwarding> FORWARDINGS = Map.of("dr", Forwarding.DR);
    private static final Set<String> LATER_FORWARDINGS =
        Set.of("ipip", "gre", "gue", "minimal", "nat", "fullnat", "dscp");
    private static final Map<String, Scheduler> SCHEDULERS = Map.of("maglev", Scheduler.MAGLEV);
    private static final Set<String> LATER_SCHEDULERS = Set.of("rr", "wrr", "lc", "wlc", "sh", "dh", "lblc", "lblcr",
        "sed", "nq", "fo", "ovf", "random", "weighted-random", "least-latency");

    private final Set<InetAddress> vips;
    private final int tableSize;
    private final Map<String, Known> known = new HashMap<>();

    private record Known(InetAddress address, int line) {
    }

    /**
     * For a file.
     *
     * @param vips      addresses that no server may have
     * @param tableSize slots that the servers of a pool share
     */
    PoolSection(final Set<InetAddress> vips, final int tableSize) {
        this.vips = vips;
        this.tableSize = tableSize;
    }

    /** Reads a pool that these services use; none: it is checked for errors all the same. */
    Optional<PoolConfig> read(final String name, final Value value, final List<ServiceConfig> users) {
        return value.section().map(section -> {
            final Forwarding forwarding = section.get("forwarding")
                .flatMap(it -> it.oneOf(FORWARDINGS, LATER_FORWARDINGS)).orElse(Forwarding.DR);
            final Scheduler scheduler = section.get("scheduler")
                .flatMap(it -> it.oneOf(SCHEDULERS, LATER_SCHEDULERS)).orElse(Scheduler.MAGLEV);
            final List<ServerConfig> servers = servers(section);
            final Optional<CheckConfig> check = section.get("check").flatMap(it -> CheckSection.read(it, users));
            return new PoolConfig(name, forwarding, scheduler, servers, check);
        });
    }

    private List<ServerConfig> servers(final Section pool) {
        pool.required("servers");
        final List<ServerConfig> servers = new ArrayList<>();
        final Map<String, Integer> names = new HashMap<>();
        final Map<InetAddress, Integer> addresses = new HashMap<>();
        for (final Value item : pool.items("servers")) {
            item.section().flatMap(this::server).ifPresent(server -> {
                final Integer sameName = names.putIfAbsent(server.name(), item.position().line());
                final Integer sameAddress = addresses.putIfAbsent(server.address(), item.position().line());
                if (sameName != null) {
                    twice(item, server.name(), sameName);
                } else if (sameAddress != null) {
                    twice(item, "address " + AddressText.format(server.address()), sameAddress);
                }
                servers.add(server);
            });
        }
        warn(pool, servers);
        return servers;
    }

    private static void twice(final Value item, final String what, final int line) {
        item.error("server " + what + " of this pool is already in line " + line + "; remove one of the two");
    }

    private void warn(final Section pool, final List<ServerConfig> servers) {
        if (!servers.isEmpty() && servers.stream().allMatch(server -> server.weight() == 0)) {
            pool.whole().warn("every server has weight 0, so no flow can begin; give one a weight");
        }
        if (servers.size() > 1 && tableSize / servers.size() < 100) {
            pool.whole().warn("maglev.table-size " + tableSize + " is less than 100 slots for each of "
                + servers.size() + " servers, so shares will be uneven; use a larger prime");
        }
    }

    private Optional<ServerConfig> server(final Section section) {
        final Optional<Value> nameValue = section.required("name");
        final Optional<String> name = nameValue.flatMap(Value::name);
        final Optional<InetAddress> address = section.required("address").flatMap(it -> it.forwardedAddress("server")
            .flatMap(candidate -> vips.contains(candidate)
                ? it.error(AddressText.format(candidate) + " is a VIP; use the server's own address")
                : Optional.of(candidate)));
        final int weight = section.get("weight").flatMap(it -> it.integer(0, ServerConfig.MAX_WEIGHT))
            .orElse(ServerConfig.DEFAULT_WEIGHT);
        if (name.isEmpty() || address.isEmpty()) {
            return Optional.empty();
        }
        final Known other = known.putIfAbsent(name.get(),
            new Known(address.get(), section.whole().position().line()));
        if (other != null && !other.address().equals(address.get())) {
            return nameValue.get().error("server " + name.get() + " is " + AddressText.format(other.address())
                + " in line " + other.line() + "; one name is one machine, so use another name here");
        }
        return Optional.of(new ServerConfig(name.get(), address.get(), weight));
    }
}

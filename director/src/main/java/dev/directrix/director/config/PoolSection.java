package dev.directrix.director.config;

import dev.directrix.forwarder.service.Forwarding;
import dev.directrix.forwarder.service.ForwardingMode;
import dev.directrix.forwarder.service.OversizePolicy;
import dev.directrix.forwarder.service.SchedulerKind;
import dev.directrix.forwarder.service.Scheduling;
import dev.directrix.forwarder.service.ServerSettings;
import dev.directrix.forwarder.service.ServiceSettings;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads one pool after the other, and sees to it that a name stands for one machine in all of them. */
final class PoolSection {

    private static final Map<String, SchedulerKind> SCHEDULERS = Arrays.stream(SchedulerKind.values())
        .collect(Collectors.toMap(SchedulerKind::toString, Function.identity()));
    private static final Map<String, String> FLAGS = Map.of("fallback", "fallback", "port", "port");

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
    Optional<PoolConfig> read(final String name, final Value value, final List<PoolUse> users) {
        return value.section().map(section -> {
            final ForwardingMode mode = ForwardingSection.mode(section);
            final List<ServerConfig> servers = servers(section, new ServerSection(mode, users));
            final Set<InetAddress> served = users.stream().map(PoolUse::vip).collect(Collectors.toSet());
            final Forwarding forwarding = ForwardingSection.read(section, mode, servers, served);
            final Scheduling scheduling = scheduling(section);
            suit(section, mode, servers, users);
            final Optional<CheckConfig> check = section.get("check")
                .flatMap(it -> CheckSection.read(it, servers, users));
            if (scheduling.kind() == SchedulerKind.LEAST_LATENCY && section.get("check").isEmpty()) {
                section.get("scheduler").ifPresent(it ->
                    it.error("latency is measured by the health checks; add a check to this pool"));
            }
            return new PoolConfig(name, forwarding, scheduling, servers, check);
        });
    }

    private static Scheduling scheduling(final Section pool) {
        final SchedulerKind kind = pool.get("scheduler").flatMap(it -> it.oneOf(SCHEDULERS, Set.of()))
            .orElse(SchedulerKind.MAGLEV);
        final Set<String> flags = new HashSet<>();
        for (final Value item : pool.items("scheduler-flags")) {
            item.oneOf(FLAGS, Set.of()).ifPresent(flags::add);
        }
        if (kind != SchedulerKind.SH) {
            pool.get("scheduler-flags").ifPresent(it -> it.error("only sh has flags; remove them"));
        }
        return new Scheduling(kind, flags.contains("fallback"), flags.contains("port"));
    }

    /** Whether the services that use the pool can be had with its mode and servers. */
    private static void suit(
        final Section pool, final ForwardingMode mode, final List<ServerConfig> servers, final List<PoolUse> users) {
        final Value place = pool.get("forwarding").orElse(pool.whole());
        final boolean named = servers.stream().anyMatch(server -> !server.settings().ids().isEmpty());
        for (final PoolUse use : users) {
            final ServiceSettings settings = use.service().settings();
            final String service = "service " + use.service().protocol() + " " + use.service().ports() + " of VIP "
                + AddressText.format(use.vip());
            if (mode == ForwardingMode.MINIMAL && !(use.vip() instanceof Inet4Address)) {
                place.error("minimal encapsulation is IPv4 in IPv4 (RFC 2004), and " + service + " is IPv6; use ipip,"
                    + " gre or gue");
            }
            if (mode.mapsPorts() && settings.onePacket()) {
                place.error(service + " is one-packet, and " + mode + " must remember flows to translate answers: they "
                    + "would reach the clients from the server's address; remove one-packet, or use another mode");
            }
            if (!mode.isTunnel() && !mode.mapsPorts() && settings.oversize() != OversizePolicy.TOO_BIG) {
                place.error(service + " has oversize: " + settings.oversize() + ", and " + mode + " neither makes "
                    + "packets larger nor sees SYNs of both ends; remove it");
            }
            if (!settings.serverIdRules().isEmpty() && !named) {
                pool.whole().error("packets of " + service + " name their server, and no server here has ids; add "
                    + "ids to the servers");
            }
        }
    }

    private List<ServerConfig> servers(final Section pool, final ServerSection reader) {
        pool.required("servers");
        final List<ServerConfig> servers = new ArrayList<>();
        final Map<String, Integer> names = new HashMap<>();
        final Map<InetAddress, Integer> addresses = new HashMap<>();
        for (final Value item : pool.items("servers")) {
            item.section().flatMap(section -> server(section, reader)).ifPresent(server -> {
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

    private Optional<ServerConfig> server(final Section section, final ServerSection reader) {
        final Optional<Value> nameValue = section.required("name");
        final Optional<String> name = nameValue.flatMap(Value::name);
        final Optional<InetAddress> address = section.required("address").flatMap(it -> it.forwardedAddress("server")
            .flatMap(candidate -> vips.contains(candidate)
                ? it.error(AddressText.format(candidate) + " is a VIP; use the server's own address")
                : reader.suitable(it, candidate)));
        final int weight = section.get("weight").flatMap(it -> it.integer(0, ServerConfig.MAX_WEIGHT))
            .orElse(ServerConfig.DEFAULT_WEIGHT);
        final ServerSettings settings = reader.settings(section);
        if (name.isEmpty() || address.isEmpty()) {
            return Optional.empty();
        }
        final Known other = known.putIfAbsent(name.get(),
            new Known(address.get(), section.whole().position().line()));
        if (other != null && !other.address().equals(address.get())) {
            return nameValue.get().error("server " + name.get() + " is " + AddressText.format(other.address())
                + " in line " + other.line() + "; one name is one machine, so use another name here");
        }
        return Optional.of(new ServerConfig(name.get(), address.get(), weight, settings));
    }
}

package dev.directrix.director.config;

import dev.directrix.ecmp.Announcement;
import dev.directrix.ecmp.RoutePolicy;
import dev.directrix.forwarder.service.PortRange;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.ServiceSettings;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads {@code vips}. */
final class VipSection {

    private static final Map<String, Protocol> PROTOCOLS = Map.of("tcp", Protocol.TCP, "udp", Protocol.UDP);

    private final Map<String, List<PoolUse>> users = new HashMap<>();
    private final Set<String> pools;
    private final SitesSection sites;
    private final ServiceSection settings;
    private final Map<String, GroupMember> groups = new HashMap<>();

    private record GroupMember(ServiceConfig service, int line) {
    }

    /**
     * For a file.
     *
     * @param pools   names of the pools that it has
     * @param sites   reads what is added to routes
     * @param secrets reads keys
     */
    VipSection(final Set<String> pools, final SitesSection sites, final SecretFile secrets) {
        this.pools = pools;
        this.settings = new ServiceSection(secrets);
        this.sites = sites;
    }

    /** The services by the pool that they use; complete after {@link #read}. */
    Map<String, List<PoolUse>> users() {
        return users;
    }

    List<VipConfig> read(final Value value) {
        final List<VipConfig> vips = new ArrayList<>();
        final Map<InetAddress, Integer> lines = new HashMap<>();
        for (final Value item : value.items()) {
            item.section().flatMap(this::vip).ifPresent(vip -> {
                final Integer line = lines.putIfAbsent(vip.address(), item.position().line());
                if (line != null) {
                    item.error("VIP " + AddressText.format(vip.address()) + " is already in line " + line
                        + "; put all its services there");
                }
                vips.add(vip);
            });
        }
        return vips;
    }

    private Optional<VipConfig> vip(final Section section) {
        final Optional<InetAddress> address = section.required("address").flatMap(it -> it.forwardedAddress("VIP"));
        final RoutePolicy policy = sites.policy(section, address);
        final OptionalInt weight = section.get("weight").flatMap(it -> it.integer(1, Announcement.MAX_WEIGHT))
            .map(OptionalInt::of).orElse(OptionalInt.empty());
        section.required("services");
        final List<ServiceConfig> services = services(section, address);
        return address.map(it -> new VipConfig(it, policy, weight, services));
    }

    private List<ServiceConfig> services(final Section vip, final Optional<InetAddress> address) {
        final List<ServiceConfig> services = new ArrayList<>();
        final Map<String, Integer> lines = new HashMap<>();
        for (final Value item : vip.items("services")) {
            item.section().flatMap(this::service).ifPresent(service -> {
                final String key = service.protocol() + " port " + service.ports();
                final Integer line = lines.putIfAbsent(key, item.position().line());
                if (line != null) {
                    item.error(key + " of this VIP is already served in line " + line + "; remove one of the two");
                } else {
                    overlap(services, service).ifPresent(other -> item.error(key + " and port " + other.ports()
                        + " of this VIP have ports in common; take them apart"));
                }
                group(item, service);
                services.add(service);
                final List<PoolUse> uses = users.computeIfAbsent(service.pool(), _ -> new ArrayList<>());
                address.ifPresent(it -> uses.add(new PoolUse(it, service)));
            });
        }
        return services;
    }

    /** One port goes before a range and that before any, so only ranges can be in each other's way. */
    private static Optional<ServiceConfig> overlap(final List<ServiceConfig> services, final ServiceConfig service) {
        return services.stream()
            .filter(other -> other.protocol() == service.protocol() && isRange(other) && isRange(service))
            .filter(other -> other.ports().overlaps(service.ports()))
            .findFirst();
    }

    private static boolean isRange(final ServiceConfig service) {
        return !service.ports().isSingle() && !service.ports().isAny();
    }

    private void group(final Value item, final ServiceConfig service) {
        service.settings().group().ifPresent(name -> {
            final GroupMember first = groups.putIfAbsent(name, new GroupMember(service, item.position().line()));
            if (first != null && (!first.service().pool().equals(service.pool())
                || !first.service().settings().persistence().equals(service.settings().persistence()))) {
                item.error("group " + name + " has another pool or persistence in line " + first.line()
                    + "; services of a group share both");
            }
        });
    }

    private Optional<ServiceConfig> service(final Section section) {
        final Optional<Protocol> protocol = section.required("protocol")
            .flatMap(it -> it.oneOf(PROTOCOLS, Set.of()));
        final Optional<PortRange> ports = section.required("port").flatMap(it -> it.parsed(PortText::parse));
        final Optional<String> pool = section.required("pool").flatMap(it -> it.text().flatMap(name ->
            pools.contains(name) ? Optional.of(name) : noPool(it, name)));
        final Optional<ServiceSettings> treatment = protocol.map(it -> settings.read(section, it));
        if (treatment.isEmpty() || ports.isEmpty() || pool.isEmpty()) {
            pool.ifPresent(it -> users.computeIfAbsent(it, _ -> new ArrayList<>()));
            return Optional.empty();
        }
        return Optional.of(new ServiceConfig(protocol.get(), ports.get(), pool.get(), treatment.get()));
    }

    private Optional<String> noPool(final Value value, final String name) {
        return value.error("there is no pool '" + name + "'; " + NearestWord.to(name, pools)
            .map(near -> "did you mean '" + near + "'?").orElse("add it under pools"));
    }
}

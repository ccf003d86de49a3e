package dev.directrix.director.config;

import dev.directrix.ecmp.RoutePolicy;
import dev.directrix.forwarder.service.Protocol;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code vips}. */
final class VipSection {

    private static final Map<String, Protocol> PROTOCOLS = Map.of("tcp", Protocol.TCP, "udp", Protocol.UDP);

    private final Map<String, List<ServiceConfig>> users = new HashMap<>();
    private final Set<String> pools;
    private final PolicySection policies;

    /**
     * For a file.
     *
     * @param pools   names of the pools that it has
     * @param ourAsns our AS numbers towards the routers
     */
    VipSection(final Set<String> pools, final Set<Long> ourAsns) {
        this.pools = pools;
        this.policies = new PolicySection(ourAsns);
    }

    /** The services by the pool that they use; complete after {@link #read}. */
    Map<String, List<ServiceConfig>> users() {
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
        final RoutePolicy policy = policies.read(section);
        section.required("services");
        final List<ServiceConfig> services = services(section);
        return address.map(it -> new VipConfig(it, policy, services));
    }

    private List<ServiceConfig> services(final Section vip) {
        final List<ServiceConfig> services = new ArrayList<>();
        final Map<String, Integer> lines = new HashMap<>();
        for (final Value item : vip.items("services")) {
            item.section().flatMap(this::service).ifPresent(service -> {
                final String key = service.protocol() + " port " + service.port();
                final Integer line = lines.putIfAbsent(key, item.position().line());
                if (line != null) {
                    item.error(key + " of this VIP is already served in line " + line + "; remove one of the two");
                }
                services.add(service);
                users.computeIfAbsent(service.pool(), _ -> new ArrayList<>()).add(service);
            });
        }
        return services;
    }

    private Optional<ServiceConfig> service(final Section section) {
        final Optional<Protocol> protocol = section.required("protocol")
            .flatMap(it -> it.oneOf(PROTOCOLS, Set.of()));
        final Optional<Integer> port = section.required("port").flatMap(it -> it.parsed(AddressText::parsePort));
        final Optional<String> pool = section.required("pool").flatMap(it -> it.text().flatMap(name ->
            pools.contains(name) ? Optional.of(name) : noPool(it, name)));
        if (protocol.isEmpty() || port.isEmpty() || pool.isEmpty()) {
            pool.ifPresent(it -> users.computeIfAbsent(it, _ -> new ArrayList<>()));
            return Optional.empty();
        }
        return Optional.of(new ServiceConfig(protocol.get(), port.get(), pool.get()));
    }

    private Optional<String> noPool(final Value value, final String name) {
        return value.error("there is no pool '" + name + "'; " + NearestWord.to(name, pools)
            .map(near -> "did you mean '" + near + "'?").orElse("add it under pools"));
    }
}

package dev.directrix.forwarder.replay;

import dev.directrix.forwarder.neighbor.PinnedNeighbors;
import dev.directrix.forwarder.service.DeadServerPolicy;
import dev.directrix.forwarder.service.Forwarding;
import dev.directrix.forwarder.service.ForwardingMode;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.GueVariant;
import dev.directrix.forwarder.service.OuterSource;
import dev.directrix.forwarder.service.OversizePolicy;
import dev.directrix.forwarder.service.PortRange;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerId;
import dev.directrix.forwarder.service.ServerIdRule;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServerSettings;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.ServiceSettings;
import dev.directrix.forwarder.service.ServiceTimeouts;
import dev.directrix.forwarder.service.TestPools;
import dev.directrix.forwarder.service.TunnelSettings;
import dev.directrix.forwarder.service.VirtualService;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** What Katran's test frames assume, as a table of this director. */
final class KatranConfig {
    private static final int LENGTH_4 = 16;
    private static final int LENGTH_6 = 64;

    private final Map<?, ?> config;
    private final String set;
    private final Map<?, ?> own;

    KatranConfig(final Map<?, ?> config, final String set) {
        this.config = config;
        this.set = set;
        this.own = (Map<?, ?>) ((Map<?, ?>) config.get("sets")).get(set);
    }

    String set() {
        return set;
    }

    long routerMac() {
        return PinnedNeighbors.parseMac((String) config.get("router_mac"));
    }


    int largestInputFrame() {
        return (int) ((Map<?, ?>) config.get("encapsulation")).get("largest_input_frame");
    }

    /** {@code address:port}, an IPv6 address in brackets. */
    static String endpoint(final Object address, final Object port) {
        return address.toString().contains(":") ? "[" + address + "]:" + port : address + ":" + port;
    }

    /** Whether a frame without VLAN tags is sent to the address of a VIP. */
    boolean isVip(final byte[] frame) {
        final byte[] destination =
                frame[12] == 8 ? Arrays.copyOfRange(frame, 30, 34) : Arrays.copyOfRange(frame, 38, 54);
        return vips().stream().map(vip -> InetAddress.ofLiteral((String) vip.get("address")).getAddress())
                .anyMatch(address -> Arrays.equals(address, destination));
    }

    /** Whether a VIP's servers are chosen by the destination port only. */
    boolean hashesPortOnly(final Map<?, ?> one) {
        return vip(one).filter(vip -> flags(vip).contains("hash_dport_only")).isPresent();
    }

    /** A server of the case's VIP that is not this one. */
    String anotherReal(final Map<?, ?> one, final String real) {
        return ((List<?>) vip(one).orElseThrow().get("reals")).stream()
                .map(String.class::cast).filter(each -> !each.equals(real)).findFirst().orElseThrow();
    }

    /** The table; the server that the case expects is in every pool, without a share of its own if need be. */
    ForwardingTable table(final Map<?, ?> one) {
        final Set<InetAddress> addresses = new LinkedHashSet<>();
        final List<VirtualService> services = new ArrayList<>();
        for (final Map<?, ?> vip : vips()) {
            final InetAddress address = InetAddress.ofLiteral((String) vip.get("address"));
            addresses.add(address);
            final int port = (int) vip.get("port");
            services.add(new VirtualService(
                    address,
                    "tcp".equals(vip.get("proto")) ? Protocol.TCP : Protocol.UDP,
                    port == 0 ? PortRange.ANY : PortRange.of(port),
                    pool("pool-" + services.size(), vip, one),
                    settings(vip)));
        }
        return ForwardingTable.of(addresses, services);
    }

    private ServerPool pool(final String name, final Map<?, ?> vip, final Map<?, ?> one) {
        final List<?> reals = (List<?>) vip.get("reals");
        final Set<String> all = new LinkedHashSet<>();
        reals.forEach(real -> all.add((String) real));
        if (!all.isEmpty()) {
            ids().keySet().forEach(all::add);
            if (one.get("expected_real") instanceof String expected) {
                all.add(expected);
            }
        }
        final List<RealServer> servers = all.stream()
                .map(real -> new RealServer(real, InetAddress.ofLiteral(real), reals.contains(real) ? 1 : 0,
                        ServerState.ACTIVE, settings(real)))
                .toList();
        return TestPools.pool(name, servers, Forwarding.of(isGue() ? ForwardingMode.GUE : ForwardingMode.IPIP,
                tunnel(one)));
    }

    private TunnelSettings tunnel(final Map<?, ?> one) {
        final Map<?, ?> gue = (Map<?, ?>) config.get("gue");
        final OptionalInt mtu = one.get("mtu") instanceof Integer inner
                ? OptionalInt.of(inner + overhead(one)) : OptionalInt.empty();
        if (!isGue()) {
            final Map<?, ?> ipip = (Map<?, ?>) config.get("ipip");
            return new TunnelSettings(
                    Optional.of(OuterSource.of(prefix(ipip.get("outer_v4_source_prefix")), LENGTH_4)),
                    Optional.of(OuterSource.of(prefix(ipip.get("outer_v6_source_prefix")), LENGTH_6)),
                    TunnelSettings.GUE_PORT, GueVariant.DIRECT, OptionalInt.empty(), mtu);
        }
        return new TunnelSettings(
                Optional.of(OuterSource.of(InetAddress.ofLiteral((String) gue.get("source_v4")))),
                Optional.of(OuterSource.of(InetAddress.ofLiteral((String) gue.get("source_v6")))),
                (int) gue.get("destination_port"), GueVariant.DIRECT, OptionalInt.empty(), mtu);
    }

    /** Octets of the outer headers when the servers have the IP version of the VIP. */
    private static int overhead(final Map<?, ?> one) {
        return ((String) one.get("in")).startsWith("0800", 24) ? 28 : 48;
    }

    private boolean isGue() {
        return "gue".equals(own.get("encapsulation")) || !own.containsKey("encapsulation");
    }

    private ServiceSettings settings(final Map<?, ?> vip) {
        final List<ServerIdRule> rules = new ArrayList<>();
        if (flags(vip).contains("quic")) {
            rules.add(new ServerIdRule.KatranQuic());
        }
        if (flags(vip).contains("udp_stable_routing")) {
            rules.add(new ServerIdRule.StableRouting());
        }
        return new ServiceSettings(Optional.empty(), Optional.empty(), false, ServiceTimeouts.DEFAULT,
                OversizePolicy.TOO_BIG, DeadServerPolicy.MOVE, rules);
    }

    private ServerSettings settings(final String real) {
        return new ServerSettings(ServerSettings.SAME_PORT, ServerSettings.NO_LIMIT, ServerSettings.NO_LIMIT,
                ids().getOrDefault(real, List.of()));
    }

    private Map<String, List<ServerId>> ids() {
        return ((List<?>) config.get("quic_server_ids")).stream().map(item -> (Map<?, ?>) item)
                .collect(Collectors.groupingBy(item -> (String) item.get("real"),
                        Collectors.mapping(item -> ServerId.of((int) item.get("id")), Collectors.toList())));
    }

    private List<Map<?, ?>> vips() {
        final Object vips = own.containsKey("vips") ? own.get("vips") : config.get("vips");
        return ((List<?>) vips).stream().<Map<?, ?>>map(item -> (Map<?, ?>) item).toList();
    }

    private Optional<Map<?, ?>> vip(final Map<?, ?> one) {
        return one.get("vip") instanceof Map<?, ?> wanted
                ? vips().stream().filter(vip -> vip.get("address").equals(wanted.get("address"))
                        && vip.get("port").equals(wanted.get("port"))
                        && vip.get("proto").equals(wanted.get("proto"))).findFirst()
                : Optional.empty();
    }

    private static List<?> flags(final Map<?, ?> vip) {
        return (List<?>) vip.get("flags");
    }

    private static InetAddress prefix(final Object text) {
        return InetAddress.ofLiteral(text.toString().replaceFirst("/.*", ""));
    }
}

package dev.directrix.director.reconcile;

import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.director.config.CheckConfig;
import dev.directrix.director.config.CheckTiming;
import dev.directrix.director.config.ClusterConfig;
import dev.directrix.director.config.ConfigSource;
import dev.directrix.director.config.DatapathConfig;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.FlowTracking;
import dev.directrix.director.config.FlowsConfig;
import dev.directrix.director.config.GuardConfig;
import dev.directrix.director.config.LoadedConfig;
import dev.directrix.director.config.MaglevConfig;
import dev.directrix.director.config.NodeConfig;
import dev.directrix.director.config.PoolConfig;
import dev.directrix.director.config.Position;
import dev.directrix.director.config.ServerConfig;
import dev.directrix.director.config.ServiceConfig;
import dev.directrix.director.config.SitesConfig;
import dev.directrix.director.config.VipConfig;
import dev.directrix.director.config.WeightAutoConfig;
import dev.directrix.ecmp.RoutePolicy;
import dev.directrix.forwarder.datapath.DatapathMode;
import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.neighbor.PinnedNeighbors;
import dev.directrix.forwarder.service.Forwarding;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.Scheduling;
import dev.directrix.maglev.Seed;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Configurations for tests, small and varied one thing at a time. */
public final class Configs {

    /** The VIP of {@link #web}. */
    public static final InetAddress VIP = address("192.0.2.10");

    private Configs() {
    }

    /** One VIP, tcp/80 to pool web with servers s1 and s2, one neighbour, a small table. */
    public static DirectorConfig web(final String... servers) {
        final String[] names = servers.length == 0 ? new String[] {"s1", "s2"} : servers;
        return config(100, List.of(vip(VIP, service(80, "web"))), pool("web", names));
    }

    /** A whole configuration. */
    public static DirectorConfig config(final int weight, final List<VipConfig> vips, final PoolConfig... pools) {
        final SortedMap<String, PoolConfig> byName = new TreeMap<>();
        Arrays.stream(pools).forEach(pool -> byName.put(pool.name(), pool));
        return new DirectorConfig(
            new NodeConfig("d1", List.of("eth0"), Path.of("/nowhere/control.sock"), Optional.empty(),
                Path.of("/nowhere/d1.state"), Optional.empty()), weight,
            new DatapathConfig(DatapathMode.AUTO, 1024, PinnedNeighbors.NONE),
            new FlowsConfig(FlowTracking.ALWAYS, FlowTimeouts.DEFAULT),
            new MaglevConfig(251, Optional.of(Seed.of(new byte[16]))),
            Optional.of(new SpeakerConfig(65_101, (Inet4Address) address("10.0.1.11"), Optional.empty(),
                List.of(NeighborConfig.of(address("10.0.1.1"), 65_000)))),
            vips, byName, Optional.empty(), Optional.empty(), Optional.empty(), GuardConfig.NONE,
            SitesConfig.NONE);
    }

    /** The same with other values at the node. */
    public static DirectorConfig withNode(final DirectorConfig config, final NodeConfig node) {
        return new DirectorConfig(node, config.weight(), config.datapath(), config.flows(), config.maglev(),
            config.bgp(), config.vips(), config.pools(), config.cluster(), config.auto(), config.router(),
            config.guard(), config.sites());
    }

    /** The same with another control socket and, if wanted, an admin address. */
    public static DirectorConfig withSockets(
        final DirectorConfig config, final Path socket, final Optional<InetSocketAddress> admin) {
        return withNode(config, new NodeConfig(
            config.node().name(), config.node().interfaces(), socket, admin, config.node().stateFile(),
            config.node().site()));
    }

    /** The same with other BGP settings. */
    public static DirectorConfig withBgp(final DirectorConfig config, final Optional<SpeakerConfig> bgp) {
        return new DirectorConfig(config.node(), config.weight(), config.datapath(), config.flows(), config.maglev(),
            bgp, config.vips(), config.pools(), config.cluster(), config.auto(), config.router(),
            config.guard(), config.sites());
    }

    /** The same with other settings of the hash, as a member of a cluster. */
    public static DirectorConfig withCluster(
        final DirectorConfig config, final MaglevConfig maglev, final ClusterConfig cluster) {
        return new DirectorConfig(config.node(), config.weight(), config.datapath(), config.flows(), maglev,
            config.bgp(), config.vips(), config.pools(), Optional.of(cluster), config.auto(), config.router(),
            config.guard(), config.sites());
    }

    /** The same with weights that follow the load. */
    public static DirectorConfig withAuto(final DirectorConfig config, final WeightAutoConfig auto) {
        return new DirectorConfig(config.node(), config.weight(), config.datapath(), config.flows(), config.maglev(),
            config.bgp(), config.vips(), config.pools(), config.cluster(), Optional.of(auto), config.router(),
            config.guard(), config.sites());
    }

    /** The same with another guard. */
    public static DirectorConfig withGuard(final DirectorConfig config, final GuardConfig guard) {
        return new DirectorConfig(config.node(), config.weight(), config.datapath(), config.flows(), config.maglev(),
            config.bgp(), config.vips(), config.pools(), config.cluster(), config.auto(), config.router(),
            guard, config.sites());
    }

    /** A VIP. */
    public static VipConfig vip(final InetAddress address, final ServiceConfig... services) {
        return new VipConfig(address, RoutePolicy.NONE, OptionalInt.empty(), List.of(services));
    }

    /** The same with a weight of its own. */
    public static VipConfig weighing(final VipConfig vip, final int weight) {
        return new VipConfig(vip.address(), vip.policy(), OptionalInt.of(weight), vip.services());
    }

    /** A TCP service. */
    public static ServiceConfig service(final int port, final String pool) {
        return new ServiceConfig(Protocol.TCP, port, pool);
    }

    /** A pool of servers sN with address 10.0.1.(20+N) and weight 1, or {@code sN=WEIGHT}, checked by TCP. */
    public static PoolConfig pool(final String name, final String... servers) {
        final List<ServerConfig> list = new ArrayList<>();
        for (final String server : servers) {
            final String[] parts = server.split("=", -1);
            list.add(new ServerConfig(parts[0], server(parts[0]), parts.length == 1 ? 1 : Integer.parseInt(parts[1])));
        }
        return new PoolConfig(name, Forwarding.DIRECT, Scheduling.MAGLEV, list, Optional.of(new CheckConfig.Tcp(
            80, new CheckTiming(Duration.ofSeconds(1), Duration.ofMillis(500), 1, 1))));
    }

    /** The address of server sN. */
    public static InetAddress server(final String name) {
        return address("10.0.1." + (20 + Integer.parseInt(name.substring(1))));
    }

    /** As if loaded from a file. */
    public static LoadedConfig loaded(final DirectorConfig config, final Path file) {
        return new LoadedConfig(config, source(file), List.of());
    }

    /** A source that knows a few places. */
    public static ConfigSource source(final Path file) {
        return new ConfigSource(file, Map.of("node.interfaces", new Position(3, 15), "bgp", new Position(9, 1)));
    }

    /** A literal address. */
    public static InetAddress address(final String literal) {
        return InetAddress.ofLiteral(literal);
    }
}

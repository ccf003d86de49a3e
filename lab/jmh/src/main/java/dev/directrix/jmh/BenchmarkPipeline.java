package dev.directrix.jmh;

import dev.directrix.forwarder.flow.FlowListener;
import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.flow.TimeoutClasses;
import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.pipeline.Pipeline;
import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.Forwarding;
import dev.directrix.forwarder.service.ForwardingMode;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.GueVariant;
import dev.directrix.forwarder.service.NatSettings;
import dev.directrix.forwarder.service.OuterSource;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.Scheduling;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.TableCompiler;
import dev.directrix.forwarder.service.TunnelSettings;
import dev.directrix.forwarder.service.VirtualService;
import dev.directrix.maglev.FlowHash;
import dev.directrix.maglev.Seed;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** A pipeline that serves tcp 192.0.2.10:80 with 100 servers and 65,537 slots. */
final class BenchmarkPipeline {
    static final Seed SEED = Seed.ofHex("000102030405060708090a0b0c0d0e0f");
    static final FlowHash HASH = FlowHash.of(SEED);
    private static final int SERVERS = 100;
    private static final int SLOTS = 65_537;
    private static final int VIP = 0xc000_020a;
    private static final int FIRST_SERVER = 0x0a01_0000;

    private BenchmarkPipeline() {
    }

    /** Flow tables of one worker. */
    static FlowTables tables(final int capacity) {
        return new FlowTables(capacity, HASH, new LocalPorts(0, 1, LocalPorts.DEFAULT_REST),
                new TimeoutClasses(FlowTimeouts.DEFAULT), FlowListener.NONE);
    }

    static Pipeline over(final FlowTables table) {
        return over(table, Forwarding.DIRECT);
    }

    /** A mode with outer addresses, local addresses and code points as it needs them. */
    static Forwarding forwarding(final String mode) {
        final ForwardingMode wanted = ForwardingMode.valueOf(mode.toUpperCase(Locale.ROOT));
        final TunnelSettings tunnel = new TunnelSettings(
                Optional.of(OuterSource.of(InetAddress.ofLiteral("10.3.0.0"), 16)),
                Optional.of(OuterSource.of(InetAddress.ofLiteral("fd00:3::"), 64)),
                TunnelSettings.GUE_PORT, GueVariant.HEADER, OptionalInt.empty());
        final NatSettings nat = new NatSettings(
                List.of(InetAddress.ofLiteral("10.2.0.1"), InetAddress.ofLiteral("10.2.0.2"),
                        InetAddress.ofLiteral("fd00:2::1")),
                NatSettings.DEFAULT_PORTS, true);
        return switch (wanted) {
            case DR -> Forwarding.DIRECT;
            case IPIP, GRE, GUE, MINIMAL -> Forwarding.of(wanted, tunnel);
            case NAT -> Forwarding.of(wanted);
            case FULLNAT -> Forwarding.of(wanted, nat);
            case DSCP -> Forwarding.dscp(Map.of(Addresses.ofInt(VIP), 10, SeedFrames.VIP_6, 11));
        };
    }

    static Pipeline over(final FlowTables table, final Forwarding forwarding) {
        final InetAddress vip = Addresses.ofInt(VIP);
        final List<RealServer> servers = IntStream.range(0, SERVERS)
                .mapToObj(i -> new RealServer("s" + i, Addresses.ofInt(FIRST_SERVER + i), 1, ServerState.ACTIVE))
                .toList();
        final VirtualService service =
                new VirtualService(vip, Protocol.TCP, 80, ServerPool.of(
                        "web", servers, forwarding, Scheduling.MAGLEV, SLOTS, SEED));
        final Pipeline pipeline = new Pipeline(HASH, table, new BenchmarkNextHops(SERVERS));
        pipeline.apply(new TableCompiler().compile(ForwardingTable.of(Set.of(vip), List.of(service))));
        return pipeline;
    }
}

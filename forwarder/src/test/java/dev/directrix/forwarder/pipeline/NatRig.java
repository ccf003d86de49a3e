package dev.directrix.forwarder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.flow.FlowListener;
import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.flow.TimeoutClasses;
import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.scheduler.Scheduler;
import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.Forwarding;
import dev.directrix.forwarder.service.ForwardingMode;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.NatSettings;
import dev.directrix.forwarder.service.PortRange;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerId;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServerSettings;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.ServiceSettings;
import dev.directrix.forwarder.service.TableCompiler;
import dev.directrix.forwarder.service.TestPools;
import dev.directrix.forwarder.service.VirtualService;
import dev.directrix.maglev.FlowHash;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** Two workers that translate, and what leaves them, parsed and verified. */
abstract class NatRig {
    private static final FlowHash HASH = FlowHash.of(TestPools.SEED);
    static final InetAddress CLIENT_4 = InetAddress.ofLiteral("198.51.100.7");
    static final InetAddress SERVER_4 = InetAddress.ofLiteral("10.0.0.1");
    static final InetAddress SERVER_6 = InetAddress.ofLiteral("fd00::1");
    static final InetAddress LOCAL_4 = InetAddress.ofLiteral("10.0.9.9");
    static final InetAddress LOCAL_6 = InetAddress.ofLiteral("fd00:9::9");
    static final long SERVER_MAC = 0x0200_0a00_0000L;

    private final TimeoutClasses classes = new TimeoutClasses(FlowTimeouts.DEFAULT);
    private final List<FlowTables> flows = List.of(tables(0), tables(1));
    private final List<NatFlows> nat = NatFlows.of(flows);
    final Pipeline[] workers = {worker(0), worker(1)};
    final MemorySegment memory = TestPacket.segment(new byte[4096]);
    int serverMtu = 1500;
    long nowNs = 1_000_000_000L;
    byte[] out = {};

    /** Servers at port 1, our addresses, and 1,500 octets unless a test says otherwise. */
    private final class Hops implements NextHops {
        @Override
        public long hopOf(final int serverId) {
            return NextHops.hop(SERVER_MAC + serverId, 1);
        }

        @Override
        public int mtuOf(final int serverId) {
            return serverMtu;
        }

        @Override
        public int mtuOfPort(final int port) {
            return 1500;
        }

        @Override
        public long sourceMacOf(final int port) {
            return TestPacket.OWN_MAC + port;
        }

        @Override
        public boolean isOwn(final long mac) {
            return mac == TestPacket.OWN_MAC || mac == TestPacket.OWN_MAC + 1;
        }
    }

    private FlowTables tables(final int number) {
        return new FlowTables(
                100, HASH, new LocalPorts(number, 2, LocalPorts.DEFAULT_REST), classes, FlowListener.NONE);
    }

    private Pipeline worker(final int number) {
        return new Pipeline(HASH, flows.get(number), new Hops(), Scheduler.MAGLEV, nat, number);
    }

    @AfterEach
    final void close() {
        flows.forEach(FlowTables::close);
    }

    void serve(final Forwarding forwarding, final InetAddress vip, final InetAddress... servers) {
        serve(forwarding, List.of(vip), ServiceSettings.DEFAULT, servers);
    }

    /** Tcp 80 and udp 53 of the VIPs, where it can be at port 8080 of the servers; these have numbers from 1 on. */
    void serve(
            final Forwarding forwarding,
            final List<InetAddress> vips,
            final ServiceSettings settings,
            final InetAddress... servers) {
        final int port = forwarding.mode().mapsPorts() ? 8080 : ServerSettings.SAME_PORT;
        final List<RealServer> all = IntStream.range(0, servers.length).mapToObj(i -> new RealServer(
                "s" + i, servers[i], 1, ServerState.ACTIVE, new ServerSettings(port, ServerSettings.NO_LIMIT,
                ServerSettings.NO_LIMIT, List.of(ServerId.of(i + 1))))).toList();
        final ServerPool pool = TestPools.pool("web", all, forwarding);
        final ForwardingTable table = ForwardingTable.of(Set.copyOf(vips), vips.stream().flatMap(vip -> Stream.of(
                new VirtualService(vip, Protocol.TCP, PortRange.of(80), pool, settings),
                new VirtualService(vip, Protocol.UDP, PortRange.of(53), pool, settings))).toList());
        final TableCompiler compiler = new TableCompiler();
        for (final Pipeline each : workers) {
            each.apply(compiler.compile(table));
        }
    }

    static Forwarding fullNat(final boolean toa) {
        return Forwarding.of(ForwardingMode.FULLNAT,
                new NatSettings(List.of(LOCAL_4, LOCAL_6), new PortRange(5000, 5999), toa));
    }

    int process(final int worker, final int port, final byte... frame) {
        return processAt(512, worker, port, frame);
    }

    /** A frame that lies elsewhere, since another one is still needed. */
    int processAt(final long offset, final int worker, final int port, final byte... frame) {
        MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, offset, frame.length);
        final int verdict = workers[worker].process(memory, offset, frame.length, port, nowNs);
        out = Verdict.isTx(verdict)
                ? memory.asSlice(workers[worker].lastOffset(), workers[worker].lastLength())
                        .toArray(ValueLayout.JAVA_BYTE)
                : new byte[0];
        return verdict;
    }

    /** What left, parsed, its checksums verified. */
    PacketParser sent() {
        final PacketParser packet = new PacketParser();
        packet.parse(TestPacket.segment(out), 0, out.length);
        final int header = (int) (packet.transport() - packet.ip());
        if (packet.isIpv4()) {
            assertThat(TestPacket.checksum(out, 14, header)).as("IPv4 checksum").isZero();
        }
        return packet;
    }

    PacketParser verified() {
        final PacketParser packet = sent();
        final byte[] transport = Arrays.copyOfRange(out, (int) packet.transport(), 14 + packet.ipBytes());
        assertThat(TestPacket.transportChecksum(source(packet).getAddress(), destination(packet).getAddress(),
                packet.protocol(), transport)).as("transport checksum").isZero();
        return packet;
    }

    static InetAddress source(final PacketParser packet) {
        return Addresses.ofLongs(packet.sourceHigh(), packet.sourceLow());
    }

    static InetAddress destination(final PacketParser packet) {
        return Addresses.ofLongs(packet.destinationHigh(), packet.destinationLow());
    }

    static TestPacket fromServer(final InetAddress server, final InetAddress to, final int port) {
        return new TestPacket().from(server).to(to).withTcp(8080, port, TestPacket.SYN | TestPacket.ACK)
                .macs(TestPacket.OWN_MAC + 1, SERVER_MAC);
    }
}

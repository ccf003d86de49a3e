package dev.directrix.forwarder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.flow.FlowListener;
import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.flow.TimeoutClasses;
import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.packet.IpProtocol;
import dev.directrix.forwarder.packet.PacketKind;
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
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServerSettings;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.TableCompiler;
import dev.directrix.forwarder.service.TestPools;
import dev.directrix.forwarder.service.VirtualService;
import dev.directrix.maglev.FlowHash;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** NAT and FULLNAT there and back, at two workers, with errors, fragments and both IP versions. */
class PipelineNatTest {
    private static final FlowHash HASH = FlowHash.of(TestPools.SEED);
    private static final InetAddress CLIENT_4 = InetAddress.ofLiteral("198.51.100.7");
    private static final InetAddress SERVER_4 = InetAddress.ofLiteral("10.0.0.1");
    private static final InetAddress SERVER_6 = InetAddress.ofLiteral("fd00::1");
    private static final InetAddress LOCAL_4 = InetAddress.ofLiteral("10.0.9.9");
    private static final InetAddress LOCAL_6 = InetAddress.ofLiteral("fd00:9::9");
    private static final long SERVER_MAC = 0x0200_0a00_0000L;

    private final TimeoutClasses classes = new TimeoutClasses(FlowTimeouts.DEFAULT);
    private final List<FlowTables> flows = List.of(tables(0), tables(1));
    private final List<NatFlows> nat = NatFlows.of(flows);
    private final Pipeline[] workers = {worker(0), worker(1)};
    private final MemorySegment memory = TestPacket.segment(new byte[4096]);
    private long nowNs = 1_000_000_000L;
    private byte[] out = {};

    /** Servers at port 1, our addresses, and 1,500 octets everywhere. */
    private static final class Hops implements NextHops {
        @Override
        public long hopOf(final int serverId) {
            return NextHops.hop(SERVER_MAC + serverId, 1);
        }

        @Override
        public int mtuOf(final int serverId) {
            return 1500;
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
    void close() {
        flows.forEach(FlowTables::close);
    }

    private void serve(final Forwarding forwarding, final InetAddress vip, final InetAddress server) {
        final ServerPool pool = TestPools.pool("web", List.of(new RealServer("s", server, 1, ServerState.ACTIVE,
                new ServerSettings(8080, ServerSettings.NO_LIMIT, ServerSettings.NO_LIMIT, List.of()))), forwarding);
        final ForwardingTable table = ForwardingTable.of(Set.of(vip), List.of(
                new VirtualService(vip, Protocol.TCP, 80, pool), new VirtualService(vip, Protocol.UDP, 53, pool)));
        final TableCompiler compiler = new TableCompiler();
        for (final Pipeline each : workers) {
            each.apply(compiler.compile(table));
        }
    }

    private static Forwarding fullNat(final boolean toa) {
        return Forwarding.of(ForwardingMode.FULLNAT,
                new NatSettings(List.of(LOCAL_4, LOCAL_6), new PortRange(5000, 5999), toa));
    }

    private int process(final int worker, final int port, final byte... frame) {
        MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, 512, frame.length);
        final int verdict = workers[worker].process(memory, 512, frame.length, port, nowNs);
        out = Verdict.isTx(verdict)
                ? memory.asSlice(workers[worker].lastOffset(), workers[worker].lastLength())
                        .toArray(ValueLayout.JAVA_BYTE)
                : new byte[0];
        return verdict;
    }

    /** What left, parsed, its checksums verified. */
    private PacketParser sent() {
        final PacketParser packet = new PacketParser();
        packet.parse(TestPacket.segment(out), 0, out.length);
        final int header = (int) (packet.transport() - packet.ip());
        if (packet.isIpv4()) {
            assertThat(TestPacket.checksum(out, 14, header)).as("IPv4 checksum").isZero();
        }
        return packet;
    }

    private PacketParser verified() {
        final PacketParser packet = sent();
        final byte[] transport = Arrays.copyOfRange(out, (int) packet.transport(), 14 + packet.ipBytes());
        assertThat(TestPacket.transportChecksum(source(packet).getAddress(), destination(packet).getAddress(),
                packet.protocol(), transport)).as("transport checksum").isZero();
        return packet;
    }

    private static InetAddress source(final PacketParser packet) {
        return Addresses.ofLongs(packet.sourceHigh(), packet.sourceLow());
    }

    private static InetAddress destination(final PacketParser packet) {
        return Addresses.ofLongs(packet.destinationHigh(), packet.destinationLow());
    }

    private static TestPacket fromServer(final InetAddress server, final InetAddress to, final int port) {
        return new TestPacket().from(server).to(to).withTcp(8080, port, TestPacket.SYN | TestPacket.ACK)
                .macs(TestPacket.OWN_MAC + 1, SERVER_MAC);
    }

    @Test
    void shouldTranslateTheDestinationAndBack() {
        serve(Forwarding.of(ForwardingMode.NAT), TestPools.VIP, SERVER_4);
        assertThat(process(0, 0, TestPacket.tcp(4000, TestPacket.SYN).ttl(9).bytes())).isEqualTo(Verdict.tx(1));
        PacketParser packet = verified();
        assertThat(source(packet)).isEqualTo(CLIENT_4);
        assertThat(destination(packet)).isEqualTo(SERVER_4);
        assertThat(packet.ports()).isEqualTo((4000 << 16) | 8080);
        assertThat(packet.ttl()).isEqualTo(8);

        assertThat(process(1, 1, fromServer(SERVER_4, CLIENT_4, 4000).bytes()))
                .as("the answer, at the other worker").isEqualTo(Verdict.tx(0));
        packet = verified();
        assertThat(source(packet)).isEqualTo(TestPools.VIP);
        assertThat(destination(packet)).isEqualTo(CLIENT_4);
        assertThat(packet.ports()).isEqualTo((80 << 16) | 4000);
        assertThat(ByteBuffer.wrap(out).getLong() >>> 16).isEqualTo(TestPacket.ROUTER_MAC);
        assertThat(workers[1].counters().total(Counters.Total.ANSWERS)).isEqualTo(1);
    }

    @Test
    void shouldTranslateBothEndsAndBackForAllPairsOfIpVersions() {
        for (final InetAddress server : new InetAddress[] {SERVER_4, SERVER_6}) {
            for (final TestPacket syn : new TestPacket[] {
                TestPacket.tcp(4000, TestPacket.SYN), TestPacket.tcp(4000, TestPacket.SYN).v6()}) {
                final boolean ipv4 = syn.ip()[0] >>> 4 == 4;
                final InetAddress vip = ipv4 ? TestPools.VIP : TestPacket.VIP_6;
                serve(fullNat(false), vip, server);
                nowNs += 400_000_000_000L;
                process(1, 0, TestPacket.tcp(1, TestPacket.RST).bytes());
                assertThat(process(0, 0, syn.bytes())).isEqualTo(Verdict.tx(1));
                final PacketParser request = verified();
                final InetAddress local = server.equals(SERVER_4) ? LOCAL_4 : LOCAL_6;
                assertThat(source(request)).isEqualTo(local);
                assertThat(destination(request)).isEqualTo(server);
                final int localPort = request.ports() >>> 16;
                assertThat(localPort).isBetween(5000, 5999);
                assertThat(process(1, 1, fromServer(server, local, localPort).bytes())).isEqualTo(Verdict.tx(0));
                final PacketParser answer = verified();
                assertThat(source(answer)).isEqualTo(vip);
                assertThat(destination(answer)).isEqualTo(ipv4 ? CLIENT_4 : TestPacket.CLIENT_6);
                assertThat(answer.ports()).isEqualTo((80 << 16) | 4000);
            }
        }
    }

    @Test
    void shouldTellTheServerTheClientsAddressAtTheBeginning() {
        serve(fullNat(true), TestPools.VIP, SERVER_4);
        process(0, 0, TestPacket.tcp(4000, TestPacket.SYN).bytes());
        PacketParser packet = verified();
        assertThat(out[(int) packet.transport() + 20] & 0xff).isEqualTo(254);
        assertThat(Arrays.copyOfRange(out, (int) packet.transport() + 24, (int) packet.transport() + 28))
                .isEqualTo(CLIENT_4.getAddress());
        for (int i = 0; i < 8; i++) {
            process(0, 0, TestPacket.tcp(4000, TestPacket.ACK).payload(5).bytes());
            packet = verified();
        }
        assertThat(packet.transportBytes()).as("without the option").isEqualTo(25);
    }

    @Test
    void shouldBringErrorsToBothEnds() {
        for (final Forwarding forwarding : new Forwarding[] {
            fullNat(false), Forwarding.of(ForwardingMode.NAT)}) {
            serve(forwarding, TestPools.VIP, SERVER_4);
            nowNs += 400_000_000_000L;
            process(0, 0, TestPacket.tcp(4000, TestPacket.SYN).bytes());
            final byte[] request = Arrays.copyOfRange(out, 14, out.length);
            final int localPort = sent().ports() >>> 16;
            final InetAddress local = source(sent());

            final byte[] answer = new TestPacket().from(TestPools.VIP).to(CLIENT_4)
                    .withTcp(80, 4000, TestPacket.ACK).ip();
            assertThat(process(0, 0, TestPacket.icmp(3, 4, 1400, answer).bytes())).isEqualTo(Verdict.tx(1));
            PacketParser error = sent();
            assertThat(TestPacket.checksum(out, 34, out.length - 34)).as("ICMP checksum").isZero();
            assertThat(Arrays.copyOfRange(out, 30, 34)).isEqualTo(SERVER_4.getAddress());
            assertThat(destination(error)).as("the quoted source").isEqualTo(SERVER_4);
            assertThat(error.ports()).isEqualTo((localPort << 16) | 8080);

            final byte[] frame = TestPacket.icmp(3, 4, 1400, request).from(InetAddress.ofLiteral("10.0.0.254"))
                    .to(local).macs(TestPacket.OWN_MAC + 1, SERVER_MAC).bytes();
            assertThat(process(1, 1, frame)).isEqualTo(Verdict.tx(0));
            error = sent();
            assertThat(TestPacket.checksum(out, 34, out.length - 34)).as("ICMP checksum").isZero();
            assertThat(Arrays.copyOfRange(out, 30, 34)).isEqualTo(CLIENT_4.getAddress());
            assertThat(source(error)).as("the quoted destination").isEqualTo(TestPools.VIP);
            assertThat(destination(error)).as("the quoted source").isEqualTo(CLIENT_4);
            assertThat(error.ports()).isEqualTo((80 << 16) | 4000);
        }
    }

    @Test
    void shouldTranslateFragmentsOfBothDirections() {
        serve(fullNat(false), TestPools.VIP, SERVER_4);
        final byte[] datagram = TestPacket.udp(4000, 792).ip();
        final byte[] first = Arrays.copyOfRange(datagram, 20, 420);
        final byte[] second = Arrays.copyOfRange(datagram, 420, 820);
        assertThat(process(0, 0, TestPacket.udp(4000).part(first).fragment(0x2000).bytes())).isEqualTo(Verdict.tx(1));
        final int localPort = sent().ports() >>> 16;
        final byte[] sentFirst = Arrays.copyOfRange(out, 34, out.length);
        assertThat(process(0, 0, TestPacket.udp(4000).part(second).fragment(50).bytes())).isEqualTo(Verdict.tx(1));
        assertThat(source(sent())).isEqualTo(LOCAL_4);
        assertThat(destination(sent())).isEqualTo(SERVER_4);
        final byte[] whole = Arrays.copyOf(sentFirst, 800);
        System.arraycopy(out, 34, whole, 400, 400);
        assertThat(TestPacket.transportChecksum(LOCAL_4.getAddress(), SERVER_4.getAddress(), IpProtocol.UDP, whole))
                .as("of the whole datagram").isZero();

        final byte[] answer = first.clone();
        ByteBuffer.wrap(answer).putShort(0, (short) 8080).putShort(2, (short) localPort);
        assertThat(process(0, 1, TestPacket.udp(1).part(answer).fragment(0x2000).from(SERVER_4).to(LOCAL_4)
                .macs(TestPacket.OWN_MAC + 1, SERVER_MAC).bytes())).isEqualTo(Verdict.tx(0));
        assertThat(process(0, 1, TestPacket.udp(1).part(second).fragment(50).from(SERVER_4).to(LOCAL_4)
                .macs(TestPacket.OWN_MAC + 1, SERVER_MAC).bytes())).isEqualTo(Verdict.tx(0));
        assertThat(source(sent())).isEqualTo(TestPools.VIP);
        assertThat(destination(sent())).isEqualTo(CLIENT_4);
    }

    @Test
    void shouldLeaveToTheKernelWhatIsNoAnswer() {
        serve(fullNat(false), TestPools.VIP, SERVER_4);
        assertThat(process(0, 1, fromServer(SERVER_4, LOCAL_4, 5001).bytes())).isEqualTo(Verdict.PASS);
        assertThat(process(0, 1, fromServer(SERVER_6, LOCAL_6, 22).bytes())).isEqualTo(Verdict.PASS);
    }

    @Test
    void shouldDropWhatItCannotTranslateWithAReason() {
        serve(fullNat(false), TestPools.VIP, SERVER_4);
        assertThat(Verdict.reason(process(0, 0, TestPacket.tcp(4000, TestPacket.ACK).bytes())))
                .isEqualTo(DropReason.NO_CONNECTION);
        serve(Forwarding.of(ForwardingMode.FULLNAT,
                new NatSettings(List.of(LOCAL_4), new PortRange(5000, 5003), false)), TestPools.VIP, SERVER_4);
        assertThat(Verdict.isTx(process(0, 0, TestPacket.tcp(1, TestPacket.SYN).bytes()))).isTrue();
        assertThat(Verdict.isTx(process(0, 0, TestPacket.tcp(2, TestPacket.SYN).bytes()))).isTrue();
        assertThat(Verdict.reason(process(0, 0, TestPacket.tcp(3, TestPacket.SYN).bytes())))
                .isEqualTo(DropReason.NO_LOCAL_PORT);
        serve(fullNat(false), TestPools.VIP, SERVER_6);
        assertThat(Verdict.reason(process(0, 0, TestPacket.udp(4000, 100).fragment(0x2000).bytes())))
                .isEqualTo(DropReason.UNTRANSLATABLE);
        assertThat(Verdict.isTx(process(0, 0, TestPacket.tcp(5, TestPacket.SYN).ttl(1).bytes()))).isTrue();
        assertThat(new PacketParser().parse(TestPacket.segment(out), 0, out.length)).as("time exceeded")
                .isEqualTo(PacketKind.ICMP_ERROR);
    }
}

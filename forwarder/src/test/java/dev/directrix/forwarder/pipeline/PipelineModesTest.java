package dev.directrix.forwarder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.flow.FlowListener;
import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.flow.TimeoutClasses;
import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.IpProtocol;
import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.Forwarding;
import dev.directrix.forwarder.service.ForwardingMode;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.OuterSource;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.forwarder.service.TableCompiler;
import dev.directrix.forwarder.service.TestPools;
import dev.directrix.forwarder.service.TunnelSettings;
import dev.directrix.forwarder.service.VirtualService;
import dev.directrix.maglev.FlowHash;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every mode that needs no way back, both IP versions, with errors, fragments and packets that are too large. */
class PipelineModesTest {
    private static final int SLOT = 4096;
    private static final int SLOTS = 256;
    private static final int FIRST_SPARE = 100;
    private static final InetAddress OUTER_4 = InetAddress.ofLiteral("10.9.9.9");
    private static final InetAddress OUTER_6 = InetAddress.ofLiteral("fd00:9::9");

    private final FlowTables flows =
            new FlowTables(1000, FlowHash.of(TestPools.SEED),
            new LocalPorts(0, 1, LocalPorts.DEFAULT_REST),
            new TimeoutClasses(FlowTimeouts.DEFAULT), FlowListener.NONE);
    private final Hops hops = new Hops();
    private final TableCompiler compiler = new TableCompiler();
    private final Pipeline pipeline = new Pipeline(FlowHash.of(TestPools.SEED), flows, hops);
    private final MemorySegment memory = TestPacket.segment(new byte[SLOT * SLOTS]);
    private final List<byte[]> sent = new ArrayList<>();
    private long nowNs = 1_000_000_000L;
    private int nextSlot;

    /** As the others', with an MTU. */
    private static final class Hops implements NextHops {
        private int mtu = 1500;

        @Override
        public long hopOf(final int serverId) {
            return NextHops.hop(0x0200_0a00_0000L + serverId, 1);
        }

        @Override
        public int mtuOf(final int serverId) {
            return mtu;
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

    @AfterEach
    void close() {
        flows.close();
    }

    private void serve(final Forwarding forwarding, final boolean ipv4Servers) {
        final List<RealServer> servers = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            servers.add(new RealServer("s" + i, InetAddress.ofLiteral((ipv4Servers ? "10.0.0." : "fd00::") + i), 1,
                    ServerState.ACTIVE));
        }
        final ServerPool pool = TestPools.pool("web", servers, forwarding);
        final List<VirtualService> services = new ArrayList<>();
        for (final InetAddress vip : new InetAddress[] {TestPools.VIP, TestPacket.VIP_6}) {
            if (forwarding.mode().mixesFamilies() || vip.equals(TestPools.VIP)) {
                services.add(new VirtualService(vip, Protocol.TCP, 80, pool));
                services.add(new VirtualService(vip, Protocol.UDP, 53, pool));
            }
        }
        pipeline.apply(compiler.compile(
                ForwardingTable.of(Set.of(TestPools.VIP, TestPacket.VIP_6), services)));
    }

    private static Forwarding mode(final ForwardingMode mode) {
        return Forwarding.of(mode, new TunnelSettings(Optional.of(OuterSource.of(OUTER_4)),
                Optional.of(OuterSource.of(OUTER_6)), TunnelSettings.GUE_PORT, TunnelSettings.DEFAULT.variant(),
                TunnelSettings.DEFAULT.greKey()));
    }

    /** Processes a frame and collects what leaves, beside others first. */
    private int process(final byte... frame) {
        final long at = (long) nextSlot++ % FIRST_SPARE * SLOT + Pipeline.HEADROOM;
        MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, at, frame.length);
        final int verdict = pipeline.process(memory, at, frame.length, 0, nowNs);
        for (int i = 0; i < pipeline.outbox().count(); i++) {
            if (Verdict.isTx(pipeline.outbox().verdict(i))) {
                sent.add(frameAt(pipeline.outbox().offset(i), pipeline.outbox().length(i)));
            }
        }
        pipeline.outbox().clear();
        if (Verdict.isTx(verdict)) {
            sent.add(frameAt(pipeline.lastOffset(), pipeline.lastLength()));
        }
        return verdict;
    }

    private void lendFrames() {
        for (int i = FIRST_SPARE; i < SLOTS && pipeline.outbox().wantedSpares() > 0; i++) {
            pipeline.outbox().lend((long) i * SLOT + Pipeline.HEADROOM);
        }
    }

    private byte[] frameAt(final long offset, final int length) {
        return memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    }

    private byte[] onlySent() {
        assertThat(sent).hasSize(1);
        return sent.removeFirst();
    }

    private static byte[] inner(final byte[] frame) {
        final int header = frame[14] >>> 4 == 4 ? 20 : 40;
        return Arrays.copyOfRange(frame, 14 + header, frame.length);
    }


    private static long destinationMac(final byte[] frame) {
        return ByteBuffer.wrap(frame).getLong() >>> 16;
    }

    private static byte[] destination(final byte[] frame) {
        return frame[14] >>> 4 == 4 ? Arrays.copyOfRange(frame, 30, 34) : Arrays.copyOfRange(frame, 38, 54);
    }

    @ParameterizedTest
    @EnumSource(names = {"IPIP", "GRE", "GUE"})
    void shouldWrapBothIpVersionsForServersOfBoth(final ForwardingMode mode) {
        for (final boolean ipv4Servers : new boolean[] {true, false}) {
            serve(mode(mode), ipv4Servers);
            for (final TestPacket packet : new TestPacket[] {
                TestPacket.tcp(4000, TestPacket.ACK), TestPacket.tcp(4000, TestPacket.ACK).v6()}) {
                assertThat(process(packet.bytes())).isEqualTo(Verdict.tx(1));
                final byte[] frame = onlySent();
                assertThat(destinationMac(frame)).isEqualTo(0x0200_0a00_0000L + pipeline.lastServer());
                assertThat(destination(frame)).isEqualTo(
                        pipeline.index().server(pipeline.lastServer()).orElseThrow().address().getAddress());
                final byte[] payload = inner(frame);
                final byte[] ip = packet.ip();
                assertThat(Arrays.copyOfRange(payload, payload.length - ip.length, payload.length)).isEqualTo(ip);
            }
        }
        assertThat(pipeline.counters().total(Counters.Total.FLOWS_CREATED)).as("a flow of each version").isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"DR", "IPIP", "DSCP"})
    void shouldBringErrorsToTheServerOfTheFlowThatTheyQuote(final ForwardingMode mode) {
        serve(mode == ForwardingMode.DSCP ? Forwarding.dscp(Map.of(TestPools.VIP, 10, TestPacket.VIP_6, 11))
                : mode(mode), true);
        for (int port = 4000; port < 4040; port++) {
            process(TestPacket.tcp(port, TestPacket.ACK).bytes());
            final int server = pipeline.lastServer();
            sent.clear();
            final byte[] answer = new TestPacket().from(TestPools.VIP).to(InetAddress.ofLiteral("198.51.100.7"))
                    .withTcp(80, port, TestPacket.ACK).ip();
            final TestPacket error = TestPacket.icmp(3, 4, 1400, answer).from(InetAddress.ofLiteral("203.0.113.1"));
            assertThat(process(error.bytes())).isEqualTo(Verdict.tx(1));
            assertThat(pipeline.lastServer()).isEqualTo(server);
            assertThat(destinationMac(onlySent())).isEqualTo(0x0200_0a00_0000L + server);
        }
    }

    @Test
    void shouldDropErrorsAboutWhatIsNoFlowOfAService() {
        serve(mode(ForwardingMode.IPIP), true);
        final byte[] unserved = new TestPacket().from(TestPools.VIP).to(InetAddress.ofLiteral("198.51.100.7"))
                .withTcp(81, 4000, TestPacket.ACK).ip();
        assertThat(Verdict.reason(process(TestPacket.icmp(3, 1, 0, unserved).bytes())))
                .isEqualTo(DropReason.ICMP_OTHER);
        final byte[] forged = new TestPacket().from(TestPacket.VIP_6).to(TestPacket.CLIENT_6)
                .withTcp(80, 4000, TestPacket.ACK).ip();
        final byte[] frame = TestPacket.icmp(2, 0, 1280, forged).v6().to(TestPacket.CLIENT_6).bytes();
        assertThat(Verdict.isTx(process(frame))).as("an error that was sent to somebody else").isFalse();
    }

    @Test
    void shouldRedirectAndMarkForLayer3DirectRouting() {
        serve(Forwarding.dscp(Map.of(TestPools.VIP, 10, TestPacket.VIP_6, 11)), true);
        process(TestPacket.tcp(4000, TestPacket.ACK).ttl(9).bytes());
        final byte[] frame = onlySent();
        assertThat(frame[15] >>> 2).isEqualTo((byte) 10);
        assertThat(frame[22]).as("TTL").isEqualTo((byte) 8);
        assertThat(TestPacket.checksum(frame, 14, 20)).isZero();
        assertThat(TestPacket.transportChecksum(Arrays.copyOfRange(frame, 26, 30), destination(frame),
                IpProtocol.TCP, inner(frame))).isZero();
        assertThat(process(TestPacket.tcp(4000, TestPacket.ACK).ttl(1).bytes())).isEqualTo(Verdict.tx(0));
        assertThat(onlySent()[34]).as("time exceeded").isEqualTo((byte) 11);
        assertThat(pipeline.counters().dropped(DropReason.TTL_EXPIRED)).isEqualTo(1);
    }

    @Test
    void shouldTellTheClientWhatFitsTheTunnel() {
        serve(mode(ForwardingMode.GUE), false);
        final byte[] large = TestPacket.tcp(4000, TestPacket.ACK).payload(1430).bytes();
        assertThat(process(large)).isEqualTo(Verdict.tx(0));
        final byte[] error = onlySent();
        assertThat(ByteBuffer.wrap(error).getShort(34)).isEqualTo((short) 0x0304);
        assertThat(ByteBuffer.wrap(error).getInt(38)).isEqualTo(1500 - 52);
        final byte[] fits = TestPacket.tcp(4000, TestPacket.ACK).payload(1448 - 40).bytes();
        assertThat(process(fits)).isEqualTo(Verdict.tx(1));
        assertThat(onlySent()).hasSize(1514);
        for (int i = 0; i < 1000; i++) {
            process(TestPacket.tcp(4000, TestPacket.ACK).v6().payload(1430).bytes());
        }
        assertThat(sent.size()).as("limited").isBetween(90, 100);
        assertThat(pipeline.counters().dropped(DropReason.TOO_BIG)).isEqualTo(1001);
        assertThat(pipeline.counters().total(Counters.Total.ERRORS_SENT)).isEqualTo(1L + sent.size());
    }

    @Test
    void shouldCutPacketsThatMayBeCut() {
        lendFrames();
        serve(mode(ForwardingMode.IPIP), true);
        final TestPacket packet = TestPacket.udp(4000, 1472).fragment(0);
        assertThat(process(packet.bytes())).as("the client is told first").isEqualTo(Verdict.tx(0));
        sent.clear();
        assertThat(process(packet.bytes())).isEqualTo(Verdict.tx(1));
        assertThat(sent).hasSize(2);
        final byte[] whole = packet.ip();
        final byte[] rebuilt = new byte[whole.length - 20];
        for (final byte[] frame : sent) {
            assertThat(frame.length).isLessThanOrEqualTo(1514);
            final byte[] part = inner(frame);
            assertThat(TestPacket.checksum(part, 0, 20)).isZero();
            final int field = ByteBuffer.wrap(part).getShort(6);
            System.arraycopy(part, 20, rebuilt, (field & 0x1fff) * 8, part.length - 20);
        }
        assertThat(rebuilt).isEqualTo(Arrays.copyOfRange(whole, 20, whole.length));
        assertThat(pipeline.counters().total(Counters.Total.PACKETS_CUT)).isEqualTo(1);
        assertThat(process(TestPacket.udp(4001, 1472).bytes())).as("don't fragment").isEqualTo(Verdict.tx(0));
    }

    private static byte[] fragment(final int port, final int index, final int count) {
        final byte[] datagram = TestPacket.udp(port, 400 * count - 8).ip();
        final byte[] part = Arrays.copyOfRange(datagram, 20 + 400 * index, 20 + 400 * (index + 1));
        return TestPacket.udp(port).part(part).fragment((index < count - 1 ? 0x2000 : 0) | index * 50).bytes();
    }

    @Test
    void shouldSendAllFragmentsWhereTheFirstOneGoes() {
        serve(mode(ForwardingMode.DR), true);
        for (int port = 4000; port < 4030; port++) {
            assertThat(Verdict.isTx(process(fragment(port, 0, 3)))).isTrue();
            final int server = pipeline.lastServer();
            assertThat(Verdict.isTx(process(fragment(port, 1, 3)))).isTrue();
            assertThat(pipeline.lastServer()).isEqualTo(server);
            assertThat(Verdict.isTx(process(fragment(port, 2, 3)))).isTrue();
            assertThat(pipeline.lastServer()).isEqualTo(server);
        }
        assertThat(sent).hasSize(90);
    }

    @Test
    void shouldLetEarlyFragmentsWaitForTheFirst() {
        lendFrames();
        serve(mode(ForwardingMode.IPIP), true);
        assertThat(process(fragment(4000, 2, 3))).isEqualTo(Verdict.HELD);
        assertThat(process(fragment(4000, 1, 3))).isEqualTo(Verdict.HELD);
        assertThat(sent).isEmpty();
        assertThat(process(fragment(4000, 0, 3))).isEqualTo(Verdict.tx(1));
        assertThat(sent).hasSize(3);
        assertThat(pipeline.counters().total(Counters.Total.FRAGMENTS_HELD)).isEqualTo(2);
        assertThat(pipeline.counters().total(Counters.Total.FORWARDED)).isEqualTo(3);
    }

    @Test
    void shouldGiveUpOnFragmentsWhoseFirstDoesNotCome() {
        lendFrames();
        serve(mode(ForwardingMode.IPIP), true);
        for (int i = 0; i < 100; i++) {
            process(fragment(4000 + i, 1, 2));
        }
        assertThat(pipeline.counters().total(Counters.Total.FRAGMENTS_HELD)).isEqualTo(WaitingFragments.CAPACITY);
        assertThat(pipeline.counters().dropped(DropReason.FRAGMENT)).isEqualTo(100 - WaitingFragments.CAPACITY);
        nowNs += 200_000_000;
        pipeline.expire(nowNs);
        assertThat(pipeline.outbox().count()).isEqualTo(WaitingFragments.CAPACITY);
        assertThat(Verdict.isDrop(pipeline.outbox().verdict(0))).isTrue();
        assertThat(pipeline.counters().dropped(DropReason.FRAGMENT)).isEqualTo(100);
    }

    @Test
    void shouldKeepVlanTags() {
        serve(mode(ForwardingMode.IPIP), true);
        process(TestPacket.tcp(4000, TestPacket.ACK).tags(0x8100_0064).bytes());
        final byte[] frame = onlySent();
        assertThat(ByteBuffer.wrap(frame).getInt(12)).isEqualTo(0x8100_0064);
        assertThat(ByteBuffer.wrap(frame).getShort(16)).isEqualTo((short) Frame.ETHERTYPE_IPV4);
    }

    @Test
    void shouldAnswerEchoRequestsOverIpv6() {
        serve(mode(ForwardingMode.IPIP), true);
        assertThat(process(TestPacket.icmp(128).v6().bytes())).isEqualTo(Verdict.tx(0));
        assertThat(onlySent()[54]).isEqualTo((byte) 129);
    }

    @Test
    void shouldNotSendWithoutAnOuterSource() {
        serve(Forwarding.of(ForwardingMode.IPIP, new TunnelSettings(Optional.of(OuterSource.of(OUTER_4)),
                Optional.empty(), TunnelSettings.GUE_PORT, TunnelSettings.DEFAULT.variant(),
                TunnelSettings.DEFAULT.greKey())), false);
        assertThat(Verdict.reason(process(TestPacket.tcp(4000, TestPacket.ACK).bytes())))
                .isEqualTo(DropReason.NO_TUNNEL_SOURCE);
    }
}

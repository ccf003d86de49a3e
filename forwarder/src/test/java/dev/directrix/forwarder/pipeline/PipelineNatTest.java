package dev.directrix.forwarder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.packet.IpProtocol;
import dev.directrix.forwarder.packet.PacketKind;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.DeadServerPolicy;
import dev.directrix.forwarder.service.Forwarding;
import dev.directrix.forwarder.service.ForwardingMode;
import dev.directrix.forwarder.service.NatSettings;
import dev.directrix.forwarder.service.OversizePolicy;
import dev.directrix.forwarder.service.PortRange;
import dev.directrix.forwarder.service.ServerIdRule;
import dev.directrix.forwarder.service.ServiceSettings;
import dev.directrix.forwarder.service.ServiceTimeouts;
import dev.directrix.forwarder.service.TestPools;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** NAT and FULLNAT there and back, at two workers, with errors, fragments and both IP versions. */
class PipelineNatTest extends NatRig {
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
        final Counters counters = workers[1].counters();
        assertThat(counters.total(Counters.Total.ANSWERS)).isEqualTo(1);
        assertThat(counters.ofService(0, Counters.Part.ANSWERS)).isEqualTo(1);
        assertThat(counters.ofServer(0, Counters.Part.ANSWER_BYTES)).isEqualTo(out.length);
        assertThat(counters.total(Counters.Total.ANSWER_BYTES)).isEqualTo(out.length);
        assertThat(workers[0].counters().ofServer(0, Counters.Part.FLOWS)).isEqualTo(1);
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
        final byte[] unchecked = TestPacket.udp(4000, 100).ip();
        ByteBuffer.wrap(unchecked).putShort(26, (short) 0);
        final byte[] datagram = Arrays.copyOfRange(unchecked, 20, unchecked.length);
        for (final int fragment : new int[] {0x2000, 0}) {
            assertThat(Verdict.reason(process(0, 0, TestPacket.udp(4000).part(datagram).fragment(fragment).bytes())))
                    .as("IPv6 wants a checksum").isEqualTo(DropReason.UNTRANSLATABLE);
        }
        assertThat(Verdict.isTx(process(0, 0, TestPacket.tcp(5, TestPacket.SYN).ttl(1).bytes()))).isTrue();
        assertThat(new PacketParser().parse(TestPacket.segment(out), 0, out.length)).as("time exceeded")
                .isEqualTo(PacketKind.ICMP_ERROR);
    }

    @Test
    void shouldHaveTranslatedFragmentsWaitForTheirFirstInBothDirections() {
        serve(fullNat(false), TestPools.VIP, SERVER_4);
        workers[0].outbox().lend(3000);
        final byte[] datagram = TestPacket.udp(4000, 792).ip();
        final byte[] first = Arrays.copyOfRange(datagram, 20, 420);
        final byte[] second = Arrays.copyOfRange(datagram, 420, 820);
        assertThat(processAt(1200, 0, 0, TestPacket.udp(4000).part(second).fragment(50).bytes()))
                .isEqualTo(Verdict.HELD);
        assertThat(process(0, 0, TestPacket.udp(4000).part(first).fragment(0x2000).bytes())).isEqualTo(Verdict.tx(1));
        final int localPort = sent().ports() >>> 16;
        takeReleased();
        assertThat(source(sent())).isEqualTo(LOCAL_4);
        assertThat(destination(sent())).isEqualTo(SERVER_4);

        final byte[] answer = first.clone();
        ByteBuffer.wrap(answer).putShort(0, (short) 8080).putShort(2, (short) localPort);
        assertThat(processAt(1200, 0, 1, TestPacket.udp(1).part(second).fragment(50).from(SERVER_4).to(LOCAL_4)
                .macs(TestPacket.OWN_MAC + 1, SERVER_MAC).bytes())).isEqualTo(Verdict.HELD);
        assertThat(process(0, 1, TestPacket.udp(1).part(answer).fragment(0x2000).from(SERVER_4).to(LOCAL_4)
                .macs(TestPacket.OWN_MAC + 1, SERVER_MAC).bytes())).isEqualTo(Verdict.tx(0));
        takeReleased();
        assertThat(source(sent())).isEqualTo(TestPools.VIP);
        assertThat(destination(sent())).isEqualTo(CLIENT_4);
        final Counters counters = workers[0].counters();
        assertThat(counters.total(Counters.Total.FRAGMENTS_HELD)).isEqualTo(2);
        assertThat(counters.ofService(1, Counters.Part.PACKETS)).isEqualTo(2);
        assertThat(counters.ofService(1, Counters.Part.ANSWERS)).isEqualTo(2);
    }

    @Test
    void shouldGiveUpOnFragmentsWhoseFirstDoesNotCome() {
        serve(fullNat(false), TestPools.VIP, SERVER_4);
        workers[0].outbox().lend(3000);
        final byte[] part = new byte[400];
        final TestPacket stray = TestPacket.udp(1).part(part).fragment(50).macs(TestPacket.OWN_MAC + 1, SERVER_MAC);
        assertThat(process(0, 1, stray.from(SERVER_4).to(LOCAL_4).bytes())).isEqualTo(Verdict.HELD);
        assertThat(process(0, 1, stray.from(CLIENT_4).to(LOCAL_4).bytes())).as("no server's").isEqualTo(Verdict.PASS);
        nowNs += 200_000_000;
        workers[0].expire(nowNs);
        assertThat(workers[0].outbox().count()).isEqualTo(1);
        assertThat(Verdict.reason(workers[0].outbox().verdict(0))).isEqualTo(DropReason.FRAGMENT);
    }

    /** What leaves beside the frame that was processed last becomes what was sent. */
    private void takeReleased() {
        final Outbox outbox = workers[0].outbox();
        assertThat(outbox.count()).isEqualTo(1);
        assertThat(Verdict.isTx(outbox.verdict(0))).isTrue();
        out = memory.asSlice(outbox.offset(0), outbox.length(0)).toArray(ValueLayout.JAVA_BYTE);
        outbox.clear();
    }

    @Test
    void shouldLowerTheSegmentSizeThatEachEndAnnounces() {
        final ServiceSettings settings = new ServiceSettings(Optional.empty(), Optional.empty(), false,
                ServiceTimeouts.DEFAULT, OversizePolicy.MSS_CLAMP, DeadServerPolicy.MOVE, List.of());
        serverMtu = 1400;
        for (final InetAddress server : new InetAddress[] {SERVER_4, SERVER_6}) {
            nowNs += 400_000_000_000L;
            serve(fullNat(false), List.of(TestPools.VIP), settings, server);
            process(0, 0, withMss(TestPacket.tcp(4000, TestPacket.SYN), 1460).bytes());
            final PacketParser syn = verified();
            final int header = server.equals(SERVER_4) ? 20 : 40;
            assertThat(mss(syn)).isEqualTo(1400 - header - 20);
            process(0, 1, withMss(fromServer(server, source(syn), syn.ports() >>> 16), 1460).bytes());
            assertThat(mss(verified())).isEqualTo(1400 - header - 20);
        }
        assertThat(workers[0].counters().total(Counters.Total.MSS_CLAMPED)).isEqualTo(4);
    }

    private static TestPacket withMss(final TestPacket packet, final int mss) {
        final byte[] ip = packet.ip();
        final int header = ip[0] >>> 4 == 4 ? 20 : 40;
        final byte[] tcp = Arrays.copyOf(Arrays.copyOfRange(ip, header, header + 20), 24);
        tcp[12] = 0x60;
        tcp[16] = 0;
        tcp[17] = 0;
        ByteBuffer.wrap(tcp).putInt(20, (2 << 24) | (4 << 16) | mss);
        return packet.transport(tcp);
    }

    private int mss(final PacketParser packet) {
        return ByteBuffer.wrap(out).getShort((int) packet.transport() + 22) & 0xffff;
    }

    @Test
    void shouldTellTheSenderWhatFitsWhenPacketsGrow() {
        serve(fullNat(false), TestPools.VIP, SERVER_6);
        process(0, 0, TestPacket.tcp(4000, TestPacket.SYN).bytes());
        assertThat(process(0, 0, TestPacket.tcp(4000, TestPacket.ACK).payload(1441).bytes())).isEqualTo(Verdict.tx(0));
        assertThat(sent().isIpv4()).isTrue();
        assertThat(ByteBuffer.wrap(out).getShort(40)).as("MTU").isEqualTo((short) 1480);
        assertThat(process(0, 0, TestPacket.tcp(4000, TestPacket.ACK).payload(1440).bytes())).isEqualTo(Verdict.tx(1));
        assertThat(verified().ipBytes()).isEqualTo(1500);
    }

    @Test
    void shouldFollowTheServerThatAPacketNames() {
        final ServiceSettings settings = new ServiceSettings(Optional.empty(), Optional.empty(), false,
                ServiceTimeouts.DEFAULT, OversizePolicy.TOO_BIG, DeadServerPolicy.MOVE,
                List.of(new ServerIdRule.StableRouting()));
        final InetAddress other = InetAddress.ofLiteral("10.0.0.2");
        for (final Forwarding forwarding : new Forwarding[] {
            fullNat(false), Forwarding.of(ForwardingMode.NAT)}) {
            serve(forwarding, List.of(TestPools.VIP), settings, SERVER_4, other);
            nowNs += 400_000_000_000L;
            for (int port = 4000; port < 4010; port++) {
                for (int id = 1; id <= 2; id++) {
                    final byte[] udp = ByteBuffer.allocate(16).putShort((short) port).putShort((short) 53)
                            .putShort((short) 16).putShort((short) 0).putInt((0x52 << 24) | id).array();
                    assertThat(process(0, 0, TestPacket.udp(port).transport(udp).bytes())).isEqualTo(Verdict.tx(1));
                    assertThat(destination(sent())).isEqualTo(id == 1 ? SERVER_4 : other);
                }
            }
        }
    }

    @Test
    void shouldGiveAFlowAnotherServerWhenItsAnswersCouldNotBeToldApart() {
        final InetAddress second = InetAddress.ofLiteral("192.0.2.11");
        final Forwarding nat = Forwarding.of(ForwardingMode.NAT);
        serve(nat, List.of(TestPools.VIP, second), ServiceSettings.DEFAULT, SERVER_4,
                InetAddress.ofLiteral("10.0.0.2"), InetAddress.ofLiteral("10.0.0.3"));
        for (int port = 1; port <= 30; port++) {
            process(0, 0, TestPacket.tcp(port, TestPacket.SYN).bytes());
            final InetAddress first = destination(sent());
            assertThat(process(0, 0, TestPacket.tcp(port, TestPacket.SYN).to(second).bytes()))
                    .isEqualTo(Verdict.tx(1));
            assertThat(destination(sent())).isNotEqualTo(first);
        }
        assertThat(workers[0].counters().total(Counters.Total.CONFLICTS_AVOIDED)).isPositive();
        assertThat(workers[0].counters().dropped(DropReason.NAT_CONFLICT)).isZero();

        serve(nat, List.of(TestPools.VIP, second), ServiceSettings.DEFAULT, InetAddress.ofLiteral("10.0.0.9"));
        process(0, 0, TestPacket.tcp(99, TestPacket.SYN).bytes());
        assertThat(Verdict.reason(process(0, 0, TestPacket.tcp(99, TestPacket.SYN).to(second).bytes())))
                .as("there is no other server").isEqualTo(DropReason.NAT_CONFLICT);
        assertThat(workers[0].counters().dropped(DropReason.NAT_CONFLICT)).isEqualTo(1);
    }
}

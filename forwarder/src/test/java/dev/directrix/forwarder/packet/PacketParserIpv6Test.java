package dev.directrix.forwarder.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** IPv6, extension headers, VLAN tags, and the flows that errors quote. */
class PacketParserIpv6Test {
    private static final int PORTS = (4000 << 16) | 80;

    private final PacketParser parser = new PacketParser();

    private PacketKind parse(final byte... frame) {
        return parser.parse(TestPacket.segment(frame), 0, frame.length);
    }

    private void assertClientToVip() {
        assertThat(parser.isIpv4()).isFalse();
        assertThat(parser.sourceHigh()).isEqualTo(0x2001_0db8_000c_0000L);
        assertThat(parser.sourceLow()).isEqualTo(7);
        assertThat(parser.destinationHigh()).isEqualTo(0x2001_0db8_0000_0000L);
        assertThat(parser.destinationLow()).isEqualTo(0x10);
    }

    @Test
    void shouldReadTcpOverIpv6() {
        assertThat(parse(TestPacket.tcp(4000, TestPacket.SYN).v6().trafficClass(0xb9).ttl(3).padded(2).bytes()))
                .isEqualTo(PacketKind.TRANSPORT);
        assertClientToVip();
        assertThat(parser.ports()).isEqualTo(PORTS);
        assertThat(parser.isBareSyn()).isTrue();
        assertThat(parser.trafficClass()).isEqualTo(0xb9);
        assertThat(parser.ttl()).isEqualTo(3);
        assertThat(parser.ip()).isEqualTo(14);
        assertThat(parser.transport()).isEqualTo(54);
        assertThat(parser.transportBytes()).isEqualTo(26);
        assertThat(parser.ipBytes()).isEqualTo(66);
    }

    @Test
    void shouldMapIpv4AddressesToIpv6Ones() {
        assertThat(parse(TestPacket.tcp(1, 0).trafficClass(0x28).bytes())).isEqualTo(PacketKind.TRANSPORT);
        assertThat(parser.sourceHigh()).isZero();
        assertThat(parser.sourceLow()).isEqualTo(0xffff_c633_6407L);
        assertThat(parser.destinationLow()).isEqualTo(0xffff_c000_020aL);
        assertThat(parser.trafficClass()).isEqualTo(0x28);
    }

    @Test
    void shouldReadPortsBehindExtensionHeaders() {
        assertThat(parse(TestPacket6.tcpBehindOptions().bytes())).isEqualTo(PacketKind.TRANSPORT);
        assertClientToVip();
        assertThat(parser.ports()).isEqualTo(PORTS);
        assertThat(parser.protocol()).isEqualTo(IpProtocol.TCP);
        assertThat(parser.transport()).isEqualTo(54 + 24);
    }

    @Test
    void shouldRefuseExtensionHeadersThatEndBehindThePacketOrNeverEnd() {
        final byte[] tooLong = TestPacket6.tcpBehindOptions().bytes();
        tooLong[55] = 100;
        assertThat(parse(tooLong)).isEqualTo(PacketKind.BAD_IP_HEADER);
        final byte[] many = new byte[9 * 8];
        for (int i = 0; i < 72; i += 8) {
            many[i] = (byte) (i < 64 ? IpProtocol.DESTINATION_OPTIONS : IpProtocol.TCP);
        }
        final TestPacket packet = TestPacket.tcp(1, 0).v6().extensions(IpProtocol.DESTINATION_OPTIONS, many);
        assertThat(parse(packet.bytes())).isEqualTo(PacketKind.BAD_IP_HEADER);
        final byte[] segmentsLeft = {6, 0, 4, 1, 0, 0, 0, 0};
        assertThat(parse(TestPacket.tcp(1, 0).v6().extensions(IpProtocol.ROUTING, segmentsLeft).bytes()))
                .isEqualTo(PacketKind.BAD_IP_HEADER);
    }

    @Test
    void shouldSeeIpv6Fragments() {
        assertThat(parse(TestPacket6.fragment(0x1234_5678, 0, true).bytes())).isEqualTo(PacketKind.FIRST_FRAGMENT);
        assertThat(parser.ports()).isEqualTo((4000 << 16) | 53);
        assertThat(parser.fragmentId()).isEqualTo(0x1234_5678);
        assertThat(parse(TestPacket6.fragment(7, 1448, false).bytes())).isEqualTo(PacketKind.FRAGMENT);
        assertThat(parser.fragmentOffset()).isEqualTo(1448);
        assertThat(parser.moreFragments()).isFalse();
        assertThat(parse(TestPacket6.fragment(7, 0, false).bytes())).as("atomic, RFC 6946")
                .isEqualTo(PacketKind.TRANSPORT);
        assertThat(parse(TestPacket.udp(1).bytes())).isEqualTo(PacketKind.TRANSPORT);
        assertThat(parser.isFragment()).as("of the packet after a fragment").isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x50, 0x40, 0x70, 0x00})
    void shouldRefuseAVersionThatIsNotSix(final int first) {
        final byte[] frame = TestPacket.tcp(1, 0).v6().bytes();
        frame[14] = (byte) first;
        assertThat(parse(frame)).isEqualTo(PacketKind.BAD_IP_HEADER);
    }

    @Test
    void shouldRefuseAPayloadLengthBehindTheFrameAndAHopLimitOfZero() {
        final byte[] frame = TestPacket.tcp(1, 0).v6().bytes();
        frame[19]++;
        assertThat(parse(frame)).isEqualTo(PacketKind.BAD_IP_HEADER);
        assertThat(parse(TestPacket.tcp(1, 0).v6().ttl(0).bytes())).isEqualTo(PacketKind.TTL_ZERO);
    }

    @Test
    void shouldLookBehindVlanTags() {
        assertThat(parse(TestPacket.tcp(4000, 0).tags(0x8100_0064).bytes())).isEqualTo(PacketKind.TRANSPORT);
        assertThat(parser.ip()).isEqualTo(18);
        assertThat(parser.ports()).isEqualTo(PORTS);
        assertThat(parse(TestPacket.tcp(4000, 0).v6().tags(0x88a8_0001, 0x8100_0064).bytes()))
                .isEqualTo(PacketKind.TRANSPORT);
        assertThat(parser.ip()).isEqualTo(22);
        assertClientToVip();
        assertThat(parse(TestPacket.tcp(1, 0).tags(0x8100_0001, 0x8100_0002, 0x8100_0003).bytes()))
                .isEqualTo(PacketKind.NOT_IP);
    }

    @Test
    void shouldReadTheFlowThatAnErrorQuotesFromTheClientsSide() {
        final byte[] answer = new TestPacket().from(0xc000_020a).to(0xc633_6407).withTcp(80, 4000, TestPacket.ACK).ip();
        final byte[] error = TestPacket.icmp(3, 4, 1400, Arrays.copyOf(answer, 28)).from(0x0a00_0001).bytes();
        assertThat(parse(error)).isEqualTo(PacketKind.ICMP_ERROR);
        assertThat(parser.source()).isEqualTo(0xc633_6407);
        assertThat(parser.destination()).isEqualTo(0xc000_020a);
        assertThat(parser.ports()).isEqualTo(PORTS);
        assertThat(parser.protocol()).isEqualTo(IpProtocol.TCP);
        assertThat(parser.transport()).isEqualTo(34);
        assertThat(parser.quoted()).isEqualTo(42);
        assertThat(parser.quotedTransport()).isEqualTo(62);
        assertThat(parser.isBareSyn()).isFalse();
        assertThat(parse(TestPacket.icmp(3, 4, 1400, Arrays.copyOf(answer, 27)).bytes())).isEqualTo(PacketKind.ICMP);
        assertThat(parse(TestPacket.icmp(5, 1, 0, answer).bytes())).as("a redirect").isEqualTo(PacketKind.ICMP);
        final byte[] quotesIcmp = TestPacket.icmp(0).ip();
        assertThat(parse(TestPacket.icmp(3, 1, 0, quotesIcmp).bytes())).isEqualTo(PacketKind.ICMP);
    }

    @Test
    void shouldReadTheFlowThatAnIcmpv6ErrorQuotes() {
        final byte[] answer = ByteBuffer.wrap(TestPacket6.tcpBehindOptions()
                .from(TestPacket.VIP_6).to(TestPacket.CLIENT_6).ip()).putInt(64, (80 << 16) | 4000).array();
        assertThat(parse(TestPacket.icmp(2, 0, 1280, answer).v6().bytes())).isEqualTo(PacketKind.ICMP_ERROR);
        assertClientToVip();
        assertThat(parser.ports()).isEqualTo(PORTS);
        assertThat(parser.quoted()).isEqualTo(62);
        assertThat(parser.quotedTransport()).isEqualTo(62 + 64);
        assertThat(parse(TestPacket.icmp(128, 0, 0, answer).v6().bytes())).isEqualTo(PacketKind.ICMP);
        final byte[] later = TestPacket6.fragment(1, 1280, true).ip();
        assertThat(parse(TestPacket.icmp(2, 0, 1280, later).v6().bytes())).isEqualTo(PacketKind.ICMP);
    }
}

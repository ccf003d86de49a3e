package dev.directrix.forwarder.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketParserTest {
    private final PacketParser parser = new PacketParser();

    private PacketKind parse(final byte... frame) {
        return parser.parse(TestPacket.segment(frame), 0, frame.length);
    }

    @Test
    void shouldReadTcp() {
        assertThat(parse(TestPacket.tcp(40_000, TestPacket.SYN).bytes())).isEqualTo(PacketKind.TRANSPORT);
        assertThat(parser.source()).isEqualTo(0xc633_6407);
        assertThat(parser.destination()).isEqualTo(0xc000_020a);
        assertThat(parser.ports()).isEqualTo((40_000 << 16) | 80);
        assertThat(parser.protocol()).isEqualTo(6);
        assertThat(parser.isUdp()).isFalse();
        assertThat(parser.isBareSyn()).isTrue();
        assertThat(parser.isClosing()).isFalse();
    }

    @Test
    void shouldReadUdpAndForgetTheFlagsOfTheLastPacket() {
        parse(TestPacket.tcp(40_000, TestPacket.SYN | TestPacket.FIN).bytes());
        assertThat(parse(TestPacket.udp(5353).bytes())).isEqualTo(PacketKind.TRANSPORT);
        assertThat(parser.isUdp()).isTrue();
        assertThat(parser.ports()).isEqualTo((5353 << 16) | 53);
        assertThat(parser.isBareSyn()).isFalse();
        assertThat(parser.isClosing()).isFalse();
    }

    @Test
    void shouldReadPortsBehindOptionsAndBeforePadding() {
        final byte[] options = new byte[40];
        Arrays.fill(options, (byte) 1);
        assertThat(parse(TestPacket.tcp(7, TestPacket.ACK).options(options).padded(9).bytes()))
                .isEqualTo(PacketKind.TRANSPORT);
        assertThat(parser.ports()).isEqualTo((7 << 16) | 80);
    }

    @Test
    void shouldTellFlagsApart() {
        parse(TestPacket.tcp(1, TestPacket.SYN | TestPacket.ACK).bytes());
        assertThat(parser.isBareSyn()).isFalse();
        parse(TestPacket.tcp(1, TestPacket.RST).bytes());
        assertThat(parser.isClosing()).isTrue();
        assertThat(parser.isReset()).isTrue();
        parse(TestPacket.tcp(1, TestPacket.FIN | TestPacket.ACK).bytes());
        assertThat(parser.isClosing()).isTrue();
        assertThat(parser.isReset()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x2000, 0x2001, 0x0001, 0x1fff, 0x6000})
    void shouldSeeFragments(final int field) {
        assertThat(parse(TestPacket.tcp(1, TestPacket.ACK).fragment(field).bytes()))
                .isEqualTo((field & 0x1fff) == 0 ? PacketKind.FIRST_FRAGMENT : PacketKind.FRAGMENT);
        assertThat(parser.isFragment()).isTrue();
        assertThat(parser.fragmentOffset()).isEqualTo((field & 0x1fff) * 8);
        assertThat(parser.moreFragments()).isEqualTo((field & 0x2000) != 0);
        assertThat(parser.fragmentId()).isEqualTo(0x77);
        assertThat(parser.destination()).isEqualTo(0xc000_020a);
    }

    @Test
    void shouldTakeDontFragmentForNoFragment() {
        assertThat(parse(TestPacket.tcp(1, TestPacket.ACK).fragment(0x4000).bytes())).isEqualTo(PacketKind.TRANSPORT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x44, 0x40, 0x35, 0x65, 0x55, 0x05})
    void shouldRefuseVersionAndHeaderLengthThatCannotBe(final int first) {
        final byte[] frame = TestPacket.tcp(1, TestPacket.ACK).bytes();
        frame[14] = (byte) first;
        assertThat(parse(frame)).isEqualTo(PacketKind.BAD_IP_HEADER);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 19, 47, 1500, 65535})
    void shouldRefuseTotalLengthThatCannotBe(final int total) {
        final byte[] frame = TestPacket.tcp(1, TestPacket.ACK).bytes();
        ByteBuffer.wrap(frame).putShort(16, (short) total);
        final PacketKind kind = parse(frame);
        assertThat(kind).isEqualTo(total < 20 || total > frame.length - 14
                ? PacketKind.BAD_IP_HEADER : PacketKind.BAD_TRANSPORT_HEADER).isNotEqualTo(PacketKind.TRANSPORT);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 7, 15})
    void shouldRefuseTcpHeaderLengthThatCannotBe(final int words) {
        final byte[] frame = TestPacket.tcp(1, TestPacket.ACK).bytes();
        frame[46] = (byte) (words << 4);
        assertThat(parse(frame)).isEqualTo(PacketKind.BAD_TRANSPORT_HEADER);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 13, 65535})
    void shouldRefuseUdpLengthThatCannotBe(final int length) {
        final byte[] frame = TestPacket.udp(1).bytes();
        ByteBuffer.wrap(frame).putShort(38, (short) length);
        assertThat(parse(frame)).isEqualTo(PacketKind.BAD_TRANSPORT_HEADER);
    }

    @Test
    void shouldNotTakePaddingForATransportHeader() {
        final byte[] frame = TestPacket.tcp(1, TestPacket.ACK).bytes();
        ByteBuffer.wrap(frame).putShort(16, (short) 39);
        assertThat(parse(frame)).isEqualTo(PacketKind.BAD_TRANSPORT_HEADER);
    }

    @Test
    void shouldSeeWhatIsNeitherTcpNorUdp() {
        assertThat(parse(TestPacket.icmp(8).bytes())).isEqualTo(PacketKind.ICMP);
        assertThat(parse(TestPacket.tcp(1, 0).protocol(47).bytes())).isEqualTo(PacketKind.OTHER_PROTOCOL);
        assertThat(parse(TestPacket.tcp(1, 0).ttl(0).bytes())).isEqualTo(PacketKind.TTL_ZERO);
    }

    @Test
    void shouldSeeWhatIsNotIp() {
        final byte[] arp = new byte[60];
        arp[12] = 8;
        arp[13] = 6;
        assertThat(parse(arp)).isEqualTo(PacketKind.NOT_IP);
    }

    @Test
    void shouldReadNothingBehindTheEndOfAnyTruncatedFrame() {
        for (final byte[] whole : new byte[][] {
            TestPacket.tcp(1, TestPacket.ACK).options(new byte[12]).bytes(),
            TestPacket.udp(1).bytes(),
            TestPacket.icmp(8).bytes(),
            TestPacket.tcp(1, TestPacket.ACK).v6().bytes(),
            TestPacket.udp(1).v6().tags(0x88a8_0001, 0x8100_0002).bytes(),
            TestPacket6.fragment(9, 0, true).bytes(),
            TestPacket.icmp(1, 1, 0, TestPacket.tcp(5, 0).v6().ip()).v6().bytes(),
            TestPacket.icmp(3, 1, 0, TestPacket.tcp(5, 0).ip()).bytes(),
        }) {
            for (int length = 0; length < whole.length; length++) {
                final PacketKind kind = parse(Arrays.copyOf(whole, length));
                assertThat(kind).as("%d of %d bytes", length, whole.length)
                        .isIn(PacketKind.NOT_IP, PacketKind.TRUNCATED, PacketKind.BAD_IP_HEADER);
            }
        }
    }

    @Test
    void shouldEndureRandomFrames() {
        final Random random = new Random(7);
        final int[] seen = new int[PacketKind.values().length];
        for (int round = 0; round < 200_000; round++) {
            final byte[] frame = new byte[random.nextInt(90)];
            random.nextBytes(frame);
            if (frame.length > 14 && round % 8 != 0) {
                frame[12] = 8;
                frame[13] = 0;
                frame[14] = (byte) (0x40 | random.nextInt(16));
            }
            if (frame.length > 60 && round % 5 == 0) {
                frame[12] = (byte) 0x86;
                frame[13] = (byte) 0xdd;
                frame[14] = 0x60;
                frame[18] = 0;
                frame[19] = (byte) (frame.length - 54);
                frame[20] = new byte[] {0, 6, 17, 43, 44, 58, 60}[random.nextInt(7)];
            } else if (frame.length > 24 && round % 3 != 0) {
                ByteBuffer.wrap(frame).putShort(16, (short) random.nextInt(frame.length));
                frame[20] &= 0x40;
                frame[21] = 0;
                frame[23] = (byte) (random.nextBoolean() ? 6 : 17);
            }
            seen[Arrays.asList(PacketKind.values()).indexOf(parse(frame))]++;
        }
        assertThat(seen[Arrays.asList(PacketKind.values()).indexOf(PacketKind.TRANSPORT)]).isPositive();
        assertThat(seen[Arrays.asList(PacketKind.values()).indexOf(PacketKind.BAD_TRANSPORT_HEADER)]).isPositive();
    }
}

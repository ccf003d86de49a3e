package dev.directrix.forwarder.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.packet.IpProtocol;
import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.Forwarding;
import dev.directrix.forwarder.service.ForwardingMode;
import dev.directrix.forwarder.service.GueVariant;
import dev.directrix.forwarder.service.OuterSource;
import dev.directrix.forwarder.service.TunnelSettings;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncapsulationTest {
    private static final InetAddress SERVER_4 = InetAddress.ofLiteral("10.0.0.3");
    private static final InetAddress SERVER_6 = InetAddress.ofLiteral("fc00::3");
    private static final InetAddress OUTER_4 = InetAddress.ofLiteral("10.9.9.9");
    private static final InetAddress OUTER_6 = InetAddress.ofLiteral("fc00:9::9");
    private static final long HASH = 0x1234_5678_9abc_def0L;

    private final Encapsulation encapsulation = new Encapsulation();

    private static Tunnel tunnel(final ForwardingMode mode, final GueVariant variant, final OptionalInt key) {
        return Tunnel.of(Forwarding.of(mode, new TunnelSettings(Optional.of(OuterSource.of(OUTER_4)),
                Optional.of(OuterSource.of(OUTER_6)), 6080, variant, key)));
    }

    private static Tunnel tunnel(final ForwardingMode mode) {
        return tunnel(mode, GueVariant.HEADER, OptionalInt.empty());
    }

    private byte[] wrap(final Frames frames, final Tunnel tunnel, final InetAddress server) {
        final long start = encapsulation.wrap(frames.memory, frames.frame, frames.packet, frames.kind, tunnel,
                Addresses.high(server), Addresses.low(server), HASH);
        return frames.from(start, Encapsulation.length(frames.packet, start));
    }

    static Stream<Arguments> packetsAndServers() {
        return Stream.of(
                TestPacket.tcp(4000, TestPacket.ACK).payload(33),
                TestPacket.tcp(4000, TestPacket.ACK).v6().payload(100),
                TestPacket.udp(4000, 7),
                TestPacket.udp(4000, 8).v6(),
                TestPacket.tcp(4000, TestPacket.SYN).options(new byte[12]),
                TestPacket.udp(4000, 64).fragment(0x2000),
                TestPacket.udp(4000, 64).fragment(0x00b9),
                TestPacket.icmp(8),
                TestPacket.icmp(2, 0, 1280, TestPacket.tcp(80, 0).v6().ip()).v6(),
                TestPacket.icmp(3, 4, 1280, TestPacket.tcp(80, 0).ip()))
                .flatMap(packet -> Stream.of(
                        Arguments.of(packet, SERVER_4, OUTER_4), Arguments.of(packet, SERVER_6, OUTER_6)));
    }

    private static void assertInside(final byte[] inner, final TestPacket packet) {
        assertThat(inner).as("the packet is as it was").isEqualTo(packet.ip());
    }

    private static Opened outer(final byte[] frame, final TestPacket packet, final InetAddress server) {
        final Opened outer = Opened.of(frame);
        final Opened inner = Opened.ofPacket(packet.ip());
        assertThat(outer.destination).isEqualTo(server);
        assertThat(outer.ttl).isEqualTo(64);
        assertThat(outer.trafficClass).isEqualTo(inner.trafficClass);
        if (outer.ipv4) {
            assertThat(outer.idAndFragment & 0x4000).as("don't fragment")
                    .isEqualTo(inner.ipv4 ? inner.idAndFragment & 0x4000 : 0x4000);
        }
        return outer;
    }

    @ParameterizedTest
    @MethodSource("packetsAndServers")
    void shouldWrapInIp(final TestPacket packet, final InetAddress server, final InetAddress source) {
        final byte[] frame = wrap(new Frames(packet.trafficClass(0xb9).padded(6).bytes()),
                tunnel(ForwardingMode.IPIP), server);
        final Opened outer = outer(frame, packet, server);
        assertThat(outer.source).isEqualTo(source);
        assertThat(outer.protocol).isEqualTo(Opened.ofPacket(packet.ip()).ipv4 ? IpProtocol.IPV4 : IpProtocol.IPV6);
        assertInside(outer.payload(), packet);
    }

    @ParameterizedTest
    @MethodSource("packetsAndServers")
    void shouldWrapInGreWithAndWithoutKey(
            final TestPacket packet, final InetAddress server, final InetAddress source) {
        final int type = Opened.ofPacket(packet.ip()).ipv4 ? 0x0800 : 0x86dd;
        final Opened plain = outer(wrap(new Frames(packet.bytes()), tunnel(ForwardingMode.GRE), server),
                packet, server);
        assertThat(plain.protocol).isEqualTo(IpProtocol.GRE);
        assertThat(plain.source).isEqualTo(source);
        assertThat(ByteBuffer.wrap(plain.payload()).getInt()).isEqualTo(type);
        assertInside(Arrays.copyOfRange(plain.payload(), 4, plain.payload().length), packet);

        final Tunnel keyed = tunnel(ForwardingMode.GRE, GueVariant.HEADER, OptionalInt.of(0xcafe_0001));
        final byte[] payload = outer(wrap(new Frames(packet.bytes()), keyed, server), packet, server).payload();
        assertThat(ByteBuffer.wrap(payload).getInt()).isEqualTo(0x2000_0000 | type);
        assertThat(ByteBuffer.wrap(payload).getInt(4)).isEqualTo(0xcafe_0001);
        assertInside(Arrays.copyOfRange(payload, 8, payload.length), packet);
    }

    @ParameterizedTest
    @MethodSource("packetsAndServers")
    void shouldWrapInUdpWithARightChecksum(
            final TestPacket packet, final InetAddress server, final InetAddress source) {
        final int protocol = Opened.ofPacket(packet.ip()).ipv4 ? IpProtocol.IPV4 : IpProtocol.IPV6;
        for (final GueVariant variant : GueVariant.values()) {
            final Tunnel tunnel = tunnel(ForwardingMode.GUE, variant, OptionalInt.empty());
            final Opened outer = outer(wrap(new Frames(packet.bytes()), tunnel, server), packet, server).verified();
            assertThat(outer.source).isEqualTo(source);
            assertThat(outer.protocol).isEqualTo(IpProtocol.UDP);
            assertThat(outer.port(2)).isEqualTo(6080);
            assertThat(outer.port(4)).isEqualTo(outer.payload().length);
            assertThat(outer.port(6)).as("checksum").isNotZero();
            final byte[] gue = Arrays.copyOfRange(outer.payload(), 8, outer.payload().length);
            final byte[] inner = switch (variant) {
                case DIRECT -> gue;
                case HEADER -> {
                    assertThat(ByteBuffer.wrap(gue).getInt()).isEqualTo(protocol << 16);
                    yield Arrays.copyOfRange(gue, 4, gue.length);
                }
                case GLB -> {
                    assertThat(ByteBuffer.wrap(gue).getLong()).isEqualTo((0x0100_0000L | protocol << 16) << 32);
                    yield Arrays.copyOfRange(gue, 8, gue.length);
                }
            };
            assertInside(inner, packet);
            if (variant == GueVariant.HEADER) {
                assertThat(outer.port(0)).isGreaterThanOrEqualTo(0xc000);
            }
        }
    }

    @Test
    void shouldReadAPacketWithoutUdpChecksumToFindItsSum() {
        final byte[] bytes = TestPacket.udp(4000, 11).bytes();
        ByteBuffer.wrap(bytes).putShort(40, (short) 0);
        for (final InetAddress server : new InetAddress[] {SERVER_4, SERVER_6}) {
            Opened.of(wrap(new Frames(bytes), tunnel(ForwardingMode.GUE), server)).verified();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8})
    void shouldWrapMinimallyAndFallBackToIpInIp(final int optionBytes) {
        final byte[] options = new byte[optionBytes];
        Arrays.fill(options, (byte) 1);
        final TestPacket packet = TestPacket.tcp(4000, TestPacket.ACK).payload(21).options(options).ttl(9);
        final Opened inner = Opened.ofPacket(packet.ip());
        final Opened outer = Opened.of(wrap(new Frames(packet.bytes()), tunnel(ForwardingMode.MINIMAL), SERVER_4));
        assertThat(outer.protocol).isEqualTo(IpProtocol.MINIMAL);
        assertThat(outer.source).isEqualTo(OUTER_4);
        assertThat(outer.destination).isEqualTo(SERVER_4);
        assertThat(outer.ttl).isEqualTo(9);
        final byte[] shim = Arrays.copyOf(outer.payload(), 12);
        assertThat(TestPacket.checksum(shim, 0, 12)).isZero();
        assertThat(shim[0]).isEqualTo((byte) IpProtocol.TCP);
        assertThat(shim[1]).as("source present").isEqualTo((byte) 0x80);
        assertThat(Arrays.copyOfRange(shim, 4, 8)).isEqualTo(inner.destination.getAddress());
        assertThat(Arrays.copyOfRange(shim, 8, 12)).isEqualTo(inner.source.getAddress());
        assertThat(Arrays.copyOfRange(outer.payload(), 12, outer.payload().length)).isEqualTo(inner.payload());

        final TestPacket fragment = TestPacket.udp(4000, 64).fragment(0x2000);
        final Opened ipip = Opened.of(wrap(new Frames(fragment.bytes()), tunnel(ForwardingMode.MINIMAL), SERVER_4));
        assertThat(ipip.protocol).isEqualTo(IpProtocol.IPV4);
        assertInside(ipip.payload(), fragment);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldKeepVlanTags(final int tags) {
        final int[] values = Arrays.copyOf(new int[] {0x88a8_0007, 0x8100_0064}, tags);
        final TestPacket packet = TestPacket.tcp(4000, TestPacket.ACK);
        for (final ForwardingMode mode : new ForwardingMode[] {ForwardingMode.IPIP, ForwardingMode.MINIMAL}) {
            final byte[] frame = wrap(new Frames(packet.tags(values).bytes()), tunnel(mode), SERVER_4);
            assertThat(ByteBuffer.wrap(frame).getLong() >>> 16).isEqualTo(TestPacket.OWN_MAC);
            assertThat(ByteBuffer.wrap(frame).getInt(12)).isEqualTo(values[0]);
            assertThat(ByteBuffer.wrap(frame).getInt(8 + 4 * tags)).isEqualTo(values[tags - 1]);
            assertThat(ByteBuffer.wrap(frame).getShort(12 + 4 * tags)).isEqualTo((short) 0x0800);
            assertThat(Opened.ofPacket(Arrays.copyOfRange(frame, 14 + 4 * tags, frame.length)).destination)
                    .isEqualTo(SERVER_4);
        }
    }

    @Test
    void shouldMakeHostBitsOfTheOuterSourceFromTheClient() {
        final Tunnel tunnel = Tunnel.of(Forwarding.of(ForwardingMode.IPIP, new TunnelSettings(
                Optional.of(OuterSource.of(InetAddress.ofLiteral("172.16.0.0"), 16)),
                Optional.of(OuterSource.of(InetAddress.ofLiteral("100::"), 64)),
                6080, GueVariant.HEADER, OptionalInt.empty())));
        final TestPacket packet = new TestPacket().from(InetAddress.ofLiteral("192.168.1.3")).withTcp(31337, 80, 16);
        assertThat(Opened.of(wrap(new Frames(packet.bytes()), tunnel, SERVER_4)).source)
                .isEqualTo(InetAddress.ofLiteral("172.16.104.121"));
        assertThat(Opened.of(wrap(new Frames(packet.bytes()), tunnel, SERVER_6)).source)
                .isEqualTo(InetAddress.ofLiteral("100::bac1:103"));
    }

    @Test
    void shouldGiveAnIdentificationToWhatMayBeCutOnItsWay() {
        final TestPacket large = TestPacket.udp(4000, 600).fragment(0);
        final Tunnel tunnel = tunnel(ForwardingMode.IPIP);
        final int first = Opened.of(wrap(new Frames(large.bytes()), tunnel, SERVER_4)).idAndFragment;
        final int second = Opened.of(wrap(new Frames(large.bytes()), tunnel, SERVER_4)).idAndFragment;
        assertThat(first & 0xffff).as("flags").isZero();
        assertThat(first).isNotEqualTo(second);
        final TestPacket small = TestPacket.udp(4000, 60).fragment(0);
        assertThat(Opened.of(wrap(new Frames(small.bytes()), tunnel, SERVER_4)).idAndFragment).isZero();
    }
}

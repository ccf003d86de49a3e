package dev.directrix.forwarder.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.Addresses;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AddressRewriteTest {
    private static final InetAddress LOCAL_4 = InetAddress.ofLiteral("10.0.1.9");
    private static final InetAddress SERVER_4 = InetAddress.ofLiteral("10.0.1.21");
    private static final InetAddress LOCAL_6 = InetAddress.ofLiteral("fd00::9");
    private static final InetAddress SERVER_6 = InetAddress.ofLiteral("fd00::21");
    private static final long ADDRESSES =
            ((long) Addresses.toInt(LOCAL_4) << 32) | (Addresses.toInt(SERVER_4) & 0xffff_ffffL);
    private static final int PORTS = (5001 << 16) | 8080;

    private static byte[] rewrite(final TestPacket packet) {
        return rewrite(packet.bytes());
    }

    private static byte[] rewrite(final byte... frame) {
        final Frames frames = new Frames(frame);
        if (frames.packet.isIpv4()) {
            AddressRewrite.rewrite4(frames.memory, frames.packet, frames.kind, ADDRESSES, PORTS);
        } else {
            AddressRewrite.rewrite6(frames.memory, frames.packet, frames.kind, Addresses.high(LOCAL_6),
                    Addresses.low(LOCAL_6), Addresses.high(SERVER_6), Addresses.low(SERVER_6), PORTS);
        }
        AddressRewrite.decrementTtl(frames.memory, frames.packet);
        return frames.from(frames.frame);
    }

    @Test
    void shouldRewriteAddressesAndPortsWithRightChecksums() {
        for (final TestPacket packet : new TestPacket[] {
            TestPacket.tcp(4000, TestPacket.ACK).payload(9), TestPacket.udp(4000, 6),
            TestPacket.tcp(4000, TestPacket.ACK).v6().payload(9), TestPacket.udp(4000, 6).v6()}) {
            final Opened result = Opened.of(rewrite(packet)).verified();
            assertThat(result.source).isEqualTo(result.ipv4 ? LOCAL_4 : LOCAL_6);
            assertThat(result.destination).isEqualTo(result.ipv4 ? SERVER_4 : SERVER_6);
            assertThat(result.port(0)).isEqualTo(5001);
            assertThat(result.port(2)).isEqualTo(8080);
            assertThat(result.ttl).isEqualTo(56);
        }
    }

    @Test
    void shouldLeaveAWrongChecksumWrongAndAMissingOneMissing() {
        final byte[] damaged = TestPacket.tcp(4000, TestPacket.ACK).payload(9).bytes();
        damaged[damaged.length - 1] ^= 1;
        final Opened result = Opened.of(rewrite(damaged));
        assertThat(TestPacket.transportChecksum(result.source.getAddress(), result.destination.getAddress(),
                result.protocol, result.payload())).isNotZero();
        final byte[] without = TestPacket.udp(4000, 6).bytes();
        ByteBuffer.wrap(without).putShort(40, (short) 0);
        assertThat(Opened.of(rewrite(without)).port(6)).isZero();
    }

    @Test
    void shouldNeverWriteAZeroUdpChecksum() {
        for (int payload = 0; payload < 65536; payload += 1) {
            final TestPacket packet = TestPacket.udp(4000, 2);
            final byte[] bytes = packet.bytes();
            final int right = checksumWith(bytes, payload);
            ByteBuffer.wrap(bytes).putShort(42, (short) payload).putShort(40, (short) right);
            if (Opened.of(rewrite(bytes)).port(6) == 0xffff) {
                return;
            }
        }
        throw new AssertionError("no payload led to a checksum of zero");
    }

    private static int checksumWith(final byte[] bytes, final int payload) {
        final byte[] udp = Arrays.copyOfRange(bytes, 34, 44);
        ByteBuffer.wrap(udp).putShort(8, (short) payload).putShort(6, (short) 0);
        final int sum = TestPacket.transportChecksum(
                Arrays.copyOfRange(bytes, 26, 30), Arrays.copyOfRange(bytes, 30, 34), 17, udp);
        return sum == 0 ? 0xffff : sum;
    }

    @Test
    void shouldRewriteOnlyTheAddressesOfALaterFragment() {
        final byte[] before = TestPacket.udp(4000, 40).fragment(0x00b9).bytes();
        final Opened after = Opened.of(rewrite(before));
        assertThat(after.source).isEqualTo(LOCAL_4);
        assertThat(after.payload()).isEqualTo(Arrays.copyOfRange(before, 34, before.length));
    }

    @Test
    void shouldMarkACodePointAndLeaveCongestionBits() {
        for (final TestPacket packet : new TestPacket[] {
            TestPacket.tcp(1, 0).trafficClass(0xb9), TestPacket.tcp(1, 0).v6().trafficClass(0xb9)}) {
            final Frames frames = new Frames(packet.bytes());
            AddressRewrite.mark(frames.memory, frames.packet, 0x2a);
            assertThat(Opened.of(frames.from(frames.frame)).verified().trafficClass).isEqualTo(0x2a << 2 | 1);
        }
    }

    @Test
    void shouldTranslateFromOneIpVersionToTheOther() {
        for (final TestPacket packet : new TestPacket[] {
            TestPacket.tcp(4000, TestPacket.ACK).v6().payload(9), TestPacket.udp(4000, 6).v6()}) {
            final Frames frames = new Frames(packet.trafficClass(0xb8).tags(0x8100_0005).bytes());
            final long start = FamilyRewrite.toIpv4(frames.memory, frames.frame, frames.packet, ADDRESSES, PORTS);
            final byte[] frame = frames.from(start);
            assertThat(ByteBuffer.wrap(frame).getInt(12)).isEqualTo(0x8100_0005);
            assertTranslated(Opened.ofPacket(Arrays.copyOfRange(frame, 18, frame.length)), LOCAL_4, SERVER_4);
        }
        for (final TestPacket packet : new TestPacket[] {
            TestPacket.tcp(4000, TestPacket.ACK).options(new byte[8]).payload(9), TestPacket.udp(4000, 6)}) {
            final Frames frames = new Frames(packet.trafficClass(0xb8).bytes());
            final long start = FamilyRewrite.toIpv6(frames.memory, frames.frame, frames.packet,
                    Addresses.high(LOCAL_6), Addresses.low(LOCAL_6),
                    Addresses.high(SERVER_6), Addresses.low(SERVER_6), PORTS);
            assertTranslated(Opened.of(frames.from(start)), LOCAL_6, SERVER_6);
        }
    }

    private static void assertTranslated(final Opened packet, final InetAddress source, final InetAddress server) {
        packet.verified();
        assertThat(packet.source).isEqualTo(source);
        assertThat(packet.destination).isEqualTo(server);
        assertThat(packet.port(0)).isEqualTo(5001);
        assertThat(packet.ttl).isEqualTo(56);
        assertThat(packet.trafficClass).isEqualTo(0xb8);
    }

    @Test
    void shouldRewriteWhatAnErrorQuotesAndKeepAllItsChecksumsRight() {
        final byte[] quoted = TestPacket.udp(53, 12).from(SERVER_4).to(LOCAL_4).ip();
        final Frames frames = new Frames(TestPacket.icmp(3, 4, 1400, quoted).bytes());
        QuotedRewrite.rewrite4(frames.memory, frames.packet, ADDRESSES, PORTS);
        assertQuoted(Opened.of(frames.from(frames.frame)).verified());

        final byte[] quoted6 = TestPacket.tcp(80, TestPacket.ACK).v6().payload(5).ip();
        final Frames frames6 = new Frames(TestPacket.icmp(2, 0, 1280, quoted6).v6().bytes());
        QuotedRewrite.rewrite6(frames6.memory, frames6.packet, Addresses.high(LOCAL_6), Addresses.low(LOCAL_6),
                Addresses.high(SERVER_6), Addresses.low(SERVER_6), PORTS);
        assertQuoted(Opened.of(frames6.from(frames6.frame)).verified());
    }

    private static void assertQuoted(final Opened error) {
        final Opened inner = Opened.ofPacket(Arrays.copyOfRange(error.payload(), 8, error.payload().length));
        inner.verified();
        assertThat(inner.source).isEqualTo(inner.ipv4 ? LOCAL_4 : LOCAL_6);
        assertThat(inner.destination).isEqualTo(inner.ipv4 ? SERVER_4 : SERVER_6);
        assertThat(inner.port(0)).isEqualTo(5001);
        assertThat(inner.port(2)).isEqualTo(8080);
    }

    @Test
    void shouldKeepTheErrorsChecksumRightWhenOnlyEightBytesAreQuoted() {
        final byte[] quoted = Arrays.copyOf(TestPacket.tcp(80, TestPacket.ACK).ip(), 28);
        final Frames frames = new Frames(TestPacket.icmp(11, 0, 0, quoted).bytes());
        QuotedRewrite.rewrite4(frames.memory, frames.packet, ADDRESSES, PORTS);
        assertThat(Opened.of(frames.from(frames.frame)).verified().payload()).hasSize(36);
    }
}

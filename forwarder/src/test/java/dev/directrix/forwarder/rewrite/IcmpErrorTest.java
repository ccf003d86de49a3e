package dev.directrix.forwarder.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.packet.IpProtocol;
import dev.directrix.forwarder.packet.TestPacket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IcmpErrorTest {
    @Test
    void shouldTellTheClientWhatWouldPass() {
        final TestPacket packet = TestPacket.tcp(4000, TestPacket.ACK).payload(1400);
        final Frames frames = new Frames(packet.tags(0x8100_0009).bytes());
        final long start = IcmpError.tooBig(frames.memory, frames.frame, frames.packet, 1380, TestPacket.OWN_MAC);
        final byte[] frame = frames.from(start, IcmpError.length(frames.packet, start));
        assertThat(ByteBuffer.wrap(frame).getLong() >>> 16).isEqualTo(TestPacket.ROUTER_MAC);
        assertThat(ByteBuffer.wrap(frame).getLong(6) >>> 16).isEqualTo(TestPacket.OWN_MAC);
        assertThat(ByteBuffer.wrap(frame).getInt(12)).isEqualTo(0x8100_0009);
        final Opened error = Opened.ofPacket(Arrays.copyOfRange(frame, 18, frame.length)).verified();
        final Opened cause = Opened.ofPacket(packet.ip());
        assertThat(error.source).isEqualTo(cause.destination);
        assertThat(error.destination).isEqualTo(cause.source);
        assertThat(error.protocol).isEqualTo(IpProtocol.ICMP);
        assertThat(ByteBuffer.wrap(error.payload()).getInt() >>> 16).isEqualTo(0x0304);
        assertThat(ByteBuffer.wrap(error.payload()).getInt(4)).isEqualTo(1380);
        assertThat(Arrays.copyOfRange(error.payload(), 8, 92)).isEqualTo(Arrays.copyOf(packet.ip(), 84));
    }

    @Test
    void shouldDoSoOverIpv6AndQuoteNoMoreThanThereIs() {
        final TestPacket packet = TestPacket.tcp(4000, TestPacket.ACK).v6().payload(100);
        final Frames frames = new Frames(packet.bytes());
        final long start = IcmpError.tooBig(frames.memory, frames.frame, frames.packet, 1280, TestPacket.OWN_MAC);
        final Opened error =
                Opened.of(frames.from(start, IcmpError.length(frames.packet, start))).verified();
        assertThat(error.source).isEqualTo(TestPacket.VIP_6);
        assertThat(error.destination).isEqualTo(TestPacket.CLIENT_6);
        assertThat(error.protocol).isEqualTo(IpProtocol.ICMPV6);
        assertThat(ByteBuffer.wrap(error.payload()).getInt() >>> 16).isEqualTo(0x0200);
        assertThat(ByteBuffer.wrap(error.payload()).getInt(4)).isEqualTo(1280);
        assertThat(Arrays.copyOfRange(error.payload(), 8, error.payload().length)).isEqualTo(packet.ip());
    }

    @Test
    void shouldSayThatTheTimeIsExceeded() {
        for (final TestPacket packet : new TestPacket[] {
            TestPacket.udp(4000, 3).ttl(1), TestPacket.udp(4000, 3).v6().ttl(1)}) {
            final Frames frames = new Frames(packet.bytes());
            final long start = IcmpError.timeExceeded(
                    frames.memory, frames.frame, frames.packet, TestPacket.OWN_MAC);
            final Opened error =
                    Opened.of(frames.from(start, IcmpError.length(frames.packet, start))).verified();
            assertThat(error.payload()[0]).isEqualTo((byte) (error.ipv4 ? 11 : 3));
            assertThat(Arrays.copyOfRange(error.payload(), 8, error.payload().length)).isEqualTo(packet.ip());
        }
    }
}

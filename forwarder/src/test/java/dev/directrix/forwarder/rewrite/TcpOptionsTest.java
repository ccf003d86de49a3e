package dev.directrix.forwarder.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.packet.PacketKind;
import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.Addresses;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The client's address as an option, and the clamp of the segment size. */
class TcpOptionsTest {
    private static final InetAddress CLIENT_4 = InetAddress.ofLiteral("198.51.100.7");

    private static byte[] tcp(final byte[] options, final int payload) {
        final ByteBuffer header = ByteBuffer.allocate(20 + options.length + payload);
        header.putShort((short) 4000).putShort((short) 80).putInt(1).putInt(2);
        header.putShort((short) ((((20 + options.length) / 4) << 12) | TestPacket.SYN)).putShort((short) 500);
        return header.putInt(0).put(options).array();
    }

    @Test
    void shouldInsertTheClientsAddressBehindTheFixedHeader() {
        for (final TestPacket packet : new TestPacket[] {
            TestPacket.tcp(4000, TestPacket.ACK).payload(10).tags(0x8100_0001),
            TestPacket.tcp(4000, TestPacket.ACK).v6().payload(10).tags(0x8100_0001)}) {
            for (final InetAddress client : new InetAddress[] {CLIENT_4, TestPacket.CLIENT_6}) {
                final byte[] before = packet.bytes();
                final Frames frames = new Frames(before);
                final long start = ToaOption.insert(frames.memory, frames.frame, frames.packet,
                        Addresses.high(client), Addresses.low(client), 4000);
                final byte[] frame = frames.from(start);
                final Opened after = Opened.ofPacket(Arrays.copyOfRange(frame, 18, frame.length)).verified();
                final int bytes = client.getAddress().length + 4;
                assertThat(Arrays.copyOf(frame, 16)).isEqualTo(Arrays.copyOf(before, 16));
                final ByteBuffer option = ByteBuffer.wrap(after.payload(), 20, bytes);
                assertThat(option.get() & 0xff).isEqualTo(254);
                assertThat(option.get()).isEqualTo((byte) bytes);
                assertThat(option.getShort()).isEqualTo((short) 4000);
                assertThat(Arrays.copyOfRange(after.payload(), 24, 20 + bytes)).isEqualTo(client.getAddress());
                assertThat(after.payload()[12] >>> 4 & 0xf).isEqualTo(5 + bytes / 4);
                assertThat(Arrays.copyOfRange(after.payload(), 20 + bytes, after.payload().length))
                        .isEqualTo(Arrays.copyOfRange(before, before.length - 10, before.length));
            }
        }
    }

    @Test
    void shouldSayWhetherTheOptionFits() {
        final Frames full = new Frames(TestPacket.tcp(1, 0).transport(tcp(new byte[36], 0)).bytes());
        assertThat(ToaOption.fits(full.memory, full.packet, 8)).isFalse();
        final Frames room = new Frames(TestPacket.tcp(1, 0).transport(tcp(new byte[32], 0)).bytes());
        assertThat(ToaOption.fits(room.memory, room.packet, 8)).isTrue();
        assertThat(ToaOption.fits(room.memory, room.packet, 20)).isFalse();
    }

    @Test
    void shouldLowerTheSegmentSizeWhereverTheOptionStands() {
        final byte[][] options = {
            {2, 4, 5, (byte) 0xb4}, {1, 2, 4, 5, (byte) 0xb4, 1, 1, 0}, {3, 3, 7, 2, 4, 5, (byte) 0xb4, 0},
            {1, 1, 2, 4, 5, (byte) 0xb4, 0, 0}};
        for (final byte[] option : options) {
            final Frames frames = new Frames(TestPacket.tcp(1, 0).transport(tcp(option, 3)).bytes());
            assertThat(MssClamp.clamp(frames.memory, frames.packet, 1360)).isTrue();
            final byte[] after = Opened.of(frames.from(frames.frame)).verified().payload();
            final byte[] expected = option.clone();
            for (int i = 0; i + 1 < expected.length; i++) {
                if (expected[i] == 5 && expected[i + 1] == (byte) 0xb4) {
                    ByteBuffer.wrap(expected).putShort(i, (short) 1360);
                }
            }
            assertThat(Arrays.copyOfRange(after, 20, 20 + option.length)).isEqualTo(expected);
            assertThat(MssClamp.clamp(frames.memory, frames.packet, 1360)).as("again").isFalse();
        }
    }

    @Test
    void shouldEndureOptionsThatCannotBe() {
        for (final byte[] option : new byte[][] {
            {0, 2, 4, 5}, {5, 0, 2, 4}, {9, 60, 0, 0}, {2, 3, 5, 1}, {1, 1, 1, 2}, {}}) {
            final Frames frames = new Frames(TestPacket.tcp(1, 0).transport(tcp(option, 0)).bytes());
            assertThat(frames.kind).isEqualTo(PacketKind.TRANSPORT);
            assertThat(MssClamp.clamp(frames.memory, frames.packet, 100)).isFalse();
        }
    }
}

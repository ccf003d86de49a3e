package dev.directrix.forwarder.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EchoReplyTest {
    private static final int TRANSPORT = 34;

    @Test
    void shouldSwapEverythingAndKeepBothChecksumsRight() {
        final byte[] request = TestPacket.icmp(8).bytes();
        final MemorySegment memory = TestPacket.segment(request);

        EchoReply.answer(memory, 0, parsed(memory), TestPacket.OWN_MAC);

        final byte[] reply = TestPacket.bytes(memory);
        final ByteBuffer fields = ByteBuffer.wrap(reply);
        assertThat(Frame.destinationMac(memory, 0)).isEqualTo(TestPacket.ROUTER_MAC);
        assertThat(Frame.sourceMac(memory, 0)).isEqualTo(TestPacket.OWN_MAC);
        assertThat(fields.getInt(26)).isEqualTo(0xc000_020a);
        assertThat(fields.getInt(30)).isEqualTo(0xc633_6407);
        assertThat(reply[22]).isEqualTo((byte) 64);
        assertThat(reply[TRANSPORT]).isZero();
        assertThat(TestPacket.checksum(reply, 14, 20)).isZero();
        assertThat(TestPacket.checksum(reply, TRANSPORT, 32)).isZero();
        assertThat(fields.slice(TRANSPORT + 4, 28)).isEqualTo(ByteBuffer.wrap(request).slice(TRANSPORT + 4, 28));
    }

    @Test
    void shouldLeaveADamagedChecksumDamaged() {
        final byte[] request = TestPacket.icmp(8).bytes();
        request[60] ^= 0x20;
        final MemorySegment memory = TestPacket.segment(request);

        EchoReply.answer(memory, 0, parsed(memory), TestPacket.OWN_MAC);

        assertThat(TestPacket.checksum(TestPacket.bytes(memory), TRANSPORT, 32)).isNotZero();
    }

    @Test
    void shouldAnswerOverIpv6AndKeepTheVlanTag() {
        final MemorySegment memory = TestPacket.icmp(128).v6().tags(0x8100_0064).segment();

        EchoReply.answer(memory, 0, parsed(memory), TestPacket.OWN_MAC);

        final byte[] reply = TestPacket.bytes(memory);
        final PacketParser packet = parsed(memory);
        assertThat(ByteBuffer.wrap(reply).getInt(12)).isEqualTo(0x8100_0064);
        assertThat(Arrays.copyOfRange(reply, 26, 42)).isEqualTo(TestPacket.VIP_6.getAddress());
        assertThat(Arrays.copyOfRange(reply, 42, 58)).isEqualTo(TestPacket.CLIENT_6.getAddress());
        assertThat(packet.ttl()).isEqualTo(64);
        assertThat(reply[58]).isEqualTo((byte) 129);
        assertThat(TestPacket.transportChecksum(TestPacket.VIP_6.getAddress(), TestPacket.CLIENT_6.getAddress(),
                IpProtocol.ICMPV6, Arrays.copyOfRange(reply, 58, reply.length))).isZero();
    }

    @Test
    void shouldTakeOnlyPlainRequests() {
        assertThat(isRequest(TestPacket.icmp(8))).isTrue();
        assertThat(isRequest(TestPacket.icmp(0))).isFalse();
        assertThat(isRequest(TestPacket.icmp(3))).isFalse();
        assertThat(isRequest(TestPacket.icmp(8).options(new byte[4]))).isFalse();
        assertThat(isRequest(TestPacket.icmp(128).v6())).isTrue();
        assertThat(isRequest(TestPacket.icmp(8).v6())).isFalse();
        assertThat(isRequest(TestPacket.icmp(128))).isFalse();
    }

    private static boolean isRequest(final TestPacket packet) {
        final MemorySegment memory = packet.segment();
        return EchoReply.isRequest(memory, parsed(memory));
    }

    private static PacketParser parsed(final MemorySegment memory) {
        final PacketParser parser = new PacketParser();
        parser.parse(memory, 0, (int) memory.byteSize());
        return parser;
    }
}

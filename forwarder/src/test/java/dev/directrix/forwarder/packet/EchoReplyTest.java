package dev.directrix.forwarder.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class EchoReplyTest {
    private static final int TRANSPORT = 34;

    @Test
    void shouldSwapEverythingAndKeepBothChecksumsRight() {
        final byte[] request = TestPacket.icmp(8).bytes();
        final MemorySegment memory = TestPacket.segment(request);

        EchoReply.answer(memory, 0, TRANSPORT, TestPacket.OWN_MAC);

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

        EchoReply.answer(memory, 0, TRANSPORT, TestPacket.OWN_MAC);

        assertThat(TestPacket.checksum(TestPacket.bytes(memory), TRANSPORT, 32)).isNotZero();
    }

    @Test
    void shouldTakeOnlyPlainRequests() {
        assertThat(EchoReply.isRequest(TestPacket.icmp(8).segment(), 0, TRANSPORT)).isTrue();
        assertThat(EchoReply.isRequest(TestPacket.icmp(0).segment(), 0, TRANSPORT)).isFalse();
        assertThat(EchoReply.isRequest(TestPacket.icmp(3).segment(), 0, TRANSPORT)).isFalse();
        final MemorySegment withOptions = TestPacket.icmp(8).options(new byte[4]).segment();
        assertThat(EchoReply.isRequest(withOptions, 0, TRANSPORT + 4)).isFalse();
    }
}

package dev.directrix.forwarder.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChecksumTest {
    @Test
    void shouldStayRightWhateverWordChanges() {
        final Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            final byte[] header = new byte[20];
            random.nextBytes(header);
            final ByteBuffer words = ByteBuffer.wrap(header).putShort(10, (short) 0);
            words.putShort(10, (short) TestPacket.checksum(header, 0, header.length));
            final int at = random.nextInt(5) * 2;
            final int oldWord = words.getShort(at) & 0xffff;
            final int newWord = random.nextInt(0x10000);

            final int updated = Checksum.updated(words.getShort(10) & 0xffff, oldWord, newWord);

            words.putShort(at, (short) newWord).putShort(10, (short) updated);
            assertThat(TestPacket.checksum(header, 0, header.length)).as("round %d", round).isZero();
        }
    }

    @Test
    void shouldGiveTheExampleOfRfc1624() {
        assertThat(Checksum.updated(0xdd2f, 0x5555, 0x3285)).isZero();
    }
}

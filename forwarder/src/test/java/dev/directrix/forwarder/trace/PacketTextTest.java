package dev.directrix.forwarder.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.packet.TestPacket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketTextTest {

    private static final String ETHERNET = "020000000001" + "0200000000fe";
    private static final String TCP4 = "4500002800014000400600 00" + "c6336407" + "c000020a"
        + "9c400050" + "00000001" + "00000000" + "5012ffff" + "00000000";
    private static final String UDP6 = "60000000000c1140" + "20010db8000000000000000000000007"
        + "20010db8000000000000000000000010" + "14e90035000c0000" + "01020304";

    @ParameterizedTest
    @CsvSource({
        "0800, '', 'tcp 198.51.100.7:40000 > 192.0.2.10:80 [SA]'",
        "81000007 0800, '', 'tcp 198.51.100.7:40000 > 192.0.2.10:80 [SA]'",
        "0800, 4500003c000100004004 0000 0a00010b 0a000115,"
            + " 'ipip 10.0.1.11 > 10.0.1.21 (tcp 198.51.100.7:40000 > 192.0.2.10:80 [SA])'",
        "0800, 45000044000100004 02f 0000 0a00010b 0a000115 2000 0800 00000007,"
            + " 'gre 10.0.1.11 > 10.0.1.21 (tcp 198.51.100.7:40000 > 192.0.2.10:80 [SA])'",
        "0806, '', 'not IP'"})
    void shouldSayWhatAPacketIs(final String type, final String outer, final String text) {
        assertThat(PacketText.of(frame(type, outer + TCP4))).isEqualTo(text.replace("[SA]", "[S.]"));
    }

    @Test
    void shouldKnowIpv6AndFragments() {
        assertThat(PacketText.of(frame("86dd", UDP6)))
            .isEqualTo("udp [2001:db8:0:0:0:0:0:7]:5353 > [2001:db8:0:0:0:0:0:10]:53");
        assertThat(PacketText.of(frame("0800", TCP4.replace("00014000", "000100b9"))))
            .isEqualTo("tcp 198.51.100.7 > 192.0.2.10 fragment");
    }

    @Test
    void shouldReadNothingBeyondTheEnd() {
        final byte[] whole = TestPacket.tcp(40_000, TestPacket.SYN).bytes();
        final Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            final byte[] frame = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int change = random.nextInt(5); change > 0 && frame.length > 12; change--) {
                frame[12 + random.nextInt(frame.length - 12)] = (byte) random.nextInt();
            }
            assertThat(PacketText.of(frame)).isNotBlank();
        }
    }

    private static byte[] frame(final String type, final String packet) {
        return HexFormat.of().parseHex((ETHERNET + type + packet).replace(" ", ""));
    }
}

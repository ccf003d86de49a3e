package dev.directrix.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class FrameMacTest {

    @Test
    void shouldGiveTheMacsOfRfc4231() {
        final byte[] key = new byte[20];
        Arrays.fill(key, (byte) 0x0b);
        assertThat(macOf(key, "Hi There".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isEqualTo(HexFormat.of().parseHex("b0344c61d8db38535ca8afceaf0bf12b"));
    }

    @Test
    void shouldAgreeWithTheJdkForAllLengths() throws GeneralSecurityException {
        final Random random = new Random(3);
        for (int length = 0; length <= 1_400; length++) {
            final byte[] key = new byte[1 + random.nextInt(64)];
            final byte[] octets = new byte[length];
            random.nextBytes(key);
            random.nextBytes(octets);
            final Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            assertThat(macOf(key, octets)).isEqualTo(Arrays.copyOf(mac.doFinal(octets), FrameMac.LENGTH));
        }
    }

    private static byte[] macOf(final byte[] key, final byte[] octets) {
        final byte[] framed = Arrays.copyOf(octets, octets.length + FrameMac.LENGTH);
        final FrameMac mac = new FrameMac(key);
        mac.append(framed, 0, octets.length);
        assertThat(mac.isBehind(framed, 0, octets.length)).isTrue();
        return Arrays.copyOfRange(framed, octets.length, framed.length);
    }
}

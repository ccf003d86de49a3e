package dev.directrix.forwarder.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.packet.TestPacket;
import dev.directrix.forwarder.service.AesKey;
import dev.directrix.forwarder.service.ServerId;
import dev.directrix.forwarder.service.ServerIdRule.QuicLb;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuicLbDecoderTest {
    private static final AesKey KEY = AesKey.ofHex("8f95f09245765f80256934e50c66207f");

    private static ServerId decoded(final QuicLb rule, final String connectionId) {
        final QuicLbDecoder decoder = new QuicLbDecoder(rule);
        decoder.decode(TestPacket.segment(HexFormat.of().parseHex(connectionId)), 0);
        return new ServerId(decoder.idHigh(), decoder.idLow());
    }

    /** The test vectors of draft-ietf-quic-load-balancers, appendix "Load Balancer Test Vectors". */
    @ParameterizedTest
    @CsvSource({
        "3, 4, ed793a, 0720b1d07b359d3c",
        "10, 5, ed793a51d49b8f5fab65, 2fcc381bc74cb4fbad2823a3d1f8fed2",
        "8, 8, ed793a51d49b8f5f, 504dd2d05a7b0de9b2b9907afb5ecf8cc3",
        "9, 9, ed793a51d49b8f5fab, 125779c9cc86beb3a3a4a3ca96fce4bfe0cdbc"})
    void shouldDecryptTheVectorsOfTheDraft(final int id, final int nonce, final String server, final String cid) {
        assertThat(decoded(new QuicLb(0, id, nonce, Optional.of(KEY)), cid)).isEqualTo(ServerId.ofHex(server));
    }

    @ParameterizedTest
    @CsvSource({"3, 4, c4605e, 07c4605e4504cc4f", "5, 5, 350d28b420, 2a350d28b4203487d970b0"})
    void shouldReadPlaintextIds(final int id, final int nonce, final String server, final String cid) {
        assertThat(decoded(new QuicLb(0, id, nonce, Optional.empty()), cid)).isEqualTo(ServerId.ofHex(server));
    }

    /** The worked example of the draft, section "Encryption Example". */
    @Test
    void shouldDecryptTheWorkedExample() {
        final AesKey key = AesKey.ofHex("fdf726a9893ec05c0632d3956680baf0");
        assertThat(decoded(new QuicLb(0, 3, 4, Optional.of(key)), "0767947d29be054a"))
                .isEqualTo(ServerId.ofHex("31441a"));
    }

    @Test
    void shouldReadBackWhatAServerEncryptsForEveryLength() {
        final Random random = new Random(11);
        for (int id = 1; id <= ServerId.MAX_BYTES; id++) {
            for (int nonce = 4; nonce <= 18 && id + nonce <= QuicLb.MAX_LENGTH; nonce++) {
                final byte[] plain = new byte[id + nonce];
                random.nextBytes(plain);
                final QuicLb rule = new QuicLb(0, id, nonce, Optional.of(KEY));
                assertThat(decoded(rule, "00" + HexFormat.of().formatHex(encrypted(plain))))
                        .as("server id of %d octets, nonce of %d", id, nonce)
                        .isEqualTo(ServerId.ofHex(HexFormat.of().formatHex(plain, 0, id)));
            }
        }
    }

    /** What a server does (section "Server Actions"), on numbers instead of octets. */
    private static byte[] encrypted(final byte[] plain) {
        if (plain.length == 16) {
            return aes(plain);
        }
        final int bits = plain.length * 4;
        final BigInteger all = new BigInteger(1, plain);
        BigInteger left = all.shiftRight(bits);
        BigInteger right = all.mod(BigInteger.ONE.shiftLeft(bits));
        for (int pass = 1; pass <= 4; pass++) {
            if (pass % 2 == 1) {
                right = right.xor(round(left, bits, plain.length, pass, false));
            } else {
                left = left.xor(round(right, bits, plain.length, pass, true));
            }
        }
        return octets(left.shiftLeft(bits).or(right), plain.length);
    }

    private static BigInteger round(
            final BigInteger half, final int bits, final int length, final int pass, final boolean fromRight) {
        final int octets = (length + 1) / 2;
        // An odd number of octets leaves four bits of each half empty: the last of the left, the first of the right.
        final boolean odd = length % 2 == 1;
        final byte[] block = new byte[16];
        System.arraycopy(octets(odd && !fromRight ? half.shiftLeft(4) : half, octets), 0, block, 0, octets);
        block[14] = (byte) length;
        block[15] = (byte) pass;
        final BigInteger mask = new BigInteger(1, Arrays.copyOf(aes(block), octets));
        return odd && fromRight ? mask.shiftRight(4) : mask.mod(BigInteger.ONE.shiftLeft(bits));
    }

    private static byte[] octets(final BigInteger number, final int count) {
        final byte[] result = new byte[count];
        for (int i = 0; i < count; i++) {
            result[count - 1 - i] = number.shiftRight(8 * i).byteValue();
        }
        return result;
    }

    private static byte[] aes(final byte[] block) {
        try {
            final Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY.bytes(), "AES"));
            return cipher.doFinal(block);
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.directrix.bgp.bfd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BfdAuthenticatorTest {

    private static final long SECOND = 1_000_000_000;

    @ParameterizedTest
    @EnumSource
    void shouldAcceptItsOwnSignatureAndNoOther(final BfdAuthType type) {
        final BfdPacket packet = signed(type, "secret", 5);
        assertThat(packet.check()).isEqualTo(BfdVerdict.ACCEPTED);
        assertThat(verify(type, 1, "secret", packet)).isEqualTo(BfdVerdict.ACCEPTED);
        assertThat(verify(type, 1, "secret", packet)).as("unharmed by verifying").isEqualTo(BfdVerdict.ACCEPTED);
        assertThat(verify(type, 1, "Secret", packet)).isEqualTo(BfdVerdict.AUTHENTICATION_KEY);
        assertThat(verify(type, 1, "secrets", packet)).isEqualTo(BfdVerdict.AUTHENTICATION_KEY);
        assertThat(verify(type, 2, "secret", packet)).isEqualTo(BfdVerdict.AUTHENTICATION_KEY_ID);
        for (final BfdAuthType other : BfdAuthType.values()) {
            if (other != type) {
                assertThat(verify(other, 1, "secret", packet)).isEqualTo(BfdVerdict.AUTHENTICATION_TYPE);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"KEYED_MD5", "METICULOUS_KEYED_MD5", "KEYED_SHA1", "METICULOUS_KEYED_SHA1"})
    void shouldNoticeEveryChangedOctet(final BfdAuthType type) {
        final BfdPacket good = signed(type, "secret", 5);
        for (int i = 0; i < good.length(); i++) {
            final byte[] octets = Arrays.copyOf(good.octets(), good.length());
            octets[i] ^= 0x40;
            assertThat(verify(type, 1, "secret", BfdPacket.of(octets))).as("octet " + i)
                .isNotEqualTo(BfdVerdict.ACCEPTED);
        }
    }

    @Test
    void shouldDigestThePacketWithThePaddedKeyInItsPlace() throws Exception {
        final BfdPacket packet = signed(BfdAuthType.KEYED_SHA1, "secret", 5);
        assertThat(HexFormat.of().formatHex(packet.octets(), 24, 28)).isEqualTo("041c0100");
        final byte[] octets = Arrays.copyOf(packet.octets(), 52);
        Arrays.fill(octets, 32, 52, (byte) 0);
        System.arraycopy("secret".getBytes(StandardCharsets.UTF_8), 0, octets, 32, 6);
        assertThat(Arrays.copyOfRange(packet.octets(), 32, 52))
            .isEqualTo(MessageDigest.getInstance("SHA-1").digest(octets));
    }

    @Test
    void shouldRefuseSectionsThatDoNotFit() {
        final BfdPacket packet = signed(BfdAuthType.SIMPLE, "secret", 5);
        packet.octets()[25] = 10;
        assertThat(verify(BfdAuthType.SIMPLE, 1, "secret", packet)).isEqualTo(BfdVerdict.AUTHENTICATION_TYPE);
        packet.octets()[25] = 3;
        assertThat(verify(BfdAuthType.SIMPLE, 1, "secret", packet)).isEqualTo(BfdVerdict.AUTHENTICATION_KEY);
        final BfdPacket digest = signed(BfdAuthType.KEYED_MD5, "secret", 5);
        digest.octets()[25] = 23;
        assertThat(verify(BfdAuthType.KEYED_MD5, 1, "secret", digest)).isEqualTo(BfdVerdict.AUTHENTICATION_TYPE);
    }

    @Test
    void shouldKeepTheWindowOfMeticulousSequenceNumbers() {
        final BfdAuthenticator receiver = authenticator(BfdAuthType.METICULOUS_KEYED_SHA1, 1, "secret", 0);
        assertThat(receiver.verify(sequenced(BfdAuthType.METICULOUS_KEYED_SHA1, -2)))
            .as("any at first").isEqualTo(BfdVerdict.ACCEPTED);
        assertThat(receiver.verify(sequenced(BfdAuthType.METICULOUS_KEYED_SHA1, -2)))
            .as("a copy").isEqualTo(BfdVerdict.AUTHENTICATION_SEQUENCE);
        assertThat(receiver.verify(sequenced(BfdAuthType.METICULOUS_KEYED_SHA1, -3)))
            .as("an old one").isEqualTo(BfdVerdict.AUTHENTICATION_SEQUENCE);
        assertThat(receiver.verify(sequenced(BfdAuthType.METICULOUS_KEYED_SHA1, 8)))
            .as("ten ahead with multiplier 3").isEqualTo(BfdVerdict.AUTHENTICATION_SEQUENCE);
        assertThat(receiver.verify(sequenced(BfdAuthType.METICULOUS_KEYED_SHA1, 7)))
            .as("nine ahead, past zero").isEqualTo(BfdVerdict.ACCEPTED);
        receiver.forget();
        assertThat(receiver.verify(sequenced(BfdAuthType.METICULOUS_KEYED_SHA1, -900)))
            .as("any after a silence").isEqualTo(BfdVerdict.ACCEPTED);
    }

    @Test
    void shouldAcceptTheSameSequenceNumberAgainUnlessMeticulous() {
        final BfdAuthenticator receiver = authenticator(BfdAuthType.KEYED_MD5, 1, "secret", 0);
        assertThat(receiver.verify(sequenced(BfdAuthType.KEYED_MD5, 5))).isEqualTo(BfdVerdict.ACCEPTED);
        assertThat(receiver.verify(sequenced(BfdAuthType.KEYED_MD5, 5))).isEqualTo(BfdVerdict.ACCEPTED);
        assertThat(receiver.verify(sequenced(BfdAuthType.KEYED_MD5, 4))).isEqualTo(BfdVerdict.AUTHENTICATION_SEQUENCE);
        assertThat(receiver.verify(sequenced(BfdAuthType.KEYED_MD5, 15))).isEqualTo(BfdVerdict.AUTHENTICATION_SEQUENCE);
        assertThat(receiver.verify(sequenced(BfdAuthType.KEYED_MD5, 14))).isEqualTo(BfdVerdict.ACCEPTED);
    }

    @Test
    void shouldCountEveryPacketWhenMeticulousAndElseEveryChangeAndSecond() {
        final BfdPacket packet = up();
        final BfdAuthenticator meticulous = authenticator(BfdAuthType.METICULOUS_KEYED_MD5, 1, "secret", 0x7fff_ffff);
        meticulous.sign(packet, 0);
        assertThat(packet.authSequence()).isEqualTo(0x8000_0000);
        meticulous.sign(packet, 0);
        assertThat(packet.authSequence()).isEqualTo(0x8000_0001);
        final BfdAuthenticator keyed = authenticator(BfdAuthType.KEYED_SHA1, 1, "secret", 10);
        keyed.sign(packet, 0);
        assertThat(packet.authSequence()).isEqualTo(11);
        keyed.sign(packet, SECOND - 1);
        assertThat(packet.authSequence()).isEqualTo(11);
        keyed.sign(packet, SECOND);
        assertThat(packet.authSequence()).isEqualTo(12);
        packet.poll();
        keyed.sign(packet, SECOND);
        assertThat(packet.authSequence()).isEqualTo(13);
    }

    @Test
    void shouldNotShowTheKeyAndRefuseOnesThatDoNotFit() {
        assertThat(BfdAuthentication.of(BfdAuthType.KEYED_MD5, 1, "secret")).hasToString("keyed-md5 key 1")
            .isEqualTo(BfdAuthentication.of(BfdAuthType.KEYED_MD5, 1, "secret"))
            .isNotEqualTo(BfdAuthentication.of(BfdAuthType.KEYED_MD5, 1, "other"));
        assertThatThrownBy(() -> BfdAuthentication.of(BfdAuthType.KEYED_MD5, 1, "seventeen octets!"))
            .hasMessage("a BFD key of type keyed-md5 has 1 to 16 octets, not 17");
        assertThat(BfdAuthentication.of(BfdAuthType.KEYED_SHA1, 255, "twenty octets of it!").keyId()).isEqualTo(255);
        assertThatThrownBy(() -> BfdAuthentication.of(BfdAuthType.SIMPLE, 256, "x")).hasMessageContaining("0..255");
        assertThatThrownBy(() -> BfdAuthentication.of(BfdAuthType.SIMPLE, 1, "")).hasMessageContaining("not 0");
    }

    private static BfdPacket up() {
        final BfdPacket packet = new BfdPacket();
        packet.clear(BfdState.UP, BfdDiagnostic.NONE, 3);
        packet.discriminators(7, 9);
        packet.intervals(300_000, 300_000);
        return packet;
    }

    private static BfdPacket signed(final BfdAuthType type, final String key, final int sequence) {
        final BfdPacket packet = up();
        authenticator(type, 1, key, sequence).sign(packet, 0);
        return packet;
    }

    /** Signed with exactly this sequence number. */
    private static BfdPacket sequenced(final BfdAuthType type, final int sequence) {
        return signed(type, "secret", sequence - 1);
    }

    private static BfdVerdict verify(
        final BfdAuthType type, final int keyId, final String key, final BfdPacket packet) {
        return authenticator(type, keyId, key, 0).verify(packet);
    }

    private static BfdAuthenticator authenticator(
        final BfdAuthType type, final int keyId, final String key, final int sequence) {
        return new BfdAuthenticator(BfdAuthentication.of(type, keyId, key), sequence);
    }
}

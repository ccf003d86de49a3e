package dev.directrix.bgp.bfd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BfdPacketTest {

    private static final int MUTATIONS = 1_000_000;
    private static final String UP = "20c003180000000700000009000493e0000493e000000000";

    @Test
    void shouldReadEveryField() {
        final BfdPacket packet = packet("21fa051801020304fffffffe000f4240000493e0000186a0");
        assertThat(packet.version()).isEqualTo(1);
        assertThat(BfdDiagnostic.ofCode(packet.diagnosticCode())).isEqualTo(BfdDiagnostic.DETECTION_TIME_EXPIRED);
        assertThat(packet.state()).isEqualTo(BfdState.UP);
        assertThat(packet.isPoll()).isTrue();
        assertThat(packet.isFinal()).isTrue();
        assertThat(packet.isControlPlaneIndependent()).isTrue();
        assertThat(packet.hasAuthentication()).isFalse();
        assertThat(packet.isDemand()).isTrue();
        assertThat(packet.multiplier()).isEqualTo(5);
        assertThat(packet.length()).isEqualTo(24);
        assertThat(packet.myDiscriminator()).isEqualTo(0x01020304);
        assertThat(packet.yourDiscriminator()).isEqualTo(-2);
        assertThat(packet.desiredMinTxUs()).isEqualTo(1_000_000);
        assertThat(packet.requiredMinRxUs()).isEqualTo(300_000);
        assertThat(packet.requiredMinEchoRxUs()).isEqualTo(100_000);
    }

    @Test
    void shouldWriteWhatTheSpecificationDraws() {
        final BfdPacket packet = new BfdPacket();
        packet.clear(BfdState.UP, BfdDiagnostic.NONE, 3);
        packet.discriminators(7, 9);
        packet.intervals(300_000, 300_000);
        assertThat(packet.length()).isEqualTo(24);
        assertThat(HexFormat.of().formatHex(packet.octets(), 0, 24)).isEqualTo(UP);
        packet.poll();
        assertThat(packet.isPoll()).isTrue();
        packet.clear(BfdState.DOWN, BfdDiagnostic.PATH_DOWN, 3);
        packet.finalAnswer();
        assertThat(HexFormat.of().formatHex(packet.octets(), 0, 4)).isEqualTo("25500318");
    }

    @ParameterizedTest
    @CsvSource({
        "ACCEPTED, " + UP,
        "VERSION, ''",
        "VERSION, 00c003180000000700000009000493e0000493e000000000",
        "VERSION, 40c003180000000700000009000493e0000493e000000000",
        "LENGTH, 20c003170000000700000009000493e0000493e000000000",
        "LENGTH, 20c003190000000700000009000493e0000493e000000000",
        "LENGTH, 20c003180000000700000009000493e0000493e0000000",
        "LENGTH, 20",
        "LENGTH, 20c403180000000700000009000493e0000493e000000000",
        "LENGTH, 20c403190000000700000009000493e0000493e00000000001",
        "ACCEPTED, 20c4031a0000000700000009000493e0000493e0000000000102",
        "ACCEPTED, 20c003180000000700000009000493e0000493e000000000ffff",
        "MULTIPLIER, 20c000180000000700000009000493e0000493e000000000",
        "MULTIPOINT, 20c103180000000700000009000493e0000493e000000000",
        "MY_DISCRIMINATOR, 20c003180000000000000009000493e0000493e000000000",
        "STATE, 20c003180000000700000000000493e0000493e000000000",
        "STATE, 208003180000000700000000000493e0000493e000000000",
        "ACCEPTED, 204003180000000700000000000493e0000493e000000000",
        "ACCEPTED, 200003180000000700000000000493e0000493e000000000"})
    void shouldRefuseWhatTheSpecificationRefuses(final BfdVerdict verdict, final String hex) {
        assertThat(packet(hex).check()).isEqualTo(verdict);
    }

    @Test
    void shouldKnowDiagnosticsThatNobodyAssigned() {
        assertThat(BfdDiagnostic.ofCode(8)).isEqualTo(BfdDiagnostic.REVERSE_CONCATENATED_PATH_DOWN);
        assertThat(BfdDiagnostic.ofCode(9)).isEqualTo(BfdDiagnostic.UNASSIGNED);
        assertThat(BfdDiagnostic.ofCode(31)).isEqualTo(BfdDiagnostic.UNASSIGNED);
    }

    @Test
    void shouldSurviveEveryMutation() {
        final Random random = new Random(5880);
        final RecordedOutput output = new RecordedOutput();
        final List<BfdAuthType> types = List.of(BfdAuthType.values());
        final Map<BfdVerdict, Integer> verdicts = new EnumMap<>(BfdVerdict.class);
        for (int i = 0; i < MUTATIONS; i++) {
            final BfdAuthType type = types.get(random.nextInt(types.size()));
            final BfdAuthenticator authenticator =
                new BfdAuthenticator(BfdAuthentication.of(type, 1, "secret"), random.nextInt());
            final BfdPacket good = packet(UP);
            if (random.nextInt(10) != 0) {
                authenticator.sign(good, i);
            }
            byte[] octets = Arrays.copyOf(good.octets(), random.nextInt(4) == 0 ? random.nextInt(300) : good.length());
            for (int changes = random.nextInt(4); changes > 0 && octets.length > 0; changes--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            }
            final BfdPacket packet = BfdPacket.of(octets);
            BfdVerdict verdict = packet.check();
            if (verdict == BfdVerdict.ACCEPTED) {
                verdict = new BfdStateMachine(BfdSettings.of(BfdSettings.DEFAULT_INTERVAL, 3)
                    .withAuthentication(Optional.of(BfdAuthentication.of(type, 1, "secret"))), 9, 1,
                    () -> 0, output).received(packet, i);
            }
            verdicts.merge(verdict, 1, Integer::sum);
        }
        assertThat(verdicts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(MUTATIONS);
        assertThat(verdicts.get(BfdVerdict.ACCEPTED)).isGreaterThan(MUTATIONS / 20);
        assertThat(verdicts.get(BfdVerdict.AUTHENTICATION_KEY)).isGreaterThan(MUTATIONS / 20);
        assertThat(verdicts.get(BfdVerdict.LENGTH)).isGreaterThan(MUTATIONS / 100);
        assertThat(verdicts.get(BfdVerdict.AUTHENTICATION_MISSING)).isGreaterThan(MUTATIONS / 100);
    }

    private static BfdPacket packet(final String hex) {
        return BfdPacket.of(HexFormat.of().parseHex(hex));
    }
}

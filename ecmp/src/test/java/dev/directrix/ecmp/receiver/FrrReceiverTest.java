package dev.directrix.ecmp.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.directrix.ecmp.receiver.FrrReceiver.MissingBandwidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrrReceiverTest {

    private static final MultipathRules RULES = MultipathRules.upTo(8);

    @ParameterizedTest(name = "FRR {0}: {1}")
    @CsvSource({"8.4.4, 12 25 62", "9.1.3, 12 25 62", "10.0, 51 102 255", "10.1.5, 51 102 255", "10.2, 50 101 254",
        "10.3, 50 101 254", "10.4.4, 50 101 254", "10.5.0, 51 102 255", "10.7.0, 51 102 255"})
    void shouldGiveWhatWasMeasuredFor10And20And50MegabytesPerSecond(final String release, final String expected) {
        final List<Path> paths = new ArrayList<>();
        for (final float bytesPerSecond : new float[] {10e6f, 20e6f, 50e6f}) {
            paths.add(Path.of("d" + paths.size(), 65_101 + paths.size(), 1)
                .withWeight(AnnouncedWeight.ofBandwidth(bytesPerSecond)));
        }
        assertThat(weights(FrrReceiver.of(release, RULES).receive(paths))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "FRR {0}, weights {1}: {2}")
    @CsvSource({
        "8.4.4,  1 2 4,    14 28 57",
        "10.1,   1 2 4,    63 127 255",
        "10.3.1, 1 2 4,    63 127 254",
        "10.5.4, 1 2 4,    63 127 255",
        "8.4.4,  3 3 1,    42 42 14",
        "10.1,   3 3 1,    255 255 85",
        "10.3.1, 3 3 1,    254 254 84",
        "10.5.4, 3 3 1,    255 255 85",
        "8.4.4,  100 1 50, 66 1 33",
        "10.1,   100 1 50, 255 2 127",
        "10.3.1, 100 1 50, 254 2 127",
        "10.5.4, 100 1 50, 255 2 127",
        "8.4.4,  1000 1 1, 99 1 1",
        "10.3.1, 1000 1 1, 254 1 1",
        "8.4.4,  7 7 7,    33 33 33",
        "10.3.1, 7 7 7,    254 254 254",
        "8.4.4,  5,        1",
        "10.3.1, 5,        1"})
    void shouldGiveTheKernelWeightsWorkedOutByHand(final String release, final String weights, final String expected) {
        assertThat(weights(FrrReceiver.of(release, RULES).receive(paths(weights)))).isEqualTo(expected);
    }

    @Test
    void shouldScaleTo16BitsWhereZebraIsToldTo() {
        final FrrReceiver wide =
            new FrrReceiver(FrrRelease.parse("10.5.0"), RULES, MissingBandwidth.EQUAL, true);
        assertThat(weights(wide.receive(paths("100 1 50")))).isEqualTo("65535 655 32767");
        assertThatThrownBy(() -> new FrrReceiver(FrrRelease.parse("10.4.0"), RULES, MissingBandwidth.EQUAL, true))
            .hasMessageContaining("10.5");
    }

    @ParameterizedTest(name = "FRR {0} reads the non-transitive form: {1}")
    @CsvSource({"8.4.4, true", "9.1, true", "10.0, true", "10.1.5, true", "10.2.6, true", "10.3, false",
        "10.3.3, false", "10.3.4, true", "10.4.0, false",
        "10.4.2, false", "10.4.3, true", "10.5.1, false", "10.5.2, true",
        "10.6.0, true", "10.7.0, true"})
    void shouldReadTheNonTransitiveFormWhereTheReleaseDoes(final String release, final boolean read) {
        final List<Path> paths = Stream.of(1, 3).map(weight -> Path.of("d" + weight, 65_101, 1)
            .withWeight(AnnouncedWeight.of(weight, false, true))).toList();
        final EcmpSet set = FrrReceiver.of(release, RULES).receive(paths);
        assertThat(set.weighted()).isEqualTo(read);
        assertThat(set.unweighted()).hasSize(read ? 0 : 2);
        assertThat(set.shareOf("d3")).isCloseTo(read ? 0.75 : 0.5, within(0.005));
    }

    @Test
    void shouldTreatAllAlikeWhenOnePathSaysNothing() {
        final List<Path> paths = new ArrayList<>(paths("100 1 50"));
        paths.set(1, paths.get(1).withWeight(AnnouncedWeight.NONE));
        final EcmpSet set = FrrReceiver.of("8.4.4", RULES).receive(paths);
        assertThat(weights(set)).isEqualTo("1 1 1");
        assertThat(set.weighted()).isFalse();
        assertThat(set.unweighted()).containsExactly("d1");
        assertThat(weights(frr("8.4.4", MissingBandwidth.SKIP).receive(paths))).isEqualTo("66 33");
        assertThat(weights(frr("8.4.4", MissingBandwidth.DEFAULT_WEIGHT).receive(paths))).isEqualTo("66 1 33");
        assertThat(weights(frr("10.3.1", MissingBandwidth.DEFAULT_WEIGHT).receive(paths))).isEqualTo("254 1 127");
        assertThat(weights(frr("10.3.1", MissingBandwidth.IGNORE).receive(paths))).isEqualTo("1 1 1");
    }

    @Test
    void shouldLeaveAboutOnePercentToABandwidthOfZero() {
        final List<Path> paths = new ArrayList<>(paths("100 1 50"));
        paths.set(1, paths.get(1).withWeight(AnnouncedWeight.ofBandwidth(0)));
        assertThat(weights(FrrReceiver.of("8.4.4", RULES).receive(paths))).isEqualTo("66 1 33");
        assertThat(weights(FrrReceiver.of("10.3.1", RULES).receive(paths))).isEqualTo("254 1 127");
        final List<Path> all = paths("1 1").stream()
            .map(path -> path.withWeight(AnnouncedWeight.ofBandwidth(0))).toList();
        assertThat(weights(FrrReceiver.of("8.4.4", RULES).receive(all))).isEqualTo("1 1");
        assertThat(weights(FrrReceiver.of("10.3.1", RULES).receive(all))).isEqualTo("1 1");
    }

    @Test
    void shouldLoseTheUpperBitsOfABandwidthBeyond32() {
        final List<Path> paths = new ArrayList<>(paths("1 100 100"));
        paths.set(0, paths.getFirst().withWeight(AnnouncedWeight.ofBandwidth(4.3e9f)));
        assertThat(weights(FrrReceiver.of("8.4.4", RULES).receive(paths)))
            .as("as 8.4.4 did on x86-64").isEqualTo("1 49 49");
    }

    @Test
    void shouldPreferTheTransitiveForm() {
        final List<Path> paths = Stream.of(1, 3).map(weight -> Path.of("d" + weight, 65_101, weight)
            .withWeight(new AnnouncedWeight(Optional.of(weight * 1e6f), Optional.of(5e6f), OptionalInt.empty())))
            .toList();
        assertThat(weights(FrrReceiver.of("8.4.4", RULES).receive(paths))).isEqualTo("25 75");
    }

    @Test
    void shouldWeighByCopiesWhereLinkBandwidthIsIgnored() {
        final List<Path> paths = new ArrayList<>(paths("1 1 1"));
        paths.set(2, paths.get(2).withCopies(3));
        final EcmpSet set = frr("8.4.4", MissingBandwidth.IGNORE).receive(paths);
        assertThat(weights(set)).isEqualTo("1 1 1 1 1");
        assertThat(set.shares()).containsExactly(Map.entry("d0", 0.2), Map.entry("d1", 0.2),
            Map.entry("d2", set.shareOf("d2")));
        assertThat(set.shareOf("d2")).isCloseTo(0.6, within(1e-9));
        assertThat(set.weightOf("d2")).isEqualTo(3);
    }

    @Test
    void shouldReadReleasesAsDistributionsWriteThem() {
        assertThat(FrrRelease.parse("8.4.4-1.1~deb12u1")).isEqualTo(new FrrRelease(8, 4, 4));
        assertThat(FrrRelease.parse("10.3")).hasToString("10.3");
        assertThat(FrrRelease.parse("10.6.0-dev")).isGreaterThan(FrrRelease.parse("10.5.4"));
        assertThatThrownBy(() -> FrrRelease.parse("latest")).hasMessageContaining("latest");
    }

    private static FrrReceiver frr(final String release, final MissingBandwidth missing) {
        return new FrrReceiver(FrrRelease.parse(release), RULES, missing, false);
    }

    /** Directors d0, d1, … with these weights. */
    static List<Path> paths(final String weights) {
        final String[] each = weights.split(" ", -1);
        return IntStream.range(0, each.length)
            .mapToObj(i -> Path.of("d" + i, 65_101 + i, Integer.parseInt(each[i]))).toList();
    }

    static String weights(final EcmpSet set) {
        return String.join(" ", set.nextHops().stream().map(nextHop -> Integer.toString(nextHop.weight())).toList());
    }
}

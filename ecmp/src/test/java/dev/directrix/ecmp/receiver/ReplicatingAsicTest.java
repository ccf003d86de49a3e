package dev.directrix.ecmp.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicatingAsicTest {

    private static final MultipathRules RULES = MultipathRules.upTo(64);

    @ParameterizedTest(name = "{0} in {1} entries: {2}")
    @CsvSource({"10 20 40, 64, 1 2 4", "3 3 1, 16, 3 3 1", "100 1 50, 256, 100 1 50", "100 1 50, 4, 2 1 1"})
    void shouldHoldEachNextHopAsOftenAsItsWeightSays(final String weights, final int entries, final String expected) {
        final EcmpSet set = new ReplicatingAsic(RULES, entries, true).receive(FrrReceiverTest.paths(weights));
        assertThat(FrrReceiverTest.weights(set)).isEqualTo(expected);
        assertThat(set.weighted()).isTrue();
    }

    @Test
    void shouldWeighByCopiesWhereLinkBandwidthIsNotRead() {
        final List<Path> paths = new ArrayList<>(FrrReceiverTest.paths("1 1 3"));
        paths.set(2, paths.get(2).withCopies(3));
        final EcmpSet set = new ReplicatingAsic(RULES, 64, false).receive(paths);
        assertThat(set.weightOf("d2")).isEqualTo(3);
        assertThat(set.shareOf("d2")).isCloseTo(0.6, within(1e-9));
        assertThat(new ReplicatingAsic(RULES, 4, false).receive(paths).leftOut()).extracting(LeftOut::director)
            .as("a table of four").containsExactly("d2");
    }

    @Test
    void shouldTreatAllAlikeWhenOnePathSaysNoBandwidth() {
        final List<Path> paths = new ArrayList<>(FrrReceiverTest.paths("10 20 40"));
        paths.set(0, paths.getFirst().withWeight(AnnouncedWeight.NONE));
        final EcmpSet set = new ReplicatingAsic(RULES, 64, true).receive(paths);
        assertThat(FrrReceiverTest.weights(set)).isEqualTo("1 1 1");
        assertThat(set.unweighted()).containsExactly("d0");
    }
}

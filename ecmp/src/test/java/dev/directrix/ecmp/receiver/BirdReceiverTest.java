package dev.directrix.ecmp.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BirdReceiverTest {

    private static final MultipathRules RULES = MultipathRules.upTo(16);

    @ParameterizedTest(name = "{0}, filter written for {1}: {2}")
    @CsvSource({"1 2 4, 100, 1 2 4", "3 3 1, 100, 3 3 1", "100 1 50, 100, 100 1 50", "300 256 1, 100, 256 256 1",
        "1000 1 500, 1000, 256 1 128", "65535 300 1, 65535, 256 1 1", "7, 100, 7"})
    void shouldTakeWeightsFromTheLargeCommunity(final String weights, final int largest, final String expected) {
        final EcmpSet set = new BirdReceiver(RULES, largest).receive(FrrReceiverTest.paths(weights));
        assertThat(FrrReceiverTest.weights(set)).isEqualTo(expected);
        assertThat(set.weighted()).isEqualTo(weights.contains(" "));
    }

    @Test
    void shouldGiveWeightOneToAPathWithoutAndLeaveTheOthersTheirs() {
        final List<Path> paths = new ArrayList<>(FrrReceiverTest.paths("100 20 50"));
        paths.set(1, paths.get(1).withWeight(AnnouncedWeight.ofBandwidth(25e6f)));
        final EcmpSet set = new BirdReceiver(RULES, 100).receive(paths);
        assertThat(FrrReceiverTest.weights(set)).isEqualTo("100 1 50");
        assertThat(set.unweighted()).containsExactly("d1");
    }

    @Test
    void shouldRelaxAsPathsInAnyCase() {
        final EcmpSet set = new BirdReceiver(new MultipathRules(16, false, false), 100)
            .receive(FrrReceiverTest.paths("1 1"));
        assertThat(set.nextHops()).hasSize(2);
    }
}

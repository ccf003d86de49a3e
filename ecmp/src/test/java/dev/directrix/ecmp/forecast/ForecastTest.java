package dev.directrix.ecmp.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.directrix.ecmp.forecast.Forecast.Range;
import dev.directrix.ecmp.forecast.Forecast.Share;
import dev.directrix.ecmp.forecast.RouterKind.HashThreshold;
import dev.directrix.ecmp.forecast.RouterKind.Replicated;
import dev.directrix.ecmp.forecast.RouterKind.Resilient;
import dev.directrix.ecmp.hash.Entries;
import dev.directrix.ecmp.hash.GroupEntry;
import dev.directrix.ecmp.hash.ResilientGroup.Busy;
import dev.directrix.ecmp.receiver.BirdReceiver;
import dev.directrix.ecmp.receiver.FrrReceiver;
import dev.directrix.ecmp.receiver.MultipathRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastTest {

    private static final List<GroupEntry> EQUAL = Entries.of("d1", 1, "d2", 1, "d3", 1);
    private static final List<GroupEntry> WEIGHTED = Entries.of("d1", 1, "d2", 2, "d3", 4);

    @Test
    void shouldMoveAQuarterOfTheRestWhenTheFirstOfThreeLeavesAHashThresholdGroup() {
        final Forecast forecast = Forecast.of(new HashThreshold(), EQUAL, EQUAL.subList(1, 3));
        assertThat(forecast.movedOfStaying()).isCloseTo(0.25, within(1e-6));
        assertThat(forecast.gone()).isCloseTo(1 / 3.0, within(1e-6));
        assertThat(forecast.moved()).isCloseTo(0.5, within(1e-6));
        assertThat(forecast.needless()).isCloseTo(1 / 6.0, within(1e-6));
    }

    @Test
    void shouldMoveNoneOfTheRestWhenOneOfThreeLeavesAResilientGroup() {
        final Forecast forecast = Forecast.of(new Resilient(128, Busy.ALL), EQUAL, EQUAL.subList(1, 3));
        assertThat(forecast.movedOfStaying()).isZero();
        assertThat(forecast.needless()).isZero();
        assertThat(forecast.moved()).isEqualTo(forecast.gone()).isEqualTo(43 / 128.0);
    }

    @Test
    void shouldHitWhatWasMeasuredForNewWeights() {
        assertThat(Forecast.of(new HashThreshold(), EQUAL, WEIGHTED).moved()).isCloseTo(0.421, within(0.01));
        assertThat(Forecast.of(new Resilient(128, Busy.NONE), EQUAL, WEIGHTED).moved()).isCloseTo(0.233, within(0.01));
        assertThat(Forecast.of(new Resilient(128, Busy.ALL), EQUAL, WEIGHTED).moved()).isZero();
    }

    @Test
    void shouldGiveTheSharesOfEveryNextHopBeforeAndAfter() {
        final Forecast forecast = Forecast.of(new Replicated(), Entries.of("d1", 1, "d2", 3),
            Entries.of("d2", 1, "d3", 1));
        assertThat(forecast.shares()).containsExactly(
            new Share("d1", 0.25, 0), new Share("d2", 0.75, 0.5), new Share("d3", 0, 0.5));
        assertThat(forecast.needed()).isEqualTo(0.5);
    }

    @Test
    void shouldTellHowMuchTheOrderOfTheRouterCounts() {
        final Range range = range(NextHopOrder.FIRST_SEEN, EQUAL.subList(0, 2), 6);
        assertThat(range.least()).isCloseTo(1 / 3.0, within(1e-6));
        assertThat(range.most()).isCloseTo(0.5, within(1e-6));
        final Range one = range(NextHopOrder.FIRST_SEEN, EQUAL.subList(0, 2), 2);
        assertThat(one.least()).isEqualTo(one.most());
    }

    @Test
    void shouldExpectAnyOtherOrderWhereAnotherWeightIsAnotherNextHop() {
        assertThat(range(NextHopOrder.FIRST_SEEN, WEIGHTED, 6).most()).isCloseTo(3 / 7.0, within(1e-6));
        assertThat(range(NextHopOrder.FIRST_SEEN_WITH_WEIGHT, WEIGHTED, 6).most())
            .as("d3 d1 d2 after d1 d2 d3").isCloseTo(1, within(1e-6));
        assertThat(range(NextHopOrder.FIRST_SEEN_WITH_WEIGHT, EQUAL.subList(0, 2), 6))
            .isEqualTo(range(NextHopOrder.FIRST_SEEN, EQUAL.subList(0, 2), 6));
    }

    @Test
    void shouldPutTheHeaviestFirstAsBirdDoes() {
        final Forecast bird = Forecast.of(new HashThreshold(), NextHopOrder.HEAVIEST_FIRST, EQUAL, WEIGHTED);
        assertThat(bird.shares().getFirst().director()).isEqualTo("d1");
        assertThat(bird.moved()).isCloseTo(Forecast.of(new HashThreshold(), EQUAL,
            Entries.of("d3", 4, "d2", 2, "d1", 1)).moved(), within(1e-9));
        assertThat(NextHopOrder.of(new BirdReceiver(MultipathRules.upTo(8), 256)))
            .isEqualTo(NextHopOrder.HEAVIEST_FIRST);
        assertThat(NextHopOrder.of(FrrReceiver.of("10.1.4", MultipathRules.upTo(8))))
            .isEqualTo(NextHopOrder.FIRST_SEEN_WITH_WEIGHT);
        assertThat(NextHopOrder.of(FrrReceiver.of("10.2", MultipathRules.upTo(8))))
            .isEqualTo(NextHopOrder.FIRST_SEEN);
    }

    private static Range range(final NextHopOrder order, final List<GroupEntry> after, final int most) {
        return Forecast.overOrders(new HashThreshold(), order, EQUAL, after, most);
    }

    @Test
    void shouldMoveNothingWhenNothingChanges() {
        for (final RouterKind kind : List.of(
            new HashThreshold(), new Resilient(64, Busy.NONE), new Replicated())) {
            final Forecast forecast = Forecast.of(kind, WEIGHTED, WEIGHTED);
            assertThat(forecast.moved()).isZero();
            assertThat(forecast.needless()).isZero();
        }
    }

    @Test
    void shouldCountEveryFlowOfAGroupThatIsReplacedAsAWholeAsGone() {
        final Forecast forecast = Forecast.of(new HashThreshold(), Entries.of("d1", 1), Entries.of("d2", 5));
        assertThat(forecast.gone()).isEqualTo(1);
        assertThat(forecast.movedOfStaying()).isZero();
    }
}

package dev.directrix.director.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.directrix.director.control.TableForecast;
import dev.directrix.director.control.TableForecast.Pool;
import dev.directrix.director.control.TableForecast.Settling;
import dev.directrix.director.plan.Settle.Course;
import dev.directrix.ecmp.hash.GroupEntry;
import dev.directrix.ecmp.receiver.FrrReceiver;
import dev.directrix.ecmp.receiver.FrrRelease;
import dev.directrix.ecmp.receiver.MultipathRules;
import dev.directrix.ecmp.receiver.ReplicatingAsic;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final SequencedMap<String, Integer> THREE = directors();
    private static final FrrReceiver WITHOUT_BANDWIDTH = new FrrReceiver(FrrRelease.parse("10.5.2"),
        MultipathRules.upTo(64), FrrReceiver.MissingBandwidth.IGNORE, false);

    @Test
    void shouldForecastByTheWeightsThatTheRouterMakes() {
        final DirectorPlan plan = directors("director weight d2 200", "director weight d3 400");
        assertThat(plan.routerWeights()).extracting(GroupEntry::weight).containsExactly(33, 33, 33);
        assertThat(plan.routerWeightsAfter()).extracting(GroupEntry::weight).containsExactly(14, 28, 57);
        final List<RouterForecast> forecasts = plan.forecasts(128);
        assertThat(forecasts).extracting(RouterForecast::router).containsExactly(
            "hash-threshold", "resilient, flows busy", "resilient, flows idle", "copies, modulo");
        assertThat(forecasts.get(0).forecast().moved()).isCloseTo(0.43, within(0.01));
        assertThat(forecasts.get(1).forecast().moved()).isZero();
        assertThat(forecasts.get(2).forecast().moved()).isCloseTo(0.233, within(0.01));
        final DirectorPlan asic = DirectorPlan.of(new ReplicatingAsic(MultipathRules.upTo(64), 64, true), THREE,
            PathCopies.NONE, ChangeReader.readAll(List.of("director add d4")));
        assertThat(asic.forecasts(128).getFirst().router()).isEqualTo("copies, modulo");
        assertThat(asic.forecasts(128).getFirst().forecast().moved()).isCloseTo(0.75, within(1e-9));
    }

    @Test
    void shouldCountNextHopsWhereWeightsAreCopies() {
        final DirectorPlan plan = DirectorPlan.of(WITHOUT_BANDWIDTH, THREE, PathCopies.of(50, 6),
            ChangeReader.readAll(List.of("director weight d2 200")));

        assertThat(plan.routerWeights()).extracting(GroupEntry::director)
            .containsExactly("d1", "d1", "d2", "d2", "d3", "d3");
        assertThat(plan.routerWeightsAfter()).as("the router learns more copies of d2 after all others")
            .extracting(GroupEntry::director).containsExactly("d1", "d1", "d2", "d2", "d3", "d3", "d2", "d2");
        final List<RouterForecast> forecasts = plan.forecasts(128);
        assertThat(forecasts.getFirst().forecast().shares().get(1)).satisfies(share -> {
            assertThat(share.before()).isCloseTo(1 / 3.0, within(1e-6));
            assertThat(share.after()).isCloseTo(0.5, within(1e-6));
        });
        assertThat(forecasts.get(1).forecast().moved()).as("resilient, no bucket is idle").isZero();
        assertThat(forecasts.get(2).forecast().moved()).as("resilient, all are").isCloseTo(1 / 6.0, within(0.03));
    }

    @Test
    void shouldMoveNoFlowBetweenTheCopiesOfADirector() {
        final SequencedMap<String, Integer> alone = new LinkedHashMap<>(Map.of("d1", 400));
        final DirectorPlan plan = DirectorPlan.of(WITHOUT_BANDWIDTH, alone, PathCopies.of(100, 3),
            ChangeReader.readAll(List.of("director weight d1 200")));

        assertThat(plan.routerWeights()).as("as many as there are addresses").hasSize(3);
        assertThat(plan.routerWeightsAfter()).hasSize(2);
        assertThat(plan.forecasts(128)).allSatisfy(it -> assertThat(it.forecast().moved()).isZero());
    }

    @Test
    void shouldGiveTheSumOfTheWeightWhereLinkBandwidthIsReadAllTheSame() {
        final DirectorPlan plan = DirectorPlan.of(FrrReceiver.of("10.5.2", MultipathRules.upTo(64)), THREE,
            PathCopies.of(50, 6), ChangeReader.readAll(List.of("director weight d2 200")));

        assertThat(plan.forecasts(128).getFirst().forecast().shares().get(1).after()).isCloseTo(0.5, within(1e-6));
        assertThat(plan.routerWeightsAfter()).extracting(GroupEntry::weight).containsOnly(255);
    }

    @Test
    void shouldPutDirectorsThatComeBehindTheOthers() {
        assertThat(directors("director add d0 100", "director remove d2").after().keySet())
            .containsExactly("d1", "d3", "d0");
        assertThat(directors("server drain s1").changes()).isFalse();
    }

    @Test
    void shouldRefuseDirectorsThatDoNotFit() {
        assertThatThrownBy(() -> directors("director remove d9")).hasMessageContaining("there are d1, d2, d3");
        assertThatThrownBy(() -> directors("director add d1")).hasMessageContaining("is there already");
        assertThatThrownBy(() -> directors("director remove d1 d2 d3")).hasMessageContaining("no director would be");
    }

    @Test
    void shouldMoveNoFlowOfAClusterAndAloneThoseThatNoDirectorRemembers() {
        final Plan plan = plan(true, false, 65_537, "director remove d1");
        final Pool pool = plan.tables().pools().getFirst();
        assertThat(plan.usual().moved()).isCloseTo(0.5, within(1e-6));
        assertThat(plan.movesInCluster(pool)).isZero();
        assertThat(plan.movesAtOnce(pool)).isCloseTo(0.1 + 0.2 * 0.5, within(1e-6));
        assertThat(plan.movesLater(pool)).isCloseTo(0.1, within(1e-6));
    }

    @Test
    void shouldTellWhatASettleCostsAndHowLongItTakes() {
        final Settle settle = plan(true, false, 65_537, "server drain s1").settle();
        assertThat(settle.course()).isEqualTo(Course.SETTLE);
        assertThat(settle.pins()).hasValue(3000);
        assertThat(settle.octets().orElseThrow().least()).isCloseTo(3000 * 88 * 2 / 3.0, within(1e-6));
        assertThat(settle.cpuMillis().orElseThrow().most()).isCloseTo(3000 * 65 * 2 / 3.0 / 1000, within(1e-6));
        assertThat(settle.newFlows().orElseThrow().most()).isEqualTo(Duration.ofMillis(1170));
        assertThat(plan(true, true, 65_537, "server drain s1").settle().newFlows().orElseThrow().least())
            .isEqualTo(Duration.ofMillis(300_570));
    }

    @Test
    void shouldNotSettleWhereThereIsNothingToSettle() {
        assertThat(plan(false, false, 65_537, "server drain s1").settle().course()).isEqualTo(Course.AT_ONCE);
        final Plan resized = plan(true, false, 10_007, "table-size 10007");
        assertThat(resized.settle().course()).isEqualTo(Course.RESTART);
        assertThat(resized.movesInCluster(resized.tables().pools().getFirst())).isEqualTo(0.3);
        final TableForecast unchanged = new TableForecast(List.of(), new Settling(true, false, Duration.ZERO),
            Optional.empty(), Optional.empty());
        assertThat(Settle.of(unchanged, 3).course()).isEqualTo(Course.NONE);
    }

    private static Plan plan(
        final boolean clustered, final boolean onChange, final int slotsAfter, final String... changes) {
        final Pool pool = new Pool("web", "maglev", true, 65_537, slotsAfter, 0.3, 0.1, OptionalLong.of(10_000),
            OptionalLong.of(3000), List.of());
        return Plan.of(ChangeReader.readAll(List.of(changes)), directors(changes),
            new TableForecast(List.of(pool), new Settling(clustered, onChange, Duration.ofMinutes(5)),
                Optional.empty(), Optional.empty()), 128);
    }

    private static DirectorPlan directors(final String... changes) {
        return DirectorPlan.of(
            FrrReceiver.of("8.4.4", MultipathRules.upTo(64)), THREE, PathCopies.NONE,
            ChangeReader.readAll(List.of(changes)));
    }

    private static SequencedMap<String, Integer> directors() {
        final SequencedMap<String, Integer> directors = new LinkedHashMap<>();
        List.of("d1", "d2", "d3").forEach(name -> directors.put(name, 100));
        return directors;
    }
}

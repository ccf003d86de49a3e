package dev.directrix.director.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.config.WeightAutoConfig;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AutoWeightTest {

    private static final WeightAutoConfig.Damping DAMPING =
        new WeightAutoConfig.Damping(Duration.ofSeconds(30), 10, 20);
    private static final WeightAutoConfig ALL =
        new WeightAutoConfig(OptionalInt.of(80), OptionalInt.of(100_000), true, 10, 100, DAMPING);

    private static Load load(final double cpu, final double packets) {
        return new Load(cpu, packets, 4, 4);
    }

    @Test
    void shouldBeginWithTheCeilingAndStayWhileThereIsNoNeed() {
        final AutoWeight begun = AutoWeight.initial(ALL, 5);
        assertThat(begun.percent()).isEqualTo(100);
        final AutoWeight next = begun.on(load(0.3, 10), ALL, 30_005);
        assertThat(next).isEqualTo(new AutoWeight(100, 5, "cpu 30% of 80%, 10 of 100000 packet/s, 4 of 4 servers up"));
    }

    @Test
    void shouldLowerByAtMostAStepAndToNoLessThanTheFloor() {
        AutoWeight weight = new AutoWeight(100, 0, "");
        weight = weight.on(load(1.0, 0), ALL, 1);
        assertThat(weight.percent()).as("80 would do, a step is 10").isEqualTo(90);
        assertThat(weight.changedMs()).isEqualTo(1);
        for (int i = 0; i < 20; i++) {
            weight = weight.on(load(1.0, 0), ALL, 2 + i);
        }
        assertThat(weight.percent()).isEqualTo(10);
    }

    @Test
    void shouldGoByTheScarcestResource() {
        assertThat(new AutoWeight(50, 0, "").on(load(0.1, 105_000), ALL, 1).percent()).isEqualTo(47);
        assertThat(new AutoWeight(50, 0, "").on(load(0.84, 10), ALL, 1).percent()).isEqualTo(47);
    }

    @Test
    void shouldChangeNothingBetweenTheLimitAndTheHysteresis() {
        for (double cpu = 0.64; cpu <= 0.80; cpu += 0.01) {
            assertThat(new AutoWeight(50, 7, "").on(load(cpu, 0), ALL, 99))
                .as("cpu %s", cpu).returns(50, AutoWeight::percent).returns(7L, AutoWeight::changedMs);
        }
        assertThat(new AutoWeight(50, 7, "").on(load(0.60, 0), ALL, 99).percent()).isEqualTo(53);
        assertThat(new AutoWeight(50, 7, "").on(load(0, 0), ALL, 99).percent()).isEqualTo(60);
    }

    @Test
    void shouldGiveNoMoreThanThePartOfTheServersThatIsUp() {
        AutoWeight weight = new AutoWeight(100, 0, "");
        for (int i = 0; i < 10; i++) {
            weight = weight.on(new Load(0, 0, 3, 4), ALL, i);
        }
        assertThat(weight.percent()).isEqualTo(75);
        assertThat(weight.on(new Load(0, 0, 4, 4), ALL, 11).percent()).isEqualTo(85);
        final WeightAutoConfig others =
            new WeightAutoConfig(OptionalInt.of(80), OptionalInt.empty(), false, 10, 100, DAMPING);
        assertThat(new AutoWeight(100, 0, "").on(new Load(0, 0, 0, 4), others, 1).percent()).isEqualTo(100);
    }

    /** The load answers to the weight: a director among others gets its part of a demand that changes now and then. */
    @Test
    void shouldComeToRestWhenTheLoadFollowsTheWeight() {
        final SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 200; round++) {
            AutoWeight weight = new AutoWeight(random.nextInt(10, 101), 0, "");
            final double demand = random.nextDouble(0.05, 6);
            final double others = random.nextDouble(20, 500);
            int changes = 0;
            for (int look = 1; look <= 60; look++) {
                final double cpu = Math.min(1, demand * weight.percent() / (weight.percent() + others));
                final AutoWeight next = weight.on(load(cpu, 0), ALL, look);
                assertThat(Math.abs(next.percent() - weight.percent())).isLessThanOrEqualTo(10);
                assertThat(next.percent()).isBetween(10, 100);
                changes += look > 40 && next.percent() != weight.percent() ? 1 : 0;
                weight = next;
            }
            assertThat(changes).as("demand %s beside %s", demand, others).isZero();
        }
    }

    @Test
    void shouldTakeItsPartOfAnyWeight() {
        assertThat(new AutoWeight(70, 0, "").of(100)).isEqualTo(70);
        assertThat(new AutoWeight(10, 0, "").of(3)).as("never 0").isEqualTo(1);
        assertThat(new AutoWeight(100, 0, "").of(65_535)).isEqualTo(65_535);
    }
}

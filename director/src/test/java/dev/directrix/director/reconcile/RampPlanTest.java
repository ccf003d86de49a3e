package dev.directrix.director.reconcile;

import static dev.directrix.director.reconcile.Configs.VIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.control.RampRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RampPlanTest {

    private static final InetAddress OWN = Configs.address("192.0.2.11");
    private static final DirectorConfig CONFIG = Configs.config(10, List.of(
        Configs.vip(VIP, Configs.service(80, "web")),
        Configs.weighing(Configs.vip(OWN, Configs.service(80, "web")), 40)), Configs.pool("web", "s1"));

    private static WeightCommand plan(
        final int target, final String over, final int step, final Overrides before, final Optional<InetAddress> vip) {
        return RampPlan.of(new Weights(CONFIG, before, Map.of(), 5_000), target, new RampRequest(
            Duration.parse("PT" + over), step == 0 ? OptionalInt.empty() : OptionalInt.of(step)), vip);
    }

    @Test
    void shouldLeadEachVipFromTheWeightThatItHas() {
        final WeightCommand command = plan(100, "10M", 5, Overrides.NONE, Optional.empty());
        assertThat(command).isEqualTo(new WeightCommand(100, Optional.of(new Ramp(10, 100, 5_000, 600_000, 5)),
            Map.of(OWN, new Ramp(40, 100, 5_000, 600_000, 5))));
        final Overrides ramped = Overrides.NONE.withWeight(command, Optional.empty());
        final Weights half = new Weights(CONFIG, ramped, Map.of(), 305_000);
        assertThat(half.of(VIP).weight()).isEqualTo(55);
        assertThat(half.of(OWN).weight()).isEqualTo(70);
        assertThat(half.ofDirector().weight()).isEqualTo(55);
    }

    @Test
    void shouldBeginWhereAnEarlierRampIs() {
        final Overrides before = Overrides.NONE.withWeight(
            new WeightCommand(100, Optional.of(new Ramp(10, 100, 0, 10_000, 10)), Map.of()), Optional.of(VIP));
        assertThat(plan(10, "1M", 10, before, Optional.of(VIP)).ramp())
            .hasValue(new Ramp(50, 10, 5_000, 60_000, 10));
    }

    @Test
    void shouldTakeTheSmallestStepThatLeavesASecondBetweenChanges() {
        assertThat(plan(100, "10M", 0, Overrides.NONE, Optional.of(VIP)).ramp().orElseThrow().step()).isEqualTo(1);
        assertThat(plan(100, "10S", 0, Overrides.NONE, Optional.of(VIP)).ramp().orElseThrow().step()).isEqualTo(9);
        assertThat(plan(65_535, "1S", 0, Overrides.NONE, Optional.of(VIP)).ramp().orElseThrow().steps()).isEqualTo(1);
    }

    @Test
    void shouldBeAPlainCommandWhenThereIsNoWayToGo() {
        assertThat(plan(10, "10M", 5, Overrides.NONE, Optional.of(VIP))).isEqualTo(WeightCommand.of(10));
        assertThat(plan(40, "10M", 5, Overrides.NONE, Optional.empty()).vipRamps())
            .as("one VIP has a way").containsEntry(OWN, new Ramp(40, 40, 5_000, 600_000, 5));
    }

    @Test
    void shouldSayWhatIsWrongWithARamp() {
        refused(100, "0.5S", 5, "a ramp takes 1s..7d, not 500ms");
        refused(100, "169H", 5, "a ramp takes 1s..7d, not 169h");
        refused(100, "10S", 5, "a way of 90 by 5 in 10s is more than one change a second: use --step 9 or more, or a"
            + " longer --over");
        refused(100, "10M", 91, "step 91 is more than the whole way from 10 to 100: use --step 90 or less");
        refused(100, "10M", -1, "step -1 is not within 1..65535");
    }

    private static void refused(final int target, final String over, final int step, final String message) {
        assertThatThrownBy(() -> plan(target, over, step, Overrides.NONE, Optional.of(VIP)))
            .isInstanceOf(OperationException.class).hasMessage(message);
    }
}

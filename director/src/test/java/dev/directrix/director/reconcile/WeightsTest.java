package dev.directrix.director.reconcile;

import static dev.directrix.director.reconcile.Configs.VIP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.control.WeightOrigin;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WeightsTest {

    private static final InetAddress OWN = Configs.address("192.0.2.11");
    private static final DirectorConfig CONFIG = Configs.config(100, List.of(
        Configs.vip(VIP, Configs.service(80, "web")),
        Configs.weighing(Configs.vip(OWN, Configs.service(80, "web")), 40)), Configs.pool("web", "s1"));

    @Test
    void shouldTakeTheWeightOfTheFileWhenNothingIsCommanded() {
        final Weights weights = new Weights(CONFIG, Overrides.NONE, Map.of(), 0);
        assertThat(weights.ofDirector()).isEqualTo(new WeightInForce(100, WeightOrigin.CONFIG));
        assertThat(weights.of(VIP)).isEqualTo(new WeightInForce(100, WeightOrigin.CONFIG));
        assertThat(weights.of(OWN)).isEqualTo(new WeightInForce(40, WeightOrigin.VIP_CONFIG));
    }

    @Test
    void shouldPutACommandForTheDirectorAboveTheFile() {
        final Weights weights = new Weights(CONFIG, Overrides.NONE.withWeight(7, Optional.empty()), Map.of(), 0);
        assertThat(weights.ofDirector()).isEqualTo(new WeightInForce(7, WeightOrigin.COMMAND));
        assertThat(weights.of(VIP)).isEqualTo(new WeightInForce(7, WeightOrigin.COMMAND));
        assertThat(weights.of(OWN)).isEqualTo(new WeightInForce(7, WeightOrigin.COMMAND));
        assertThat(weights.configured(OWN)).isEqualTo(new WeightInForce(40, WeightOrigin.VIP_CONFIG));
    }

    @Test
    void shouldPutACommandForTheVipAboveEverything() {
        final Overrides both = Overrides.NONE.withWeight(7, Optional.empty()).withWeight(9, Optional.of(OWN));
        final Weights weights = new Weights(CONFIG, both, Map.of(), 0);
        assertThat(weights.of(OWN)).isEqualTo(new WeightInForce(9, WeightOrigin.VIP_COMMAND));
        assertThat(weights.of(VIP)).isEqualTo(new WeightInForce(7, WeightOrigin.COMMAND));
        assertThat(new Weights(
            CONFIG, both.withoutWeight(Optional.empty()), Map.of(), 0).of(OWN))
            .isEqualTo(new WeightInForce(40, WeightOrigin.VIP_CONFIG));
    }

    @Test
    void shouldCountARampAsTheCommandThatBeganIt() {
        final Ramp ramp = new Ramp(7, 9, 1_000, 2_000, 1);
        final Overrides ramped = Overrides.NONE.withWeight(
            new WeightCommand(9, Optional.of(ramp), Map.of()), Optional.empty());
        assertThat(new Weights(CONFIG, ramped, Map.of(), 2_000).of(OWN))
            .isEqualTo(new WeightInForce(8, WeightOrigin.COMMAND, Optional.of(ramp)));
        assertThat(new Weights(CONFIG, ramped, Map.of(), 3_000).of(OWN)).as("when it is over")
            .isEqualTo(new WeightInForce(9, WeightOrigin.COMMAND));
        assertThat(new Weights(CONFIG, ramped.withWeight(3, Optional.of(OWN)), Map.of(), 2_000).of(OWN))
            .isEqualTo(new WeightInForce(3, WeightOrigin.VIP_COMMAND));
    }

    @Test
    void shouldPutTheLoadAboveTheFileAndBelowEveryCommand() {
        final Map<InetAddress, AutoWeight> auto =
            Map.of(VIP, new AutoWeight(70, 0, "busy"), OWN, new AutoWeight(1, 0, "busy"));
        final Weights weights = new Weights(CONFIG, Overrides.NONE, auto, 0);
        assertThat(weights.of(VIP)).isEqualTo(new WeightInForce(70, WeightOrigin.AUTO));
        assertThat(weights.of(OWN)).as("never 0: that does not drain").isEqualTo(
            new WeightInForce(1, WeightOrigin.AUTO));
        assertThat(new Weights(CONFIG, Overrides.NONE.withWeight(9, Optional.empty()), auto, 0).of(VIP))
            .isEqualTo(new WeightInForce(9, WeightOrigin.COMMAND));
        assertThat(new Weights(CONFIG, Overrides.NONE.withWeight(9, Optional.of(VIP)), auto, 0).of(OWN))
            .isEqualTo(new WeightInForce(1, WeightOrigin.AUTO));
    }
}

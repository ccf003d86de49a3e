package dev.directrix.director.reconcile;

import static dev.directrix.director.reconcile.Configs.VIP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.forwarder.service.ServerKey;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OverridesTest {

    private static final InetAddress OTHER = Configs.address("192.0.2.11");
    private static final ServerKey S1 = new ServerKey("web", Configs.server("s1"));

    @Test
    void shouldBringOneVipBackFromADrainedDirector() {
        final var config = Configs.config(100, List.of(
            Configs.vip(VIP, Configs.service(80, "web")), Configs.vip(OTHER, Configs.service(80, "web"))),
            Configs.pool("web", "s1"));
        final Overrides drained = Overrides.NONE.withDrain(Optional.empty());
        assertThat(drained.isDrained(VIP)).isTrue();
        assertThat(drained.isDrained(Configs.address("192.0.2.99"))).as("VIPs of later reloads too").isTrue();

        final Overrides back = drained.withoutDrain(Optional.of(VIP), config);
        assertThat(back.isDrained(VIP)).isFalse();
        assertThat(back.isDrained(OTHER)).isTrue();
        assertThat(back.withoutDrain(Optional.empty(), config)).isEqualTo(Overrides.NONE);
    }

    @Test
    void shouldTakeBackEverythingSaidOfAServer() {
        final Overrides both = Overrides.NONE.withServerWeight(S1, 5).withServerDrain(S1);
        assertThat(both.serverWeights()).containsEntry(S1, 5);
        assertThat(both.drainedServers()).containsExactly(S1);
        assertThat(both.withoutServer(S1)).isEqualTo(Overrides.NONE);
    }

    @Test
    void shouldSurviveAReloadExceptForWhatIsGone() {
        final Overrides all = Overrides.NONE.withWeight(300, Optional.empty()).withWeight(7, Optional.of(VIP))
            .withWeight(8, Optional.of(OTHER)).withDrain(Optional.of(VIP)).withDrain(Optional.of(OTHER))
            .withServerWeight(S1, 5).withServerDrain(new ServerKey("web", Configs.server("s9")));
        assertThat(all.within(Configs.web())).isEqualTo(Overrides.NONE.withWeight(300, Optional.empty())
            .withWeight(7, Optional.of(VIP)).withDrain(Optional.of(VIP)).withServerWeight(S1, 5));
    }
}

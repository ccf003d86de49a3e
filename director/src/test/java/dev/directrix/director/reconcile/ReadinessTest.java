package dev.directrix.director.reconcile;

import static dev.directrix.director.reconcile.Configs.VIP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.PoolConfig;
import dev.directrix.director.control.DrainStage;
import dev.directrix.director.control.VipState;
import dev.directrix.director.health.CheckResult;
import dev.directrix.director.health.HealthPolicy;
import dev.directrix.director.health.ServerHealth;
import dev.directrix.forwarder.service.ServerKey;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    private static final HealthPolicy ONCE = new HealthPolicy(1, 1);

    private DirectorConfig config = Configs.web();
    private Overrides overrides = Overrides.NONE;
    private Optional<String> unready = Optional.empty();
    private final Set<InetAddress> applied = new HashSet<>(Set.of(VIP));
    private final Set<InetAddress> announced = new HashSet<>();
    private final Map<InetAddress, Drain> drains = new HashMap<>();
    private final Map<ServerKey, ServerHealth> health = new HashMap<>();

    @Test
    void shouldAnnounceWhenEverythingIsReady() {
        up("web", "s1");
        down("web", "s2");
        final VipDecision decision = decide();
        assertThat(decision.state()).isEqualTo(VipState.ANNOUNCED);
        assertThat(decision.reason()).isEmpty();
        assertThat(decision.announcement()).hasValueSatisfying(a -> {
            assertThat(a.prefix()).hasToString("192.0.2.10/32");
            assertThat(a.weight()).isEqualTo(100);
            assertThat(a.draining()).isFalse();
        });
    }

    @Test
    void shouldWithdrawWithoutAHealthyServer() {
        down("web", "s1");
        down("web", "s2");
        announced.add(VIP);
        assertWithdrawn("no healthy server in pool web");
    }

    @Test
    void shouldWithdrawWhenNoHealthyServerTakesNewFlows() {
        config = Configs.web("s1=0", "s2");
        up("web", "s1");
        up("web", "s2");
        overrides = overrides.withServerDrain(new ServerKey("web", Configs.server("s2")));
        assertWithdrawn("every healthy server of pool web is drained or has weight 0");
        overrides = overrides.withServerWeight(new ServerKey("web", Configs.server("s1")), 5);
        assertThat(decide().state()).isEqualTo(VipState.ANNOUNCED);
    }

    @Test
    void shouldWithdrawWhileTheDatapathIsNotReady() {
        up("web", "s1");
        up("web", "s2");
        unready = Optional.of("datapath not warm");
        assertWithdrawn("datapath not warm");
    }

    @Test
    void shouldNotAnnounceWhatTheAppliedTableDoesNotServe() {
        up("web", "s1");
        up("web", "s2");
        applied.clear();
        assertWithdrawn("its table is not in place yet");
    }

    @Test
    void shouldWaitForEveryFirstVerdictOnlyBeforeTheFirstAnnouncement() {
        up("web", "s1");
        assertWithdrawn("waiting for the first health checks of 1 server");
        announced.add(VIP);
        assertThat(decide().state()).as("a server added later does not withdraw").isEqualTo(VipState.ANNOUNCED);
    }

    @Test
    void shouldKeepAVipOfSeveralServicesWhileOneCanBeServed() {
        config = Configs.config(100,
            List.of(Configs.vip(VIP, Configs.service(80, "web"), Configs.service(443, "tls"))),
            Configs.pool("web", "s1"), Configs.pool("tls", "s2"));
        up("web", "s1");
        down("tls", "s2");
        assertThat(decide().state()).isEqualTo(VipState.ANNOUNCED);
        down("web", "s1");
        assertWithdrawn("no healthy server in pool web; no healthy server in pool tls");
    }

    @Test
    void shouldSayGracefulShutdownWhileDrainingAndFallSilentAfterwards() {
        up("web", "s1");
        up("web", "s2");
        drains.put(VIP, Drain.started(0, Drain.Limits.COMMANDED));
        final VipDecision draining = decide();
        assertThat(draining.state()).isEqualTo(VipState.DRAINING);
        assertThat(draining.announcement()).hasValueSatisfying(a -> assertThat(a.draining()).isTrue());

        drains.put(VIP, drain(DrainStage.HELD));
        assertThat(decide().announcement()).isEqualTo(draining.announcement());
        assertThat(decide().reason()).hasValueSatisfying(why -> assertThat(why).startsWith("draining is held: packets"
            + " still come after 30s"));

        drains.put(VIP, drain(DrainStage.MOVED));
        final VipDecision drained = decide();
        assertThat(drained.state()).isEqualTo(VipState.DRAINED);
        assertThat(drained.announcement()).isEmpty();
    }

    @Test
    void shouldNotKeepADrainingVipThatCannotBeServed() {
        down("web", "s1");
        down("web", "s2");
        drains.put(VIP, Drain.started(0, Drain.Limits.COMMANDED));
        assertThat(decide().announcement()).isEmpty();
        assertThat(decide().reason()).hasValue("drained, and no healthy server in pool web");
    }

    @Test
    void shouldHaveNobodyToAnnounceToWithoutBgp() {
        config = Configs.withBgp(config, Optional.empty());
        up("web", "s1");
        up("web", "s2");
        assertWithdrawn("no bgp section in the configuration: nobody to announce it to");
    }

    @Test
    void shouldPreferTheVipsOwnWeightThenTheCommandThenTheFile() {
        up("web", "s1");
        up("web", "s2");
        assertThat(decide().weight()).isEqualTo(100);
        overrides = overrides.withWeight(300, Optional.empty());
        assertThat(decide().announcement().orElseThrow().weight()).isEqualTo(300);
        overrides = overrides.withWeight(7, Optional.of(VIP));
        assertThat(decide().announcement().orElseThrow().weight()).isEqualTo(7);
        overrides = overrides.withoutWeight(Optional.of(VIP));
        assertThat(decide().weight()).isEqualTo(300);
        assertThat(overrides.withoutWeight(Optional.empty())).isEqualTo(Overrides.NONE);
    }

    /** The rule itself, over every combination of its conditions. */
    @Test
    void shouldAnnounceIfAndOnlyIfEveryConditionHolds() {
        int announcements = 0;
        for (int bits = 0; bits < 1 << 6; bits++) {
            config = (bits & 1) == 0 ? Configs.web() : Configs.withBgp(Configs.web(), Optional.empty());
            unready = (bits & 2) == 0 ? Optional.empty() : Optional.of("datapath not warm");
            applied.clear();
            if ((bits & 4) == 0) {
                applied.add(VIP);
            }
            health.clear();
            if ((bits & 8) == 0) {
                up("web", "s1");
            } else {
                down("web", "s1");
            }
            if ((bits & 16) == 0) {
                down("web", "s2");
            }
            drains.clear();
            if ((bits & 32) != 0) {
                drains.put(VIP, drain(DrainStage.WITHDRAWN));
            }
            assertThat(decide().announcement().isPresent()).as("%s", Integer.toBinaryString(bits)).isEqualTo(bits == 0);
            assertThat(decide().reason().isPresent()).isEqualTo(bits != 0);
            announcements += decide().announcement().isPresent() ? 1 : 0;
        }
        assertThat(announcements).isEqualTo(1);
    }

    private static Drain drain(final DrainStage stage) {
        return new Drain(Drain.Limits.COMMANDED, 0, 0, 0, 1_000, stage);
    }

    private void assertWithdrawn(final String reason) {
        final VipDecision decision = decide();
        assertThat(decision.state()).isEqualTo(VipState.WITHDRAWN);
        assertThat(decision.reason()).hasValue(reason);
        assertThat(decision.announcement()).isEmpty();
    }

    private VipDecision decide() {
        final Map<String, PoolView> pools = new HashMap<>();
        for (final PoolConfig pool : config.pools().values()) {
            pools.put(pool.name(), PoolView.of(
                pool, overrides, key -> health.getOrDefault(key, ServerHealth.unknown(0))));
        }
        final List<VipDecision> decisions = Readiness.decide(
            new Situation(config, new Weights(config, overrides, Map.of(), 0), pools, unready, applied, drains,
                announced));
        assertThat(decisions).hasSize(1);
        return decisions.getFirst();
    }

    private void up(final String pool, final String server) {
        health.put(new ServerKey(pool, Configs.server(server)),
            ServerHealth.unknown(0).on(CheckResult.passed("", 1), ONCE, 0));
    }

    private void down(final String pool, final String server) {
        health.put(new ServerKey(pool, Configs.server(server)),
            ServerHealth.unknown(0).on(CheckResult.failed("", 1), ONCE, 0));
    }
}

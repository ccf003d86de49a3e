package dev.directrix.director.reconcile;

import static dev.directrix.director.reconcile.Configs.VIP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.Password;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.config.ClusterConfig;
import dev.directrix.director.config.ConfigError;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.EtcdConfig;
import dev.directrix.director.config.GuardConfig;
import dev.directrix.director.config.MaglevConfig;
import dev.directrix.director.config.NodeConfig;
import dev.directrix.director.config.PoolConfig;
import dev.directrix.director.config.ServerConfig;
import dev.directrix.director.config.ServiceConfig;
import dev.directrix.director.config.WeightAutoConfig;
import dev.directrix.ecmp.RoutePolicy;
import dev.directrix.forwarder.service.DeadServerPolicy;
import dev.directrix.forwarder.service.Forwarding;
import dev.directrix.forwarder.service.ForwardingMode;
import dev.directrix.forwarder.service.GueVariant;
import dev.directrix.forwarder.service.OuterSource;
import dev.directrix.forwarder.service.OversizePolicy;
import dev.directrix.forwarder.service.Persistence;
import dev.directrix.forwarder.service.PortRange;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.SchedulerKind;
import dev.directrix.forwarder.service.Scheduling;
import dev.directrix.forwarder.service.ServerId;
import dev.directrix.forwarder.service.ServerSettings;
import dev.directrix.forwarder.service.ServiceSettings;
import dev.directrix.forwarder.service.ServiceTimeouts;
import dev.directrix.forwarder.service.TunnelSettings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReloadPlanTest {

    private static final Path FILE = Path.of("director.yaml");

    @Test
    void shouldSayNothingWhenNothingChanged() {
        assertThat(plan(Configs.web(), Configs.web())).isEqualTo(new ReloadPlan(List.of(), List.of()));
    }

    @Test
    void shouldSayThatTheWeightOfAVipChanged() {
        final var plain = Configs.vip(VIP, Configs.service(80, "web"));
        final DirectorConfig old = Configs.config(100, List.of(plain), Configs.pool("web", "s1"));
        final DirectorConfig now = Configs.config(
            100, List.of(Configs.weighing(plain, 40)), Configs.pool("web", "s1"));
        assertThat(plan(old, now).changes()).containsExactly("vip 192.0.2.10: weight unset -> 40");
        assertThat(plan(now, old).changes()).containsExactly("vip 192.0.2.10: weight 40 -> unset");
    }

    @Test
    void shouldSayThatWeightsFollowTheLoadOrDoNot() {
        final DirectorConfig old = Configs.web();
        final DirectorConfig now = Configs.withAuto(old, new WeightAutoConfig(
            OptionalInt.of(80), OptionalInt.empty(), false, 10, 100, WeightAutoConfig.Damping.DEFAULT));
        final DirectorConfig other = Configs.withAuto(old, new WeightAutoConfig(
            OptionalInt.of(70), OptionalInt.empty(), false, 10, 100, WeightAutoConfig.Damping.DEFAULT));
        assertThat(plan(old, now).changes()).containsExactly("weight-auto: on");
        assertThat(plan(now, other).changes()).containsExactly("weight-auto: changed");
        assertThat(plan(now, old).changes()).containsExactly("weight-auto: off");
    }

    @Test
    void shouldSayWhereTheGuardListensNow() {
        final DirectorConfig old = Configs.withGuard(Configs.web(), guard(11_019, "d2"));
        assertThat(plan(Configs.web(), old).changes()).containsExactly("guard: bmp: listen unset -> 10.0.1.11:11019");
        assertThat(plan(old, Configs.withGuard(old, guard(11_020, "d2"))).changes())
            .containsExactly("guard: bmp: listen 10.0.1.11:11019 -> 10.0.1.11:11020");
        assertThat(plan(old, Configs.withGuard(old, guard(11_019, "d3"))).changes()).containsExactly("guard: changed");
    }

    private static GuardConfig guard(final int port, final String director) {
        final InetSocketAddress listen = new InetSocketAddress(Configs.address("10.0.1.11"), port);
        return new GuardConfig(Optional.of(new GuardConfig.Bmp(listen, Set.of(Configs.address("10.0.1.1")))),
            Map.of(Configs.address("10.0.1.12"), director));
    }

    @Test
    void shouldSayWhatChangedInLinesForPeople() {
        final DirectorConfig now = Configs.config(200,
            List.of(Configs.vip(VIP, Configs.service(443, "tls")),
                Configs.vip(Configs.address("192.0.2.11"), Configs.service(80, "web"))),
            Configs.pool("web", "s1=5", "s3"), Configs.pool("tls", "s1"));
        assertThat(plan(Configs.web("s1", "s2"), now).changes()).containsExactly(
            "weight 100 -> 200",
            "vip 192.0.2.10: service tcp/443 added, pool tls",
            "vip 192.0.2.10: service tcp/80 removed",
            "vip 192.0.2.11: added with 1 service(s)",
            "pool tls: added with 1 server(s)",
            "pool web: server s1 weight 1 -> 5",
            "pool web: server s3 (10.0.1.23) added, weight 1",
            "pool web: server s2 (10.0.1.22) removed");
    }

    @Test
    void shouldSayWhatChangesAboutForwarding() {
        final PoolConfig pool = Configs.pool("web", "s1");
        final ServerConfig server = new ServerConfig("s1", Configs.server("s1"), 1,
            new ServerSettings(ServerSettings.SAME_PORT, 100, 50, List.of(ServerId.of(1022))));
        final PoolConfig tunnelled = new PoolConfig("web", Forwarding.of(ForwardingMode.GRE, new TunnelSettings(
            Optional.of(OuterSource.of(Configs.address("172.16.0.0"), 16)), Optional.empty(), TunnelSettings.GUE_PORT,
            GueVariant.HEADER, OptionalInt.of(-1))), new Scheduling(SchedulerKind.SH, true, false), List.of(server),
            pool.check());
        final ServiceConfig service = new ServiceConfig(Protocol.TCP, PortRange.of(80), "web", new ServiceSettings(
            Optional.of("shop"), Optional.of(new Persistence(Duration.ofMinutes(5), 24, 64)), false,
            new ServiceTimeouts(Optional.of(Duration.ofMinutes(15)), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty()),
            OversizePolicy.MSS_CLAMP, DeadServerPolicy.RESET, List.of()));
        final DirectorConfig old = Configs.config(100, List.of(Configs.vip(VIP, Configs.service(80, "web"))), pool);
        final DirectorConfig now = Configs.config(100, List.of(Configs.vip(VIP, service)), tunnelled);
        assertThat(plan(old, now).changes()).containsExactly(
            "vip 192.0.2.10: service tcp/80 group unset -> shop",
            "vip 192.0.2.10: service tcp/80 persistence unset -> 5m by /24 and /64",
            "vip 192.0.2.10: service tcp/80 timeout tcp unset -> 15m",
            "vip 192.0.2.10: service tcp/80 oversize too-big -> mss-clamp",
            "vip 192.0.2.10: service tcp/80 on-dead-server move -> reset",
            "pool web: forwarding dr -> gre",
            "pool web: tunnel source unset -> 172.16.0.0/16",
            "pool web: tunnel key unset -> 4294967295",
            "pool web: scheduler maglev -> sh",
            "pool web: scheduler-flags unset -> fallback",
            "pool web: server s1 max-connections unset -> 100",
            "pool web: server s1 resume-connections unset -> 50",
            "pool web: server s1 ids unset -> 0x3fe");
    }

    @Test
    void shouldSayWhichNeighborsChange() {
        final DirectorConfig old = Configs.web();
        final NeighborConfig router = old.bgp().orElseThrow().neighbors().getFirst();
        final DirectorConfig now = Configs.withBgp(old, old.bgp().map(bgp -> bgp.withNeighbors(List.of(
            router.withTimers(Duration.ofSeconds(30), Duration.ofSeconds(5)),
            NeighborConfig.of(Configs.address("10.0.1.2"), 65_000)))));
        assertThat(plan(old, now).changes())
            .containsExactly("neighbor 10.0.1.1: changed, its session restarts", "neighbor 10.0.1.2: added, AS 65000");
        assertThat(plan(now, old).changes())
            .containsExactly("neighbor 10.0.1.1: changed, its session restarts", "neighbor 10.0.1.2: removed");
    }

    @Test
    void shouldSayWhichChangesKeepTheSession() {
        final DirectorConfig old = Configs.web();
        final NeighborConfig router = old.bgp().orElseThrow().neighbors().getFirst();
        final RoutePolicy policy = new RoutePolicy(new TreeSet<>(), new TreeSet<>(), OptionalLong.of(50),
            OptionalInt.of(2), OptionalLong.empty(), OptionalLong.of(65_500));
        final DirectorConfig now = Configs.withBgp(old, old.bgp().map(bgp -> bgp.withNeighbors(List.of(
            router.toBuilder().password(Optional.of(Password.of("s3cret"))).policy(policy)
                .prefixLimit(OptionalInt.of(10)).build()))));
        assertThat(plan(old, now).changes()).containsExactly(
            "neighbor 10.0.1.1: password changed, the session stays",
            "neighbor 10.0.1.1: max-prefixes unset -> 10, the session stays",
            "neighbor 10.0.1.1: med unset -> 50, the session stays",
            "neighbor 10.0.1.1: prepend unset -> 2, the session stays",
            "neighbor 10.0.1.1: as-override unset -> 65500, the session stays");
    }

    @Test
    void shouldRefuseWhatNeedsARestartAtItsPlaceInTheFile() {
        final DirectorConfig old = Configs.web();
        final DirectorConfig now = Configs.withNode(old,
            new NodeConfig("d1", List.of("eth1"), old.node().controlSocket(), old.node().admin(),
                old.node().stateFile(), Optional.empty()));
        assertThat(plan(old, now).refused()).singleElement().hasToString(
            "director.yaml:3:15: changed from [eth0]: restart the director to take it, or put the old value back");
        assertThat(plan(old, Configs.withBgp(old, Optional.empty())).refused()).singleElement()
            .asString().startsWith("director.yaml:9:1: the section was removed");
    }

    @Test
    void shouldRefuseToBecomeAnotherMemberOrNone() {
        final DirectorConfig alone = Configs.web();
        final DirectorConfig member = Configs.withCluster(alone, alone.maglev(), cluster("edge1", "s3cret", 2));

        assertThat(plan(member, member).refused()).isEmpty();
        assertThat(plan(alone, member).refused()).singleElement().asString()
            .endsWith(": the section was added: restart the director to take it, or put the old value back");
        assertThat(plan(member, alone).refused()).singleElement().asString()
            .endsWith(": the section was removed: restart the director to take it, or put the old value back");
    }

    @Test
    void shouldRefuseOtherSettingsOfTheCluster() {
        final DirectorConfig alone = Configs.web();
        final DirectorConfig old = Configs.withCluster(alone, alone.maglev(), cluster("edge1", "s3cret", 2));
        final DirectorConfig now = Configs.withCluster(alone, new MaglevConfig(509, alone.maglev().seed()),
            cluster("edge2", "other", 4));

        assertThat(plan(old, now).refused()).extracting(ConfigError::message).containsExactlyInAnyOrder(
            "changed from edge1: restart the director to take it, or put the old value back",
            "changed from 2s: restart the director to take it, or put the old value back",
            "changed from 251: restart the director to take it, or put the old value back",
            "the secret in force is another: restart the director to take it, or put the old value back");
    }

    private static ClusterConfig cluster(final String name, final String password, final int validitySeconds) {
        final ClusterConfig.Times usual = ClusterConfig.Times.DEFAULT;
        return new ClusterConfig(name,
            new EtcdConfig(List.of(URI.create("http://10.0.1.5:2379")), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.of(new EtcdConfig.Login("directrix", password))),
            AddressText.parseEndpoint("10.0.1.11:7400"), Optional.empty(),
            new ClusterConfig.Times(Duration.ofSeconds(validitySeconds), usual.lease(), usual.synAck(), usual.hold()),
            ClusterConfig.DEFAULT_EXCEPTIONS, Optional.empty(), ClusterConfig.PartlyDead.DEFAULT);
    }

    private static ReloadPlan plan(final DirectorConfig old, final DirectorConfig now) {
        return ReloadPlan.of(old, now, Configs.source(FILE));
    }
}

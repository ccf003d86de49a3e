package dev.directrix.director.runtime;

import static dev.directrix.director.reconcile.Configs.VIP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.session.SessionState;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.WeightAutoConfig;
import dev.directrix.director.control.DirectorState;
import dev.directrix.director.control.DrainRequest;
import dev.directrix.director.control.DrainStage;
import dev.directrix.director.control.SessionsAfterDrain;
import dev.directrix.director.control.VipState;
import dev.directrix.director.health.CheckResult;
import dev.directrix.director.health.CheckTarget;
import dev.directrix.director.reconcile.Configs;
import dev.directrix.director.reconcile.Drain;
import dev.directrix.director.reconcile.Overrides;
import dev.directrix.director.reconcile.TableFactory;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.maglev.Seed;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The reconciler on one thread: time, table builds and check results come when the test says so. */
class ReconcilerTest {

    private static final InetAddress OTHER = Configs.address("192.0.2.11");

    private final FakePlatform platform = new FakePlatform();
    private final Deque<Runnable> builds = new ArrayDeque<>();
    private final List<Runnable> asked = new ArrayList<>();
    private final Deque<Runnable> events = new ArrayDeque<>();
    private final List<String> status = new ArrayList<>();
    private Reconciler reconciler;

    @Test
    void shouldApplyWarmAndOnlyThenAnnounce() {
        start(Configs.web());
        settle();
        assertThat(platform.journal).as("tables without a server, then warm with servers, then the route")
            .containsSubsequence("apply 1 vips, 2 servers", "warm", "announce [192.0.2.10=100]");
        assertThat(platform.datapath.warmed).hasValue(1);
        assertThat(reconciler.snapshot().state()).isEqualTo(DirectorState.RUNNING);
        assertThat(status.getLast()).isEqualTo("announcing 1 of 1 VIPs, 2 of 2 servers up");
    }

    @Test
    void shouldSayNothingToTheRoutersBeforeTheFirstTable() {
        start(Configs.web());
        runEvents();
        assertThat(platform.journal).noneMatch(line -> line.startsWith("announce"));
        assertThat(reconciler.snapshot().state()).isEqualTo(DirectorState.STARTING);
        assertThat(reason()).hasValue("datapath not warm");
    }

    @Test
    void shouldWithdrawBeforeTheTableChangesWhenTheLastServerFalls() {
        running(Configs.web());
        check("s1", false);
        assertThat(platform.journal).noneMatch(line -> line.startsWith("announce"));
        settle();
        platform.journal.clear();
        check("s2", false);
        settle();
        assertThat(platform.journal).containsExactly("announce []", "apply 1 vips, 0 servers");
        assertThat(reason()).hasValue("no healthy server in pool web");
    }

    @Test
    void shouldTellTheDatapathHowLongServersTakeToAnswer() {
        running(Configs.web());
        final ServerKey server = new ServerKey("web", Configs.server("s1"));
        check("s1", true);
        assertThat(platform.datapath.latencies.get(server)).isPositive();
        check("s1", false);
        assertThat(platform.datapath.latencies).containsEntry(server, Duration.ZERO);
    }

    @Test
    void shouldAnnounceOnlyAfterTheTableLeadsToTheServerThatReturned() {
        running(Configs.web());
        check("s1", false);
        check("s2", false);
        settle();
        platform.journal.clear();
        check("s1", true);
        assertThat(platform.journal).as("the table is not there yet").isEmpty();
        assertThat(reason()).hasValue("its table is not in place yet");
        settle();
        assertThat(platform.journal).containsExactly("apply 1 vips, 1 servers", "announce [192.0.2.10=100]");
    }

    @Test
    void shouldNotAnnounceWhileATableWithoutServersIsOnItsWay() {
        running(Configs.web());
        check("s1", false);
        settle();
        platform.journal.clear();
        check("s2", false);
        check("s2", true);
        assertThat(platform.journal).as("the old table would serve, for a moment").containsExactly("announce []");
        assertThat(reason()).hasValue("its table is not in place yet");
        settle();
        assertThat(platform.journal).containsExactly(
            "announce []", "apply 1 vips, 0 servers", "apply 1 vips, 1 servers", "announce [192.0.2.10=100]");
    }

    @Test
    void shouldCountTheSlotsOfTheClustersTablesWhereThoseDecide() {
        running(Configs.web());
        final Snapshot now = reconciler.snapshot();
        final ServerKey first = new ServerKey("web", Configs.server("s1"));
        assertThat(Reports.slots(now, Optional.empty())).hasSize(2);
        assertThat(Reports.slots(now, Optional.of(Map.of(first, 251)))).isEqualTo(Map.of(first, 251));
        assertThat(Reports.slots(now, Optional.of(Map.of()))).as("of no epoch yet").isEmpty();
    }

    @Test
    void shouldRebuildOnlyWhenTheServersChanged() {
        running(Configs.web());
        final int before = platform.datapath.applied.get();
        for (int i = 0; i < 10; i++) {
            tick(200);
            check("s1", true);
            command(o -> o.withWeight(300, Optional.empty()));
        }
        settle();
        assertThat(platform.datapath.applied).hasValue(before);
        assertThat(platform.journal).containsExactly("announce [192.0.2.10=300]");
    }

    @Test
    void shouldPutWhatChangesDuringABuildIntoTheNextOne() {
        running(Configs.web("s1", "s2", "s3"));
        check("s1", false);
        check("s2", false);
        assertThat(builds).hasSize(1);
        settle();
        assertThat(platform.journal).containsExactly("apply 1 vips, 2 servers", "apply 1 vips, 1 servers");
    }

    @Test
    void shouldAnnounceAWeightAtOnce() {
        running(Configs.web());
        command(o -> o.withWeight(300, Optional.empty()));
        assertThat(platform.journal).containsExactly("announce [192.0.2.10=300]");
    }

    @Test
    void shouldWithdrawWhileNoInterfaceIsUp() {
        running(Configs.web());
        platform.datapath.up = false;
        tick(200);
        assertThat(platform.journal).containsExactly("announce []");
        assertThat(reason()).hasValue("no interface is up: eth0 down (no carrier)");
        platform.datapath.up = true;
        tick(200);
        assertThat(platform.journal).containsExactly("announce []", "announce [192.0.2.10=100]");
    }

    @Test
    void shouldWithdrawWhileTablesAreNotVerifiedAndTryAgain() {
        running(Configs.web());
        platform.datapath.consistent = false;
        check("s1", false);
        settle();
        assertThat(reason()).hasValueSatisfying(r -> assertThat(r).startsWith("tables not verified"));
        assertThat(platform.journal).containsExactly("apply 1 vips, 1 servers", "announce []");
        platform.datapath.consistent = true;
        tick(1_000);
        assertThat(platform.datapath.applied).as("not before the pause is over").hasValue(3);
        tick(1_100);
        settle();
        assertThat(platform.journal).endsWith("apply 1 vips, 1 servers", "announce [192.0.2.10=100]");
    }

    @Test
    void shouldKeepTheOldTableAndItsRoutesWhenTheKernelRefusesANewOne() {
        running(Configs.web());
        platform.datapath.refusal = Optional.of("kernel refuses VIP");
        adopt(twoVips());
        settle();
        assertThat(platform.journal).isEmpty();
        assertThat(reconciler.snapshot().decisions()).extracting(d -> d.state())
            .containsExactly(VipState.ANNOUNCED, VipState.WITHDRAWN);
        platform.datapath.refusal = Optional.empty();
        tick(2_000);
        settle();
        assertThat(platform.journal).containsExactly(
            "apply 2 vips, 2 servers", "announce [192.0.2.10=100, 192.0.2.11=100]");
    }

    @Test
    void shouldWithdrawARemovedVipFirstAndForwardItALittleLonger() {
        running(twoVips());
        adopt(Configs.web());
        settle();
        assertThat(platform.journal).containsExactly("announce [192.0.2.10=100]");
        assertThat(platform.datapath.table.vips()).containsExactlyInAnyOrder(VIP, OTHER);
        tick(2_000);
        settle();
        assertThat(platform.datapath.table.vips()).containsExactly(VIP);
    }

    @Test
    void shouldKeepHealthByAddressOverAReload() {
        platform.checksPassAtOnce = false;
        start(Configs.web("s1", "s2"));
        check("s1", true);
        check("s2", false);
        settle();
        platform.journal.clear();
        adopt(Configs.web("s1=5", "s2", "s3"));
        settle();
        assertThat(reconciler.snapshot().pools().get("web").servers()).extracting(RealServer::state)
            .containsExactly(ServerState.ACTIVE, ServerState.DOWN, ServerState.DOWN);
        assertThat(platform.journal).as("the route stays while s3 is being checked")
            .containsExactly("apply 1 vips, 1 servers");
    }

    @Test
    void shouldDrainThenWithdrawWhenTheFlowsHaveMovedAndComeBack() {
        running(Configs.web());
        command(o -> o.withDrain(Optional.of(VIP)));
        assertThat(platform.journal).containsExactly("announce [192.0.2.10=100 draining]");
        for (int i = 0; i < 20; i++) {
            platform.datapath.forward(VIP, 1_000);
            tick(200);
        }
        assertThat(platform.journal).as("flows still come").hasSize(1);
        for (int i = 0; i < 5; i++) {
            tick(200);
        }
        assertThat(platform.journal).endsWith("announce []");
        assertThat(reconciler.snapshot().decisions().getFirst().state()).isEqualTo(VipState.DRAINED);
        command(o -> o.withoutDrain(Optional.of(VIP), Configs.web()));
        assertThat(platform.journal).endsWith("announce [192.0.2.10=100]");
    }

    @Test
    void shouldHoldAtItsLimitADrainWhoseFlowsNobodyElseTakes() {
        running(Configs.web());
        reconciler.drain(Optional.empty(), Drain.Limits.of(DrainRequest.of(Duration.ofSeconds(5))), Optional.empty());
        platform.datapath.recentFlows = Map.of(VIP, 12L);
        forward(5_400);
        assertThat(platform.journal).containsExactly("announce [192.0.2.10=100 draining]");
        assertThat(reason()).hasValueSatisfying(why -> assertThat(why).startsWith("draining is held"));
        assertThat(reconciler.snapshot().sighting().flows()).containsEntry(VIP, 12L);
        assertThat(reconciler.snapshot().state()).isEqualTo(DirectorState.DRAINING);

        reconciler.drain(Optional.of(VIP),
            Drain.Limits.of(new DrainRequest(Duration.ofSeconds(2), true, Optional.empty())), Optional.empty());
        forward(2_400);
        assertThat(platform.journal).endsWith("announce []");
        assertThat(reconciler.snapshot().drains().get(VIP).stage()).isEqualTo(DrainStage.WITHDRAWN);
    }

    @Test
    void shouldEndTheSessionsWhenEverythingHasLeftAndBringThemBackWithTheDirector() {
        running(Configs.web());
        reconciler.drain(Optional.empty(), Drain.Limits.COMMANDED, Optional.of("maintenance till noon"));
        forward(1_000);
        assertThat(platform.journal).containsExactly("announce [192.0.2.10=100 draining]");
        assertThat(reconciler.snapshot().sessions()).isEqualTo(SessionsAfterDrain.TO_END);
        forwardNothing(6_000);
        assertThat(platform.journal).containsExactly(
            "announce [192.0.2.10=100 draining]", "announce []", "rest maintenance till noon");
        assertThat(reconciler.snapshot().sessions()).isEqualTo(SessionsAfterDrain.ENDED);
        reconciler.undrain(Optional.empty());
        assertThat(platform.journal).endsWith("announce [192.0.2.10=100]", "resume");
        assertThat(reconciler.snapshot().sessions()).isEqualTo(SessionsAfterDrain.STAY);
    }

    @Test
    void shouldLeaveTheSessionsUpWhenThatIsAskedForLater() {
        running(Configs.web());
        reconciler.drain(Optional.empty(), Drain.Limits.COMMANDED, Optional.of("maintenance"));
        forwardNothing(6_000);
        reconciler.drain(Optional.empty(), Drain.Limits.COMMANDED, Optional.empty());
        assertThat(platform.journal).endsWith("rest maintenance", "resume");
    }

    @Test
    void shouldLeaveTheSessionsUpWhenOneVipIsDrainedOrTheDrainIsTakenBackInTime() {
        running(Configs.web());
        reconciler.drain(Optional.of(VIP), Drain.Limits.COMMANDED, Optional.empty());
        forwardNothing(6_000);
        assertThat(reconciler.snapshot().drains().get(VIP).stage()).isEqualTo(DrainStage.MOVED);
        assertThat(platform.journal).noneMatch(line -> line.startsWith("rest"));
        reconciler.drain(Optional.empty(), Drain.Limits.COMMANDED, Optional.of("maintenance"));
        assertThat(reconciler.snapshot().sessions()).isEqualTo(SessionsAfterDrain.ENDED);
        reconciler.undrain(Optional.empty());

        reconciler.drain(Optional.empty(), Drain.Limits.COMMANDED, Optional.of("again"));
        forwardNothing(2_600);
        assertThat(platform.journal).as("withdrawn, and the last packets are on their way").endsWith("announce []");
        reconciler.undrain(Optional.empty());
        forwardNothing(3_000);
        assertThat(platform.journal).endsWith("announce [192.0.2.10=100]").doesNotContain("rest again");
    }

    @Test
    void shouldRestAtOnceAfterARestartAndThroughReloadsUntilAVipComesBack() {
        start(Configs.web(), Overrides.NONE.withDrain(Optional.empty(), Optional.of("maintenance")));
        assertThat(platform.journal).contains("rest maintenance");
        settle();
        adopt(twoVips());
        settle();
        reconciler.drain(Optional.empty(), Drain.Limits.COMMANDED, Optional.of("till noon"));
        assertThat(platform.journal).noneMatch(line -> line.startsWith("announce"));
        assertThat(reconciler.snapshot().farewell()).as("what the routers have heard").hasValue("maintenance");
        reconciler.undrain(Optional.of(OTHER));
        assertThat(platform.journal).endsWith("announce [192.0.2.11=100]", "resume");
        assertThat(reconciler.snapshot().farewell()).isEmpty();
        assertThat(reconciler.snapshot().overrides().farewell()).as("not for the next restart").isEmpty();
    }

    private void forwardNothing(final long ms) {
        for (long passed = 0; passed < ms; passed += 200) {
            tick(200);
        }
    }

    @Test
    void shouldNotHoldADirectorThatStops() {
        running(Configs.web());
        reconciler.drain(Optional.empty(), Drain.Limits.COMMANDED, Optional.empty());
        forward(1_000);
        reconciler.leave(Drain.Limits.STOPPING);
        forward(10_200);
        assertThat(platform.journal).endsWith("announce []");
    }

    private void forward(final long ms) {
        for (long passed = 0; passed < ms; passed += 200) {
            platform.datapath.forward(VIP, 1_000);
            tick(200);
            asked.forEach(Runnable::run);
            asked.clear();
            runEvents();
        }
    }

    @Test
    void shouldNotAnnounceVipsThatAReloadAddsToADrainedDirector() {
        running(Configs.web());
        command(o -> o.withDrain(Optional.empty()));
        adopt(twoVips());
        settle();
        assertThat(reconciler.snapshot().decisions()).extracting(d -> d.state())
            .containsExactly(VipState.DRAINING, VipState.DRAINED);
    }

    @Test
    void shouldMoveNewFlowsAwayFromADrainedServerAtOnce() {
        running(Configs.web());
        command(o -> o.withServerDrain(new ServerKey("web", Configs.server("s1"))));
        settle();
        assertThat(platform.journal).containsExactly("apply 1 vips, 1 servers");
        assertThat(platform.datapath.table.services().getFirst().pool().servers().getFirst().state())
            .isEqualTo(ServerState.DRAINING);
        assertThat(reconciler.snapshot().table().slots())
            .containsOnlyKeys(new ServerKey("web", Configs.server("s2")));
    }

    @Test
    void shouldHaveLeftAtOnceWhenNoRouterListens() {
        running(Configs.web());
        reconciler.leave(Drain.Limits.STOPPING);
        assertThat(reconciler.left()).isFalse();
        platform.routing.state = SessionState.ACTIVE;
        assertThat(reconciler.left()).isTrue();
    }

    @Test
    void shouldStillCountAsAnnouncedForAMomentAfterADrainWithdrewTheLastRoute() {
        running(Configs.web());
        reconciler.leave(Drain.Limits.STOPPING);
        for (int i = 0; i < 12; i++) {
            tick(200);
        }
        assertThat(platform.journal).endsWith("announce []");
        assertThat(reconciler.left()).isTrue();
        assertThat(reconciler.announcedLately()).as("packets may be on their way").isTrue();
        platform.clock.addAndGet(Departure.LINGER_MS);
        assertThat(reconciler.announcedLately()).isFalse();
    }

    @Test
    void shouldStaySilentAfterTheFinalWithdrawal() {
        running(Configs.web());
        reconciler.leave(Drain.Limits.STOPPING);
        reconciler.withdrawAll();
        check("s1", false);
        check("s1", true);
        tick(200);
        assertThat(platform.journal).filteredOn(line -> line.startsWith("announce"))
            .containsExactly("announce [192.0.2.10=100 draining]", "announce []");
        assertThat(reconciler.snapshot().state()).isEqualTo(DirectorState.STOPPING);
    }

    @Test
    void shouldLowerWeightsWhenTheMachineIsBusyUnlessOthersAreCommanded() {
        running(Configs.withAuto(twoVips(), new WeightAutoConfig(OptionalInt.of(50), OptionalInt.empty(), false, 30,
            100, new WeightAutoConfig.Damping(Duration.ofSeconds(10), 20, 20))));
        reconciler.tick();
        goBy(9_900, 1.0);
        assertThat(platform.journal).as("not before the interval is over").noneMatch(it -> it.startsWith("announce"));
        goBy(100, 1.0);
        assertThat(platform.journal).endsWith("announce [192.0.2.10=80, 192.0.2.11=80]");
        assertThat(reconciler.snapshot().auto().get(VIP).why()).isEqualTo("cpu 100% of 50%");
        command(overrides -> overrides.withWeight(33, Optional.of(OTHER)));
        goBy(10_000, 1.0);
        assertThat(platform.journal).endsWith("announce [192.0.2.10=60, 192.0.2.11=33]");
        command(overrides -> overrides.withoutWeight(Optional.empty()));
        assertThat(platform.journal).as("left as it was meanwhile")
            .endsWith("announce [192.0.2.10=60, 192.0.2.11=80]");
        platform.cpuUnknown = true;
        goBy(10_000, 0);
        platform.cpuUnknown = false;
        goBy(10_000, 0);
        assertThat(platform.journal).as("nothing is known of the time before either look")
            .endsWith("announce [192.0.2.10=60, 192.0.2.11=80]");
        goBy(10_000, 0);
        assertThat(platform.journal).endsWith("announce [192.0.2.10=80, 192.0.2.11=100]");
        adopt(twoVips());
        assertThat(platform.journal).as("switched off").endsWith("announce [192.0.2.10=100, 192.0.2.11=100]");
    }

    private void goBy(final long ms, final double busy) {
        platform.busyTicks.addAndGet(Math.round(ms * busy));
        platform.clock.addAndGet(ms);
        reconciler.tick();
        runEvents();
    }

    private static DirectorConfig twoVips() {
        return Configs.config(100, List.of(Configs.vip(VIP, Configs.service(80, "web")),
            Configs.vip(OTHER, Configs.service(80, "web"))), Configs.pool("web", "s1", "s2"));
    }

    private void start(final DirectorConfig config) {
        start(config, Overrides.NONE);
    }

    private void start(final DirectorConfig config, final Overrides recalled) {
        platform.startRouting(config.bgp().orElseThrow(), recalled.farewell().isPresent(), null);
        final Wiring wiring = new Wiring(platform.datapath, platform.routing, platform.membership,
            platform.openChecks((target, result) -> events.add(() -> reconciler.onCheck(target, result))),
            new TableFactory(Seed.of(new byte[16])), builds::add, asked::add, events::add, status::add,
            platform::cpuTimes, platform::nowMs);
        platform.journal.clear();
        reconciler = new Reconciler(config, recalled, wiring);
        reconciler.start();
    }

    private void running(final DirectorConfig config) {
        start(config);
        settle();
        assertThat(reconciler.announcedLately()).isTrue();
        platform.journal.clear();
    }

    private void adopt(final DirectorConfig config) {
        reconciler.adopt(config);
        runEvents();
    }

    private void command(final UnaryOperator<Overrides> change) {
        reconciler.command(change);
    }

    private void check(final String server, final boolean passes) {
        final List<CheckTarget> targets = platform.plans.keySet().stream()
            .filter(t -> t.address().equals(Configs.server(server))).toList();
        assertThat(targets).isNotEmpty();
        targets.forEach(t -> reconciler.onCheck(t, new CheckResult(passes, passes ? "connected" : "refused", 1)));
    }

    private void tick(final long ms) {
        platform.clock.addAndGet(ms);
        reconciler.tick();
    }

    private void runEvents() {
        while (!events.isEmpty()) {
            events.poll().run();
        }
    }

    private void settle() {
        runEvents();
        while (!builds.isEmpty()) {
            builds.poll().run();
            runEvents();
        }
    }

    private Optional<String> reason() {
        return reconciler.snapshot().decisions().getFirst().reason();
    }
}

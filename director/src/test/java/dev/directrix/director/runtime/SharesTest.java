package dev.directrix.director.runtime;

import static dev.directrix.director.reconcile.Configs.VIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.directrix.bgp.AdvertisedRoute;
import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.director.config.RouterModel;
import dev.directrix.director.control.AnnouncedPath;
import dev.directrix.director.control.DirectorState;
import dev.directrix.director.control.SessionsAfterDrain;
import dev.directrix.director.control.SharesReport;
import dev.directrix.director.control.SharesReport.Share;
import dev.directrix.director.control.VipState;
import dev.directrix.director.control.WeightView;
import dev.directrix.director.reconcile.Configs;
import dev.directrix.director.reconcile.Overrides;
import dev.directrix.director.reconcile.VipDecision;
import dev.directrix.ecmp.Announcement;
import dev.directrix.ecmp.Prefix;
import dev.directrix.ecmp.RoutePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SharesTest {

    private static final SpeakerConfig SPEAKER = Configs.web().bgp().orElseThrow();
    private static final List<String> TOLD =
        List.of("link-bandwidth:65101:125000000", "link-bandwidth:65101:125000000:non-transitive");

    private static WeightView says(final String director, final int weight, final VipState state, final long packets) {
        final boolean announces = state == VipState.ANNOUNCED || state == VipState.DRAINING;
        return new WeightView(director, List.of(new WeightView.VipView(VIP, weight, state, packets, packets,
            announces ? List.of(new AnnouncedPath("10.0.1.1", 65_101, "igp", 1, OptionalLong.empty(),
                OptionalLong.empty(), OptionalLong.of(weight * 1_250_000L), OptionalLong.of(weight * 1_250_000L),
                OptionalInt.of(weight), 1, state == VipState.DRAINING)) : List.of())), List.of(), Optional.empty());
    }

    private static List<Share> shares(final String receiver, final WeightView... views) {
        final SharesReport report = Shares.of(List.of(views), List.of(),
            Optional.of(new RouterModel(receiver, 8)));
        assertThat(report.sets()).hasSize(1);
        return report.sets().getFirst().directors();
    }

    @Test
    void shouldSayWhatARouterMakesOfTheWeightsOfAllDirectors() {
        final List<Share> shares = shares("frr-8.4.4", says("d2", 200, VipState.ANNOUNCED, 20),
            says("d1", 100, VipState.ANNOUNCED, 10), says("d3", 400, VipState.ANNOUNCED, 50));
        assertThat(shares).extracting(Share::director).containsExactly("d1", "d2", "d3");
        assertThat(shares).extracting(it -> it.routerWeight().orElseThrow()).containsExactly(14L, 28L, 57L);
        assertThat(shares).extracting(it -> it.measured().orElseThrow()).containsExactly(0.125, 0.25, 0.625);
        assertThat(shares.getFirst().share().orElseThrow()).isCloseTo(14.0 / 99, within(1e-9));
    }

    @Test
    void shouldSayWhyADirectorGetsNothing() {
        final List<Share> shares = shares("frr-10.3.1", says("d1", 100, VipState.ANNOUNCED, 10),
            says("d2", 100, VipState.DRAINING, 0), says("d3", 100, VipState.DRAINED, 0));
        assertThat(shares.get(0).routerWeight()).hasValue(1);
        assertThat(shares.get(1).leftOut().orElseThrow()).isNotBlank();
        assertThat(shares.get(2).leftOut()).hasValue("it does not announce the VIP");
        assertThat(shares.get(2).share()).hasValue(0.0);
    }

    @Test
    void shouldKnowBirdAndRefuseWhatItDoesNotKnow() {
        assertThat(shares("bird", says("d1", 3, VipState.ANNOUNCED, 0), says("d2", 1, VipState.ANNOUNCED, 0)))
            .extracting(it -> it.routerWeight().orElseThrow()).containsExactly(3L, 1L);
        assertThatThrownBy(() -> shares("ios", says("d1", 3, VipState.ANNOUNCED, 0)))
            .isInstanceOf(IllegalArgumentException.class).hasMessage(
                "there is no model of a router 'ios'; there are frr-RELEASE (as frr-8 or frr-10.3.1; -16-bit behind it"
                    + " from 10.5 on), bird, linux, linux-group, linux-group-16-bit, and asic-ENTRIES (-copies behind"
                    + " frr-RELEASE or asic-ENTRIES: it reads no link bandwidth, and counts paths)");
        assertThatThrownBy(() -> shares("frr-new", says("d1", 3, VipState.ANNOUNCED, 0)))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'new' is no release of FRR");
    }

    @ParameterizedTest
    @CsvSource({"frr-8, 75, 25", "frr-9.1.3, 75, 25", "frr-10.0, 255, 85", "frr-10.3.1, 254, 84",
        "frr-10.5.2-16-bit, 65535, 21845", "bird, 256, 85", "linux, 256, 85", "linux-group, 255, 85",
        "linux-group-16-bit, 300, 100", "asic-8, 3, 1", "asic-8-copies, 1, 1", "frr-8-copies, 1, 1",
        "frr-10.5.2-16-bit-copies, 1, 1"})
    void shouldKnowRoutersThatDiffer(final String receiver, final long first, final long second) {
        assertThat(shares(receiver, says("d1", 300, VipState.ANNOUNCED, 0), says("d2", 100, VipState.ANNOUNCED, 0)))
            .extracting(it -> it.routerWeight().orElseThrow()).containsExactly(first, second);
    }

    @Test
    void shouldWarnOfWhatRoutersMisunderstand() {
        final List<WeightView> views = new ArrayList<>(List.of(says("d1", 3_435, VipState.ANNOUNCED, 0)));
        assertThat(Shares.of(views, List.of(), Optional.empty()).warnings()).isEmpty();
        views.add(says("d2", 3_436, VipState.ANNOUNCED, 0));
        assertThat(Shares.of(views, List.of(), Optional.empty()).warnings()).singleElement().asString()
            .startsWith("192.0.2.10 at 10.0.1.1: d2 says a link bandwidth of 4295000064 bytes per second")
            .contains("3435");
        assertThat(Shares.of(views, List.of(), Optional.of(new RouterModel("bird", 1))).warnings())
            .as("and more paths than it takes").hasSize(2);
    }

    /** Weights 1:2:4 on a router that reads no link bandwidth: as many next hops each. */
    @Test
    void shouldCountCopiesAsTheRouterDoes() {
        assertThat(shares("frr-8-copies", says("d1", 100, 1), says("d2", 200, 2), says("d3", 400, 4)))
            .extracting(it -> it.share().orElseThrow()).containsExactly(1 / 7.0, 2 / 7.0, 4 / 7.0);
        final SharesReport tooMany = Shares.of(List.of(says("d1", 100, 1), says("d2", 200, 2), says("d3", 400, 4)),
            List.of(), Optional.of(new RouterModel("frr-8-copies", 5)));
        assertThat(tooMany.sets().getFirst().directors()).extracting(it -> it.routerWeight().orElseThrow())
            .containsExactly(1L, 2L, 2L);
        assertThat(tooMany.sets().getFirst().directors().getLast().leftOut())
            .hasValue("2 of its 4 paths are beyond the 5 that the router takes");
        assertThat(tooMany.warnings()).singleElement().asString().contains("maximum-paths on the router to 7 or more");
    }

    private static WeightView says(final String director, final int weight, final int copies) {
        return new WeightView(director, List.of(new WeightView.VipView(VIP, weight, VipState.ANNOUNCED, 0, 0,
            List.of(new AnnouncedPath("10.0.1.1", 65_101, "igp", 1, OptionalLong.empty(), OptionalLong.empty(),
                OptionalLong.of(weight * 1_250_000L / copies), OptionalLong.empty(), OptionalInt.of(weight), copies,
                false)))), List.of(), Optional.empty());
    }

    @Test
    void shouldReadWhatWasSaidOfTheAdjRibOut() {
        final FakeRouting routing = new FakeRouting(new ArrayList<>(), SPEAKER);
        final WeightView view = Shares.view(snapshot(), List.of(
            route("10.0.1.11", TOLD, false), route("10.0.1.12", TOLD, false), route("10.0.1.12", TOLD, false),
            route("10.0.1.13", List.of(), true)), routing.neighbors());
        assertThat(view.director()).isEqualTo("d1");
        assertThat(view.vips()).singleElement().satisfies(vip ->
            assertThat(vip.paths()).containsExactly(new AnnouncedPath("10.0.1.1", 65_101, "igp", 2,
                OptionalLong.of(50), OptionalLong.empty(), OptionalLong.of(125_000_000),
                OptionalLong.of(125_000_000), OptionalInt.of(100), 2, true)));
    }

    private static AdvertisedRoute route(
        final String nextHop, final List<String> bandwidths, final boolean pending) {
        return new AdvertisedRoute(SPEAKER.neighbors().getFirst().id(), Configs.address("10.0.1.1"),
            Prefix.host(VIP), 0, List.of(Configs.address(nextHop)), "igp", List.of(65_101L, 65_101L),
            OptionalLong.of(50), OptionalLong.empty(), List.of("65000:100", "65535:0"), bandwidths,
            List.of("65000:1:9", "65101:1:100"), List.of(), pending);
    }

    private static Snapshot snapshot() {
        return new Snapshot(Configs.web(), Overrides.NONE, DirectorState.RUNNING, List.of(new VipDecision(VIP,
            VipState.ANNOUNCED, Optional.empty(), 100, Optional.of(new Announcement(
                Prefix.host(VIP), Optional.empty(), 100, false, RoutePolicy.NONE)))),
            Map.of(), Map.of(), AppliedTable.NONE, TrafficView.NONE, Map.of(), Map.of(),
            SessionsAfterDrain.STAY, Lookout.Sighting.NONE);
    }
}

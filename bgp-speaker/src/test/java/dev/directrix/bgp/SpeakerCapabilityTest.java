package dev.directrix.bgp;

import static dev.directrix.bgp.SpeakerLab.PATIENCE;
import static dev.directrix.bgp.SpeakerLab.address;
import static dev.directrix.bgp.SpeakerLab.awaitUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.directrix.bgp.attribute.MpReach;
import dev.directrix.bgp.attribute.OnlyToCustomer;
import dev.directrix.bgp.capability.ExtendedNextHop;
import dev.directrix.bgp.capability.Role;
import dev.directrix.bgp.message.RouteRefreshMessage;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.rib.Route;
import dev.directrix.bgp.rib.RouteAttributes;
import dev.directrix.bgp.rib.RouteChange;
import dev.directrix.bgp.rib.UpdatePacking;
import dev.directrix.bgp.session.AddPathMode;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Prefix;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two speakers that agree on what a session can do, and what one then hears of the other. */
class SpeakerCapabilityTest {

    private static final String LEFT = "127.0.0.51";
    private static final String RIGHT = "127.0.0.52";

    private final SpeakerLab.Recorder heard = new SpeakerLab.Recorder();
    private SpeakerLab lab;
    private BgpSpeaker left;
    private BgpSpeaker right;

    @BeforeEach
    void open() throws Exception {
        lab = new SpeakerLab();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void shouldSendEveryPathWhereAddPathIsAgreed() {
        pair(it -> it.addPath(Map.of(Family.IPV4_UNICAST, AddPathMode.SEND)),
            it -> it.addPath(Map.of(Family.IPV4_UNICAST, AddPathMode.RECEIVE)));
        left.change(RIGHT, List.of(
            announce(1, 7, "10.0.0.1"), announce(1, 8, "10.0.0.2"), announce(2, -1, "10.0.0.1")));
        await().atMost(PATIENCE).until(() -> routes().size() == 3);
        assertThat(routes()).extracting(Nlri::toString).containsExactlyInAnyOrder(
            "192.0.2.1/32 path 7", "192.0.2.1/32 path 8", "192.0.2.2/32 path 0");
        left.change(RIGHT, List.of(new RouteChange.Withdraw(nlri(1, 7))));
        await().atMost(PATIENCE).until(() -> right.neighbors().get(0).prefixesReceived() == 2);
    }

    @Test
    void shouldTellTheLatestPathWithoutAddPath() {
        pair(it -> it, it -> it);
        left.change(RIGHT, List.of(announce(1, 7, "10.0.0.1"), announce(1, 8, "10.0.0.2")));
        await().atMost(PATIENCE).until(() -> right.neighbors().get(0).prefixesReceived() == 1);
        left.change(RIGHT, List.of(new RouteChange.Withdraw(nlri(1, 8))));
        await().atMost(PATIENCE).until(() -> heard.routes().size() == 2);
        assertThat(left.explicitRoutes(RIGHT)).singleElement()
            .satisfies(route -> assertThat(route.nlri().pathId()).isEqualTo(7));
        assertThat(right.neighbors().get(0).prefixesReceived()).isEqualTo(1);
    }

    @Test
    void shouldAnswerARefreshBetweenMarkers() {
        pair(it -> it, it -> it);
        left.change(RIGHT, List.of(announce(1, -1, "10.0.0.1"), announce(2, -1, "10.0.0.1")));
        await().atMost(PATIENCE).until(() -> routes().size() == 2);
        heard.received().clear();
        right.requestRefresh(LEFT, Family.IPV4_UNICAST);
        await().atMost(PATIENCE).until(() -> heard.received(RouteRefreshMessage.class).size() == 2);
        final List<Object> order = new ArrayList<>(heard.received());
        order.removeIf(message -> !(message instanceof Update) && !(message instanceof RouteRefreshMessage));
        assertThat(order).hasSize(3);
        assertThat(order.get(0)).isEqualTo(new RouteRefreshMessage(Family.IPV4_UNICAST, RouteRefreshMessage.BEGIN));
        assertThat(((Update) order.get(1)).nlri()).hasSize(2);
        assertThat(order.get(2)).isEqualTo(new RouteRefreshMessage(Family.IPV4_UNICAST, RouteRefreshMessage.END));
    }

    @Test
    void shouldCarryIpv4OverIpv6NextHopsWhereAgreed() {
        final UnaryOperator<NeighborConfigBuilder> extended = it -> it.extendedNextHop(
            List.of(new ExtendedNextHop.Entry(Family.IPV4_UNICAST, ExtendedNextHop.AFI_IPV6)));
        pair(extended, extended);
        left.change(RIGHT, List.of(announce(1, -1, "2001:db8::1")));
        await().atMost(PATIENCE).until(() -> !heard.routes().isEmpty());
        final MpReach reach = heard.routes().get(0).attribute(MpReach.class).orElseThrow();
        assertThat(reach.family()).isEqualTo(Family.IPV4_UNICAST);
        assertThat(reach.nextHops()).containsExactly(address("2001:db8::1"));
        assertThat(heard.routes().get(0).problems()).isEmpty();
    }

    @Test
    void shouldKeepBackIpv6NextHopsWhereTheyAreNotAgreed() {
        pair(it -> it, it -> it);
        left.change(RIGHT, List.of(announce(1, -1, "2001:db8::1"), announce(2, -1, "10.0.0.1")));
        await().atMost(PATIENCE).until(() -> right.neighbors().get(0).prefixesReceived() == 1);
        assertThat(routes()).containsExactly(nlri(2, -1));
        assertThat(left.neighbors().get(0).unsent()).singleElement()
            .satisfies(route -> assertThat(route.prefix()).isEqualTo(nlri(1, -1).prefix()));
    }

    @Test
    void shouldSendOneChangeAMessageInOrderWhereNotGrouped() {
        pair(it -> it.packing(UpdatePacking.NONE), it -> it);
        left.change(RIGHT, List.of(announce(1, -1, "10.0.0.1"), announce(2, -1, "10.0.0.2"),
            announce(3, -1, "10.0.0.1")));
        await().atMost(PATIENCE).until(() -> heard.routes().size() == 3);
        assertThat(routes()).containsExactly(nlri(1, -1), nlri(2, -1), nlri(3, -1));
        left.change(RIGHT, List.of(new RouteChange.Withdraw(nlri(3, -1)), announce(4, -1, "10.0.0.9"),
            new RouteChange.Withdraw(nlri(1, -1))));
        await().atMost(PATIENCE).until(() -> heard.routes().size() == 6);
        assertThat(heard.routes().get(3).withdrawn()).containsExactly(nlri(3, -1));
        assertThat(heard.routes().get(4).nlri()).containsExactly(nlri(4, -1));
        assertThat(heard.routes().get(5).withdrawn()).containsExactly(nlri(1, -1));
    }

    @Test
    void shouldRefuseARoleThatDoesNotFit() {
        lab.start(lab.config(LEFT, 65_001, lab.neighbor(RIGHT, 65_002, LEFT).passive(true)
            .role(Optional.of(Role.Kind.PROVIDER))));
        right = lab.start(lab.config(RIGHT, 65_002,
            lab.neighbor(LEFT, 65_001, RIGHT).role(Optional.of(Role.Kind.PEER))));
        // Who says it depends on whose OPEN is faster.
        await().atMost(PATIENCE).until(() -> right.neighbors().get(0).lastError()
            .filter(error -> error.contains("Role Mismatch (2/11)")).isPresent());
        assertThat(right.neighbors().get(0).established()).isZero();
    }

    @Test
    void shouldMarkWhatGoesToACustomer() {
        pair(it -> it.role(Optional.of(Role.Kind.PROVIDER)), it -> it.role(Optional.of(Role.Kind.CUSTOMER)));
        left.change(RIGHT, List.of(announce(1, -1, "10.0.0.1")));
        await().atMost(PATIENCE).until(() -> !heard.routes().isEmpty());
        assertThat(heard.routes().get(0).attribute(OnlyToCustomer.class)).contains(new OnlyToCustomer(65_001));
        right.change(LEFT, List.of(new RouteChange.Announce(new Route(nlri(9, -1), new RouteAttributes(
            List.of(new OnlyToCustomer(1)), List.of(address("10.0.0.1")))))));
        right.change(LEFT, List.of(announce(8, -1, "10.0.0.1")));
        await().atMost(PATIENCE).until(() -> left.neighbors().get(0).prefixesReceived() == 1);
    }

    @Test
    void shouldKeepExplicitRoutesOverSessionsAndClearThem() {
        pair(it -> it, it -> it.holdTime(Duration.ofSeconds(30)));
        left.change(RIGHT, List.of(announce(1, -1, "10.0.0.1")));
        await().atMost(PATIENCE).until(() -> right.neighbors().get(0).prefixesReceived() == 1);
        left.teardown(RIGHT, 4, "again");
        await().atMost(PATIENCE).until(() -> right.neighbors().get(0).established() == 2
            && right.neighbors().get(0).prefixesReceived() == 1);
        assertThat(right.neighbors().get(0).notificationReceived().orElseThrow().text()).contains("\"again\"");
        left.clear(RIGHT, Set.of(Family.IPV4_UNICAST));
        await().atMost(PATIENCE).until(() -> right.neighbors().get(0).prefixesReceived() == 0);
        assertThat(left.explicitRoutes(RIGHT)).isEmpty();
    }

    @Test
    void shouldComeUpOnceWhenBothSidesConnectAHundredTimes() {
        for (int round = 0; round < 100; round++) {
            final BgpSpeaker one = lab.start(lab.config(LEFT, 65_001, lab.neighbor(RIGHT, 65_002, LEFT)));
            final BgpSpeaker other = lab.start(lab.config(RIGHT, 65_002, lab.neighbor(LEFT, 65_001, RIGHT)));
            awaitUp(one);
            awaitUp(other);
            assertThat(one.neighbors()).as("round %d", round).allMatch(it -> it.established() == 1);
            assertThat(other.neighbors()).as("round %d", round).allMatch(it -> it.established() == 1);
            lab.close();
            lab = new SpeakerLab(); // A program that starts now would hold the old port for a moment.
        }
    }

    private void pair(
        final UnaryOperator<NeighborConfigBuilder> ofLeft, final UnaryOperator<NeighborConfigBuilder> ofRight) {
        left = lab.start(lab.config(
            LEFT, 65_001, ofLeft.apply(lab.neighbor(RIGHT, 65_002, LEFT).id(RIGHT).passive(true))));
        right = lab.start(
            lab.config(RIGHT, 65_002, ofRight.apply(lab.neighbor(LEFT, 65_001, RIGHT).id(LEFT))), heard);
        awaitUp(left);
    }

    private List<Nlri> routes() {
        return heard.routes().stream().flatMap(update -> update.nlri().stream()).toList();
    }

    private static RouteChange announce(final int last, final long path, final String nextHop) {
        final InetAddress via = address(nextHop);
        return new RouteChange.Announce(new Route(nlri(last, path), new RouteAttributes(List.of(), List.of(via))));
    }

    private static Nlri nlri(final int last, final long path) {
        return new Nlri(Prefix.of(new byte[] {(byte) 192, 0, 2, (byte) last}, 32), path);
    }
}

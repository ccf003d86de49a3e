package dev.directrix.bgp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.directrix.bgp.message.CeaseSubcode;
import dev.directrix.bgp.session.SessionState;
import dev.directrix.ecmp.Announcement;
import dev.directrix.ecmp.Prefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two speakers on loopback addresses, with real sockets. */
class SpeakerPairTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LEFT = "127.0.0.21";
    private static final String RIGHT = "127.0.0.22";

    private final List<BgpSpeaker> open = new ArrayList<>();
    private final int port = LoopbackPort.free();

    @AfterEach
    void closeAll() {
        open.forEach(BgpSpeaker::close);
    }

    @Test
    void shouldExchangePrefixesWhenOneSideIsPassive() throws Exception {
        final BgpSpeaker left = start(LEFT, 65001, neighbor(RIGHT, 65002, LEFT).withPassive(true));
        final BgpSpeaker right = start(RIGHT, 65002, neighbor(LEFT, 65001, RIGHT));
        left.announce(List.of(
            vip("192.0.2.10", 100), vip("192.0.2.11", 100), vipVia("2001:db8::10", "2001:db8::1")));
        await().atMost(PATIENCE).until(() -> right.neighbors().get(0).prefixesReceived() == 3);
        assertThat(left.neighbors().get(0).prefixesAnnounced()).isEqualTo(3);
        assertThat(left.routes()).extracting(route -> route.nextHop().getHostAddress())
            .containsExactly(LEFT, LEFT, "2001:db8:0:0:0:0:0:1");
        final NegotiatedSession agreed = left.neighbors().get(0).negotiated().orElseThrow();
        assertThat(agreed.holdTime()).isEqualTo(Duration.ofSeconds(9));
        assertThat(agreed.keepalive()).isEqualTo(Duration.ofSeconds(3));
        assertThat(agreed.maxMessageSize()).isEqualTo(65_535);
        assertThat(agreed.peerCapabilities())
            .contains("ipv4-unicast", "ipv6-unicast", "route-refresh", "extended-message", "four-octet-asn 65002");

        left.announce(List.of(vip("192.0.2.11", 100)));
        await().atMost(PATIENCE).until(() -> right.neighbors().get(0).prefixesReceived() == 1);
    }

    @Test
    void shouldComeUpWhenBothSidesConnectAtOnce() throws Exception {
        for (int round = 0; round < 20; round++) {
            final BgpSpeaker left = start(LEFT, 65001, neighbor(RIGHT, 65002, LEFT));
            final BgpSpeaker right = start(RIGHT, 65002, neighbor(LEFT, 65001, RIGHT));
            final CompletableConfiguration both = new CompletableConfiguration(left, right);
            both.awaitEstablished();
            closeAll();
            open.clear();
        }
    }

    @Test
    void shouldTellShutdownTextAndLeaveNoThread() throws Exception {
        final BgpSpeaker left = start(LEFT, 65001, neighbor(RIGHT, 65002, LEFT).withPassive(true));
        final List<String> causes = new CopyOnWriteArrayList<>();
        final List<NeighborStatus> downs = new CopyOnWriteArrayList<>();
        final SpeakerListener listener = new SpeakerListener() {
            @Override
            public void down(final NeighborStatus neighbor, final String cause) {
                downs.add(neighbor);
                causes.add(cause);
            }
        };
        final BgpSpeaker right = start(RIGHT, 65002, neighbor(LEFT, 65001, RIGHT), listener);
        awaitEstablished(left);
        left.shutdown(CeaseSubcode.ADMINISTRATIVE_SHUTDOWN, "kernel update, back at 17:00")
            .toCompletableFuture().join();
        await().atMost(PATIENCE).until(() -> !causes.isEmpty());
        assertThat(causes).singleElement().asString().contains("Administrative Shutdown (6/2)", "kernel update, back");
        final NeighborStatus status = downs.get(0); // The next attempt finds nobody, and that is the last error then.
        assertThat(status.notificationReceived().orElseThrow().text()).contains("\"kernel update, back at 17:00\"");
        assertThat(status.lastError().orElseThrow()).contains("operator has shut the session down");
        right.close();
        await().atMost(PATIENCE).until(() -> Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().startsWith("bgp-speaker")));
        assertThatThrownBy(right::neighbors).isInstanceOf(BgpException.class).hasMessageContaining("closed");
    }

    @Test
    void shouldRestWithCeaseUntilItResumes() throws Exception {
        final BgpSpeaker left = start(LEFT, 65001, neighbor(RIGHT, 65002, LEFT));
        final BgpSpeaker right = start(RIGHT, 65002, neighbor(LEFT, 65001, RIGHT));
        left.announce(List.of(vip("192.0.2.10", 100)));
        await().atMost(PATIENCE).until(() -> right.neighbors().get(0).prefixesReceived() == 1);

        left.rest(CeaseSubcode.ADMINISTRATIVE_SHUTDOWN, "drained by operator");
        left.announce(List.of(vip("192.0.2.10", 100), vip("192.0.2.11", 100)));
        left.configure(config(LEFT, 65001, neighbor(RIGHT, 65002, LEFT).withTimers(
            Duration.ofSeconds(12), Duration.ofMillis(500))));
        // There may be one already: where both connected at once, a connection ended as one too many.
        await().atMost(PATIENCE).untilAsserted(() ->
            assertThat(right.neighbors().get(0).notificationReceived().map(NotificationReport::text).orElse(""))
                .contains("Administrative Shutdown (6/2)", "\"drained by operator\""));
        await().during(Duration.ofSeconds(2)).atMost(PATIENCE)
            .until(() -> right.neighbors().get(0).state() != SessionState.ESTABLISHED
                && left.neighbors().get(0).state() == SessionState.IDLE);

        left.resume();
        await().atMost(PATIENCE).until(() -> right.neighbors().get(0).prefixesReceived() == 2);
        assertThat(right.neighbors().get(0).established()).isEqualTo(2);
    }

    @Test
    void shouldHangUpOnARouterThatConnectsMeanwhileSoThatTheWordsStay() throws Exception {
        final BgpSpeaker left = start(LEFT, 65001, neighbor(RIGHT, 65002, LEFT).withPassive(true));
        final BgpSpeaker right = start(RIGHT, 65002, neighbor(LEFT, 65001, RIGHT));
        awaitEstablished(right);
        left.rest(CeaseSubcode.ADMINISTRATIVE_SHUTDOWN, "first");
        left.rest(CeaseSubcode.ADMINISTRATIVE_SHUTDOWN, "second");
        await().atMost(PATIENCE).until(() -> right.neighbors().get(0).lastError()
            .filter(it -> it.contains("closed the connection before the session was up")).isPresent());
        assertThat(right.neighbors().get(0).notificationReceived().orElseThrow().text())
            .contains("Administrative Shutdown (6/2)", "\"first\"");
        assertThat(right.neighbors().get(0).received().notifications()).isEqualTo(1);
        assertThat(left.neighbors().get(0).state()).isEqualTo(SessionState.IDLE);
        left.resume();
        await().atMost(PATIENCE).until(() -> right.neighbors().get(0).established() == 2);
    }

    @Test
    void shouldKeepASessionUpThatCameBackAfterItsRest() throws Exception {
        final BgpSpeaker left = start(LEFT, 65001, neighbor(RIGHT, 65002, LEFT).withTimers(
            Duration.ofSeconds(3), Duration.ofMillis(500)));
        final BgpSpeaker right = start(RIGHT, 65002, neighbor(LEFT, 65001, RIGHT).withPassive(true));
        awaitEstablished(left);
        left.rest(CeaseSubcode.ADMINISTRATIVE_SHUTDOWN, "");
        left.resume();
        await().atMost(PATIENCE).until(() -> right.neighbors().get(0).established() == 2);
        await().during(Duration.ofSeconds(5)).atMost(PATIENCE)
            .until(() -> right.neighbors().get(0).isEstablished() && left.neighbors().get(0).isEstablished());
        assertThat(right.neighbors().get(0).established()).isEqualTo(2);
    }

    @Test
    void shouldStartAtRestAndGoOnTryingOnceItResumes() throws Exception {
        final SpeakerConfig config = config(LEFT, 65001, neighbor(RIGHT, 65002, LEFT));
        final BgpSpeaker left = BgpSpeaker.startAtRest(config, SpeakerListener.NONE);
        open.add(left);
        final BgpSpeaker right = start(RIGHT, 65002, neighbor(LEFT, 65001, RIGHT));
        await().atMost(PATIENCE).until(() -> right.neighbors().get(0).lastError()
            .filter(it -> it.contains("closed the connection before the session was up")).isPresent());
        assertThat(left.neighbors().get(0).sent().opens()).isZero();
        right.close();
        open.remove(right);
        left.resume();
        await().atMost(PATIENCE).until(() -> left.neighbors().get(0).lastError()
            .filter(it -> it.contains("refuses")).isPresent());
        start(RIGHT, 65002, neighbor(LEFT, 65001, RIGHT).withPassive(true));
        awaitEstablished(left);
    }

    @Test
    void shouldRefuseWrongAsOnBothSidesInOneLine() throws Exception {
        final BgpSpeaker left = start(LEFT, 65001, neighbor(RIGHT, 65009, LEFT).withPassive(true));
        final BgpSpeaker right = start(RIGHT, 65002, neighbor(LEFT, 65001, RIGHT));
        await().atMost(PATIENCE).until(() -> right.neighbors().get(0).notificationReceived().isPresent());
        assertThat(left.neighbors().get(0).lastError().orElseThrow())
            .contains("127.0.0.22 says it is AS 65002, but AS 65009 is configured", "Bad Peer AS (2/2)");
        assertThat(right.neighbors().get(0).lastError().orElseThrow())
            .contains("Bad Peer AS (2/2)", "it does not expect us in AS 65002");
        assertThat(right.neighbors().get(0).state()).isNotEqualTo(SessionState.ESTABLISHED);
    }

    @Test
    void shouldSayWhenNobodyListens() throws Exception {
        final BgpSpeaker left = start(LEFT, 65001, neighbor(RIGHT, 65002, LEFT));
        await().atMost(PATIENCE).until(() -> left.neighbors().get(0).lastError().isPresent());
        assertThat(left.neighbors().get(0).lastError().orElseThrow())
            .contains("127.0.0.22 port " + port + " refuses the connection: BGP is not running there");
    }

    @Test
    void shouldTouchOnlyChangedNeighbors() throws Exception {
        final BgpSpeaker right = start(RIGHT, 65002, neighbor(LEFT, 65001, RIGHT).withPassive(true));
        final SpeakerConfig config = config(LEFT, 65001, neighbor(RIGHT, 65002, LEFT));
        final BgpSpeaker left = BgpSpeaker.start(config, SpeakerListener.NONE);
        open.add(left);
        awaitEstablished(left);
        final NeighborConfig stranger = neighbor("127.0.0.23", 65003, LEFT);
        left.configure(config.withNeighbors(List.of(stranger, config.neighbors().get(0))));
        assertThat(left.neighbors()).extracting(NeighborStatus::established).containsExactly(0L, 1L);
        assertThat(left.neighbors().get(1).isEstablished()).isTrue();

        left.configure(config.withNeighbors(List.of(stranger)));
        await().atMost(PATIENCE).until(() -> right.neighbors().get(0).notificationReceived().isPresent());
        assertThat(right.neighbors().get(0).notificationReceived().orElseThrow().text())
            .contains("Peer De-configured (6/3)");
    }

    @Test
    void shouldChangePasswordWithoutFlap() throws Exception {
        final NeighborConfig toRight = neighbor(RIGHT, 65002, LEFT).withPassive(true);
        final NeighborConfig toLeft = neighbor(LEFT, 65001, RIGHT);
        final BgpSpeaker left = start(LEFT, 65001, toRight.withPassword(Optional.of(Password.of("old"))));
        final BgpSpeaker right = start(RIGHT, 65002, toLeft.withPassword(Optional.of(Password.of("old"))));
        awaitEstablished(left);
        left.configure(config(LEFT, 65001, toRight.withPassword(Optional.of(Password.of("new")))));
        right.configure(config(RIGHT, 65002, toLeft.withPassword(Optional.of(Password.of("new")))));
        left.announce(List.of(vip("192.0.2.10", 100)));
        await().atMost(PATIENCE).until(() -> right.neighbors().get(0).prefixesReceived() == 1);
        assertThat(right.neighbors().get(0).established()).isEqualTo(1);
        assertThat(left.neighbors().get(0).established()).isEqualTo(1);
    }

    @Test
    void shouldAcceptWithPasswordOnWildcardAddress() throws Exception {
        final Optional<Password> password = Optional.of(Password.of("secret"));
        final SpeakerConfig everywhere = new SpeakerConfig(65_001, (Inet4Address) InetAddress.getByName(LEFT),
            Optional.of(new InetSocketAddress(port)),
            List.of(neighbor(RIGHT, 65002, LEFT).withPassive(true).withPassword(password)));
        final BgpSpeaker left = BgpSpeaker.start(everywhere, SpeakerListener.NONE);
        open.add(left);
        open.add(BgpSpeaker.start(new SpeakerConfig(65_002, (Inet4Address) InetAddress.getByName(RIGHT),
            Optional.empty(), List.of(neighbor(LEFT, 65001, RIGHT).withPassword(password))), SpeakerListener.NONE));
        awaitEstablished(left);
        assertThat(left.neighbors().get(0).address().getHostAddress()).isEqualTo(RIGHT);
    }

    @Test
    void shouldEndSessionOverPrefixLimit() throws Exception {
        final BgpSpeaker left = start(LEFT, 65001, neighbor(RIGHT, 65002, LEFT).withPassive(true));
        final BgpSpeaker right =
            start(RIGHT, 65002, neighbor(LEFT, 65001, RIGHT).withPrefixLimit(OptionalInt.of(1)));
        left.announce(List.of(vip("192.0.2.10", 1), vip("192.0.2.11", 1)));
        await().atMost(PATIENCE).until(() -> left.neighbors().get(0).notificationReceived().isPresent());
        assertThat(left.neighbors().get(0).notificationReceived().orElseThrow().code()).isEqualTo(6);
        assertThat(left.neighbors().get(0).notificationReceived().orElseThrow().subcode()).isEqualTo(1);
        assertThat(right.neighbors().get(0).lastError().orElseThrow()).contains("more than 1 prefixes");
    }

    @Test
    void shouldRefuseTakenListenAddress() throws Exception {
        start(LEFT, 65001, neighbor(RIGHT, 65002, LEFT));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(RIGHT))) {
            final SpeakerConfig config = new SpeakerConfig(65001, (Inet4Address) InetAddress.getByName(LEFT),
                Optional.of(new InetSocketAddress(RIGHT, taken.getLocalPort())), List.of());
            assertThatThrownBy(() -> BgpSpeaker.start(config, SpeakerListener.NONE))
                .isInstanceOf(BgpException.class)
                .hasMessageContaining("cannot listen for BGP on 127.0.0.22 port " + taken.getLocalPort())
                .hasMessageContaining("another BGP daemon");
        }
    }

    @Test
    void shouldSendManyPrefixesWithoutKeepingMessages() throws Exception {
        final BgpSpeaker left = start(LEFT, 65001, neighbor(RIGHT, 65002, LEFT).withPassive(true));
        final BgpSpeaker right = start(RIGHT, 65002, neighbor(LEFT, 65001, RIGHT));
        final List<Announcement> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            many.add(vip("10." + (i >> 16) + "." + (i >> 8 & 0xff) + "." + (i & 0xff), 1 + i % 3));
        }
        left.announce(many);
        await().atMost(PATIENCE).until(() -> right.neighbors().get(0).prefixesReceived() == 10_000);
        assertThat(left.neighbors().get(0).sent().updates()).isLessThan(10);
        left.announce(List.of());
        await().atMost(PATIENCE).until(() -> right.neighbors().get(0).prefixesReceived() == 0);
    }

    private BgpSpeaker start(final String address, final long asn, final NeighborConfig neighbor) throws Exception {
        return start(address, asn, neighbor, SpeakerListener.NONE);
    }

    private BgpSpeaker start(
        final String address, final long asn, final NeighborConfig neighbor, final SpeakerListener listener)
        throws Exception {
        final BgpSpeaker speaker = BgpSpeaker.start(config(address, asn, neighbor), listener);
        open.add(speaker);
        return speaker;
    }

    private SpeakerConfig config(final String address, final long asn, final NeighborConfig neighbor)
        throws Exception {
        return new SpeakerConfig(asn, (Inet4Address) InetAddress.getByName(address),
            Optional.of(new InetSocketAddress(address, port)), List.of(neighbor));
    }

    private NeighborConfig neighbor(final String address, final long asn, final String source) throws Exception {
        return NeighborConfig.of(InetAddress.getByName(address), asn).withPort(port)
            .withTimers(Duration.ofSeconds(9), Duration.ofMillis(500))
            .withSourceAddress(Optional.of(InetAddress.getByName(source)));
    }

    private static Announcement vip(final String address, final int weight) throws Exception {
        return new Announcement(
            Prefix.host(InetAddress.getByName(address)), Optional.empty(), weight, false, new TreeSet<>());
    }

    private static Announcement vipVia(final String address, final String nextHop) throws Exception {
        return new Announcement(Prefix.host(InetAddress.getByName(address)),
            Optional.of(InetAddress.getByName(nextHop)), 100, false, new TreeSet<>());
    }

    private static void awaitEstablished(final BgpSpeaker speaker) {
        await().atMost(PATIENCE).until(() -> speaker.neighbors().get(0).isEstablished());
    }

    /** Two speakers that must come up together and stay up. */
    private record CompletableConfiguration(BgpSpeaker left, BgpSpeaker right) {

        void awaitEstablished() {
            SpeakerPairTest.awaitEstablished(left);
            SpeakerPairTest.awaitEstablished(right);
            assertThat(left.neighbors().get(0).established()).isEqualTo(1);
            assertThat(right.neighbors().get(0).established()).isEqualTo(1);
        }
    }
}

package dev.directrix.bgp;

import static dev.directrix.bgp.SpeakerLab.PATIENCE;
import static dev.directrix.bgp.SpeakerLab.address;
import static dev.directrix.bgp.SpeakerLab.awaitUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.directrix.bgp.message.CeaseSubcode;
import dev.directrix.bgp.transport.TcpAoKey;
import dev.directrix.ecmp.Prefix;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections: who is who, how far away, and with which keys. */
class SpeakerTransportTest {

    private static final String HUB = "127.0.0.41";

    private SpeakerLab lab;

    @BeforeEach
    void open() throws Exception {
        lab = new SpeakerLab();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void shouldTakeRoutersOfAListenRangeUpToItsLimitAndForgetThem() {
        final SpeakerLab.Recorder events = new SpeakerLab.Recorder();
        final BgpSpeaker hub = lab.start(hub(2, Optional.empty()), events);
        final BgpSpeaker first = spoke("127.0.7.1", 65_002, Optional.empty());
        final BgpSpeaker second = spoke("127.0.7.2", 65_003, Optional.empty());
        await().atMost(PATIENCE).until(
            () -> hub.neighbors().stream().filter(NeighborStatus::isEstablished).count() == 2);
        awaitUp(first);
        assertThat(hub.neighbors()).extracting(NeighborStatus::id)
            .containsExactlyInAnyOrder("127.0.7.1", "127.0.7.2");
        assertThat(hub.neighbors()).allSatisfy(neighbor -> assertThat(neighbor.negotiated()).isPresent());

        final BgpSpeaker third = spoke("127.0.7.3", 65_004, Optional.empty());
        await().atMost(PATIENCE).until(() -> third.neighbors().get(0).lastError().isPresent());
        assertThat(hub.neighbors()).hasSize(2);

        second.close();
        await().atMost(PATIENCE).until(() -> hub.neighbors().stream().noneMatch(n -> n.id().equals("127.0.7.2")));
        awaitUp(third);
        await().atMost(PATIENCE).untilAsserted(() ->
            assertThat(events.events()).contains("up 127.0.7.1", "down 127.0.7.2", "up 127.0.7.3"));
    }

    @Test
    void shouldEndRoutersOfARangeThatIsTakenAway() {
        final SpeakerConfig config = hub(5, Optional.empty());
        final BgpSpeaker hub = lab.start(config);
        final BgpSpeaker spoke = spoke("127.0.7.1", 65_002, Optional.empty());
        awaitUp(spoke);
        awaitUp(hub);
        hub.configure(config);
        assertThat(hub.neighbors()).singleElement().matches(NeighborStatus::isEstablished);
        hub.configure(new SpeakerConfig(config.asn(), config.routerId(), config.listen(), List.of()));
        assertThat(hub.neighbors()).isEmpty();
        await().atMost(PATIENCE).until(() -> spoke.neighbors().get(0).notificationReceived().isPresent());
        assertThat(spoke.neighbors().get(0).notificationReceived().orElseThrow().text()).contains("(6/3)");
    }

    @Test
    void shouldLetRoutersOfARangeComeBackAfterARest() {
        final BgpSpeaker hub = lab.start(hub(5, Optional.empty()));
        final BgpSpeaker spoke = spoke("127.0.7.1", 65_002, Optional.empty());
        awaitUp(spoke);
        hub.rest(CeaseSubcode.ADMINISTRATIVE_SHUTDOWN, "drained by operator");
        await().atMost(PATIENCE).until(() -> spoke.neighbors().get(0).notificationReceived().isPresent());
        assertThat(spoke.neighbors().get(0).notificationReceived().orElseThrow().text())
            .contains("(6/2)", "\"drained by operator\"");
        await().atMost(PATIENCE).until(() -> spoke.neighbors().get(0).lastError()
            .filter(it -> it.contains("closed the connection before the session was up")).isPresent());
        assertThat(hub.neighbors()).noneMatch(NeighborStatus::isEstablished);
        hub.resume();
        await().atMost(PATIENCE).until(() -> spoke.neighbors().get(0).established() == 2);
        await().atMost(PATIENCE).untilAsserted(() ->
            assertThat(hub.neighbors()).singleElement().matches(NeighborStatus::isEstablished));
    }

    @Test
    void shouldDemandThePasswordFromAWholeRange() {
        final Optional<Password> password = Optional.of(Password.of("secret"));
        final BgpSpeaker hub = lab.start(hub(5, password));
        awaitUp(spoke("127.0.7.1", 65_002, password));
        awaitUp(hub);
        final BgpSpeaker without = spoke("127.0.7.2", 65_003, Optional.empty());
        await().atMost(PATIENCE).until(() -> without.neighbors().get(0).lastError().isPresent());
        assertThat(without.neighbors().get(0).lastError().orElseThrow()).contains("no answer from " + HUB);
        assertThat(hub.neighbors()).singleElement().matches(NeighborStatus::isEstablished);
    }

    @Test
    void shouldTellNeighborsOfOneAddressApartByOurOwn() {
        final BgpSpeaker router = lab.start(new SpeakerConfig(65_002, SpeakerLab.routerId(65_002), Optional.empty(),
            List.of(lab.neighbor("127.0.0.43", 65_001, "127.0.0.42").build(),
                lab.neighbor("127.0.0.44", 65_001, "127.0.0.42").build())));
        final BgpSpeaker twice = lab.start(new SpeakerConfig(65_001, SpeakerLab.routerId(65_001),
            Optional.of(new InetSocketAddress(lab.port())), List.of(
                lab.neighbor("127.0.0.42", 65_002, "127.0.0.43").id("first").passive(true).build(),
                lab.neighbor("127.0.0.42", 65_002, "127.0.0.44").id("second").passive(true).build())));
        awaitUp(router);
        awaitUp(twice);
        assertThat(twice.neighbors()).extracting(NeighborStatus::id).containsExactly("first", "second");
        assertThat(twice.neighbors()).allMatch(NeighborStatus::isEstablished);
    }

    @Test
    void shouldListenOnAPortOfTheNeighborsOwn() throws Exception {
        try (SpeakerLab other = new SpeakerLab()) {
            final BgpSpeaker passive = lab.start(new SpeakerConfig(65_001, SpeakerLab.routerId(65_001),
                Optional.empty(), List.of(lab.neighbor("127.0.0.42", 65_002, HUB).passive(true)
                    .listenPort(OptionalInt.of(other.port())).build())));
            lab.start(new SpeakerConfig(65_002, SpeakerLab.routerId(65_002), Optional.empty(),
                List.of(other.neighbor(HUB, 65_001, "127.0.0.42").build())));
            awaitUp(passive);
            assertThat(passive.neighbors().get(0).isEstablished()).isTrue();
        }
    }

    @Test
    void shouldTakeOnlyNeighborsThatAreNearWithTtlSecurity() {
        final BgpSpeaker secure = lab.start(lab.config(HUB, 65_001,
            lab.neighbor("127.0.0.42", 65_002, HUB).passive(true).ttlSecurity(1),
            lab.neighbor("127.0.0.43", 65_003, HUB).passive(true).ttlSecurity(1)));
        lab.start(lab.config("127.0.0.42", 65_002, lab.neighbor(HUB, 65_001, "127.0.0.42").ttlSecurity(1)));
        lab.start(lab.config("127.0.0.43", 65_003, lab.neighbor(HUB, 65_001, "127.0.0.43").multihop(254)));
        await().atMost(PATIENCE).until(() -> secure.neighbors().get(0).isEstablished());
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE)
            .until(() -> !secure.neighbors().get(1).isEstablished());
    }

    @Test
    void shouldKnowHopLimitsOfIpv6Too() {
        final BgpSpeaker secure = lab.start(ipv6(65_001, 65_002, lab.port(), true).withNeighbors(List.of(
            NeighborConfig.builder(address("::1"), 65_002).passive(true).ttlSecurity(1).build())));
        final BgpSpeaker near = lab.start(ipv6(65_002, 65_001, lab.port(), false));
        awaitUp(near);
        near.close();
        await().atMost(PATIENCE).until(() -> !secure.neighbors().get(0).isEstablished());
        final SpeakerConfig far = ipv6(65_002, 65_001, lab.port(), false);
        lab.start(far.withNeighbors(far.neighbors().stream()
            .map(neighbor -> neighbor.toBuilder().multihop(254).minimumTtl(OptionalInt.empty()).build()).toList()));
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE)
            .until(() -> !secure.neighbors().get(0).isEstablished());
    }

    @Test
    void shouldSayThatTheKernelHasNoTcpAoOrUseIt() {
        final TcpAoKey key = new TcpAoKey(
            1, 1, TcpAoKey.Algorithm.HMAC_SHA1, "secret".getBytes(StandardCharsets.US_ASCII));
        final SpeakerConfig left = lab.config(HUB, 65_001,
            lab.neighbor("127.0.0.42", 65_002, HUB).passive(true).aoKeys(List.of(key)));
        final BgpSpeaker started;
        try {
            started = lab.start(left);
        } catch (final BgpException e) {
            assertThat(e).hasMessageContaining("refuses the TCP-AO key of neighbor 127.0.0.42")
                .hasMessageContaining("built without TCP-AO");
            return;
        }
        lab.start(lab.config("127.0.0.42", 65_002, lab.neighbor(HUB, 65_001, "127.0.0.42").aoKeys(List.of(key))));
        awaitUp(started);
    }

    @Test
    void shouldRefuseMd5AndAoTogether() {
        final TcpAoKey key = new TcpAoKey(1, 1, TcpAoKey.Algorithm.HMAC_SHA1, new byte[1]);
        final NeighborConfigBuilder both = lab.neighbor("127.0.0.42", 65_002, HUB)
            .password(Optional.of(Password.of("x"))).aoKeys(List.of(key));
        assertThatThrownBy(both::build).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("neighbor 127.0.0.42").hasMessageContaining("not by both");
    }

    private SpeakerConfig hub(final int limit, final Optional<Password> password) {
        final NeighborConfig template = NeighborConfig.builder(address("127.0.7.0"), NeighborConfig.ANY_ASN)
            .password(password).build();
        return new SpeakerConfig(65_001, SpeakerLab.routerId(65_001),
            Optional.of(new InetSocketAddress(HUB, lab.port())), List.of(), List.of(
                new ListenRange(Prefix.of(new byte[] {127, 0, 7, 0}, 24), template, limit)));
    }

    private BgpSpeaker spoke(final String own, final long asn, final Optional<Password> password) {
        return lab.start(new SpeakerConfig(asn, SpeakerLab.routerId(asn), Optional.empty(),
            List.of(lab.neighbor(HUB, 65_001, own).password(password).build())));
    }

    private static SpeakerConfig ipv6(
        final long own, final long peer, final int port, final boolean listens) {
        return new SpeakerConfig(own, SpeakerLab.routerId(own),
            listens ? Optional.of(new InetSocketAddress(address("::1"), port)) : Optional.empty(),
            List.of(NeighborConfig.builder(address("::1"), peer).port(port)
                .connectRetry(Duration.ofMillis(300)).ttlSecurity(1).build()));
    }
}

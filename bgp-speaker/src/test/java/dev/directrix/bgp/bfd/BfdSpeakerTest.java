package dev.directrix.bgp.bfd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.directrix.bgp.LoopbackPort;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two speakers over the loopback interface. */
class BfdSpeakerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Patient enough for a machine that is busy with other tests. */
    private static final BfdSettings FAST = BfdSettings.of(Duration.ofMillis(50), 40);

    private final Queue<BfdTransition> heard = new ConcurrentLinkedQueue<>();
    private InetAddress one;
    private InetAddress two;
    private BfdSpeaker left;
    private BfdSpeaker right;
    private int port;

    @BeforeEach
    void start() throws Exception {
        one = address("127.0.0.1");
        two = address("127.0.0.2");
        // Not one that the kernel, or a session for its own packets, may take before it is bound.
        port = LoopbackPort.free();
        left = BfdSpeaker.start(new BfdPorts(port, port + 1, Optional.of(one)));
        right = BfdSpeaker.start(new BfdPorts(port, port + 1, Optional.of(two)));
    }

    @AfterEach
    void stop() {
        left.close();
        right.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldComeUpWithEveryKindOfKey(final BfdAuthType type) {
        final BfdSettings settings =
            FAST.withAuthentication(Optional.of(BfdAuthentication.of(type, 7, "sixteen octets!!")));
        final BfdSession ours = left.open(toRight(), settings, heard::add);
        final BfdSession theirs = right.open(toLeft(), settings, transition -> { });
        awaitState(ours, BfdState.UP);
        awaitState(theirs, BfdState.UP);
        await().atMost(PATIENCE).until(() -> ours.status().accepted() > 50);
        assertThat(ours.status()).satisfies(status -> {
            assertThat(status.rejected()).isZero();
            assertThat(status.ups()).isEqualTo(1);
            assertThat(status.sendInterval()).isEqualTo(Duration.ofMillis(50));
            assertThat(status.detectionTime()).isEqualTo(Duration.ofSeconds(2));
            assertThat(status.remoteDiscriminator()).isEqualTo(theirs.status().discriminator());
            assertThat(status.local()).hasValue(one);
        });
    }

    @Test
    void shouldTellTheRouterThatItLeavesOnPurpose() {
        final BfdSession ours = left.open(toRight(), FAST, heard::add);
        final BfdSession theirs = right.open(toLeft(), FAST, transition -> { });
        awaitState(ours, BfdState.UP);
        awaitState(theirs, BfdState.UP);
        theirs.close();
        awaitState(ours, BfdState.DOWN);
        assertThat(heard).last().satisfies(transition -> {
            assertThat(transition.isFailure()).isFalse();
            assertThat(transition.remoteState()).isEqualTo(BfdState.ADMIN_DOWN);
        });
        assertThat(ours.status().lastDown()).hasValue("the router's operator has switched BFD off");
        final BfdSession again = right.open(toLeft(), FAST, transition -> { });
        awaitState(ours, BfdState.UP);
        awaitState(again, BfdState.UP);
        assertThat(ours.status()).satisfies(status -> {
            assertThat(status.ups()).isEqualTo(2);
            assertThat(status.downs()).isEqualTo(1);
        });
    }

    @Test
    void shouldChangeIntervalsWithoutAFlap() {
        final BfdSession ours = left.open(toRight(), FAST, heard::add);
        right.open(toLeft(), FAST, transition -> { });
        awaitState(ours, BfdState.UP);
        ours.configure(FAST.withInterval(Duration.ofMillis(80)));
        await().atMost(PATIENCE).until(() -> ours.status().sendInterval().equals(Duration.ofMillis(80)));
        assertThat(ours.status().detectionTime()).isEqualTo(Duration.ofMillis(3_200));
        ours.configure(FAST);
        await().atMost(PATIENCE).until(() -> ours.status().detectionTime().equals(Duration.ofSeconds(2)));
        assertThat(ours.status().ups()).isEqualTo(1);
        assertThatThrownBy(() -> ours.configure(FAST.withMultihop(254))).hasMessageContaining("multihop");
    }

    @Test
    void shouldComeUpOverSeveralHopsBesideASingleHopSession() {
        final BfdSession single = left.open(toRight(), FAST, heard::add);
        final BfdSession multi = left.open(toRight(), FAST.withMultihop(254), heard::add);
        right.open(toLeft(), FAST, transition -> { });
        right.open(toLeft(), FAST.withMultihop(254), transition -> { });
        awaitState(single, BfdState.UP);
        awaitState(multi, BfdState.UP);
        assertThatThrownBy(() -> left.open(toRight(), FAST, heard::add)).isInstanceOf(BfdException.class);
    }

    @Test
    void shouldCountWhatItRefusesAndNeverFollowIt() throws Exception {
        final BfdSession ours = left.open(toRight(), FAST, heard::add);
        final String down = "20400318000000070000000000" + "0493e0000493e000000000";
        try (DatagramSocket near = new DatagramSocket(new InetSocketAddress(two, 0));
            DatagramSocket stranger = new DatagramSocket(new InetSocketAddress("127.0.0.3", 0))) {
            send(near, down);
            send(stranger, down);
            send(stranger, down.replace("2040", "60" + "40"));
            send(near, "");
            send(near, "20c0031800000007" + "11111111" + "000493e0000493e000000000");
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(ours.status().received()).containsEntry(BfdVerdict.TTL, 1L);
            assertThat(left.strangers()).containsEntry(BfdVerdict.UNKNOWN_PEER, 1L)
                .containsEntry(BfdVerdict.VERSION, 2L).containsEntry(BfdVerdict.UNKNOWN_SESSION, 1L);
        });
        assertThat(ours.status().state()).isEqualTo(BfdState.DOWN);
        assertThat(ours.status().accepted()).isZero();
        assertThat(heard).isEmpty();
    }

    @Test
    void shouldKeepOnTryingWhenNothingCanBeSent() throws Exception {
        final BfdSession ours =
            left.open(new BfdPeer(two, Optional.of(address("192.0.2.77"))), FAST, heard::add);
        await().atMost(PATIENCE).until(() -> ours.status().sendFailures() >= 2);
        assertThat(ours.status().lastSendFailure().orElseThrow()).contains("EADDRNOTAVAIL");
    }

    @Test
    void shouldHoldManySessionsWithPortsAndNumbersOfTheirOwn() throws Exception {
        final List<BfdSession> sessions = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            final InetAddress near = address("127.0.1." + (i + 1));
            sessions.add(left.open(new BfdPeer(two, Optional.of(near)), FAST, heard::add));
        }
        assertThat(sessions.stream().map(session -> session.status().discriminator()).distinct()).hasSize(200)
            .doesNotContain(0L);
        sessions.forEach(BfdSession::close);
        await().atMost(PATIENCE).until(() -> sessions.get(0).status().state() == BfdState.ADMIN_DOWN);
    }

    @Test
    void shouldSayWhoHasThePortAndRefuseWhenItHasEnded() {
        assertThat(left.open(toRight(), FAST, heard::add).peer()).isEqualTo(toRight());
        try (BfdSpeaker second = BfdSpeaker.start(new BfdPorts(port, port + 1, Optional.of(one)))) {
            assertThatThrownBy(() -> second.open(toRight(), FAST, heard::add)).isInstanceOf(BfdException.class)
                .hasMessageContaining("another BFD daemon");
        }
        left.close();
        assertThatThrownBy(() -> left.strangers()).hasMessage("BFD has ended");
    }

    private void send(final DatagramSocket from, final String hex) throws Exception {
        final byte[] octets = HexFormat.of().parseHex(hex);
        from.send(new DatagramPacket(octets, octets.length, one, port));
    }

    private BfdPeer toRight() {
        return new BfdPeer(two, Optional.of(one));
    }

    private BfdPeer toLeft() {
        return new BfdPeer(one, Optional.of(two));
    }

    private static void awaitState(final BfdSession session, final BfdState state) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> session.status().state() == state);
    }

    private static InetAddress address(final String text) throws Exception {
        return InetAddress.getByName(text);
    }
}

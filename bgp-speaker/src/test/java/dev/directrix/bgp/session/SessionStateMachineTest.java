package dev.directrix.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.capability.Capability;
import dev.directrix.bgp.capability.FourOctetAsn;
import dev.directrix.bgp.capability.Multiprotocol;
import dev.directrix.bgp.capability.RouteRefresh;
import dev.directrix.bgp.message.CeaseSubcode;
import dev.directrix.bgp.message.Keepalive;
import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.Notification;
import dev.directrix.bgp.message.Open;
import dev.directrix.bgp.message.RouteRefreshMessage;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The state machine, driven without sockets or clocks: time is the number that is passed in. */
class SessionStateMachineTest {

    private static final long SEND_HOLD_MS = 480_000;
    private static final long LOCAL_ASN = 65_001;
    private static final long PEER_ASN = 65_000;
    private static final Direction OUT = Direction.OUTGOING;
    private static final Direction IN = Direction.INCOMING;

    private SessionStateMachine machine = machine(settings(false), 0.999);
    private long now;

    @Test
    void shouldComeUpActively() {
        assertThat(on(new SessionEvent.Start())).containsExactly(new SessionAction.Connect());
        assertThat(machine.state()).isEqualTo(SessionState.CONNECT);
        final Open ours = (Open) sent(on(new SessionEvent.Connected(OUT)));
        assertThat(ours.asn()).isEqualTo(LOCAL_ASN);
        assertThat(ours.holdTimeSeconds()).isEqualTo(9);
        assertThat(machine.state()).isEqualTo(SessionState.OPEN_SENT);
        assertThat(sent(receive(OUT, open(PEER_ASN, 90, 1)))).isEqualTo(new Keepalive());
        assertThat(machine.state()).isEqualTo(SessionState.OPEN_CONFIRM);
        final SessionAction.Up up = one(receive(OUT, new Keepalive()), SessionAction.Up.class);
        assertThat(up.negotiation().holdTimeSeconds()).isEqualTo(9);
        assertThat(up.negotiation().keepaliveMs()).isEqualTo(3_000);
        assertThat(machine.state()).isEqualTo(SessionState.ESTABLISHED);
    }

    @Test
    void shouldSendKeepalivesAndExpireWhenNothingIsHeard() {
        establish(OUT, 1, 9);
        int keepalives = 0;
        while (machine.state() == SessionState.ESTABLISHED) {
            now = machine.nextDeadline();
            final List<SessionAction> actions = on(new SessionEvent.Tick());
            if (has(actions, SessionAction.Down.class)) {
                assertThat(((Notification) sent(actions)).code()).isEqualTo(4);
                assertThat(one(actions, SessionAction.Down.class).cause())
                    .contains("nothing heard from 10.0.1.1 for 9 s");
            } else {
                assertThat(sent(actions)).isEqualTo(new Keepalive());
                keepalives++;
            }
        }
        assertThat(now).isEqualTo(9_000);
        assertThat(keepalives).isBetween(3, 4);
    }

    @Test
    void shouldHaveNoTimersWhenHoldTimeIsZero() {
        establish(OUT, 1, 0);
        assertThat(machine.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({
        "65009, 90, 10.0.1.1, 2, 'says it is AS 65009, but AS 65000 is configured'",
        "65000, 2, 10.0.1.1, 6, 'offers hold time 2 s'",
        "65000, 1, 10.0.1.1, 6, 'offers hold time 1 s'",
        "65000, 90, 0.0.0.0, 3, 'has router id 0.0.0.0'"})
    void shouldRefuseBadOpen(
        final long asn, final int holdTime, final String routerId, final int subcode, final String cause) {
        on(new SessionEvent.Start());
        on(new SessionEvent.Connected(OUT));
        final List<SessionAction> actions =
            receive(OUT, new Open(4, (int) asn, holdTime, address(routerId), capabilities(asn)));
        final Notification notification = (Notification) sent(actions);
        assertThat(notification.code()).isEqualTo(2);
        assertThat(notification.subcode()).isEqualTo(subcode);
        assertThat(actions).contains(new SessionAction.Close(OUT));
        assertThat(one(actions, SessionAction.Fail.class).cause()).contains("10.0.1.1", cause);
        assertThat(machine.state()).isEqualTo(SessionState.IDLE);
    }

    @Test
    void shouldRefusePeerWithoutCommonFamilyAndOwnRouterIdInsideAs() {
        on(new SessionEvent.Start());
        on(new SessionEvent.Connected(OUT));
        final Open multicast = new Open(4, (int) PEER_ASN, 90, address("10.0.1.1"),
            List.of(new Multiprotocol(new Family(1, 2))));
        assertThat(((Notification) sent(receive(OUT, multicast))).text()).contains("Unsupported Capability (2/7)");

        machine = machine(new SessionSettings("10.0.1.1", 179, PEER_ASN, PEER_ASN,
            address("10.0.1.11"), 9, 5_000, SEND_HOLD_MS, false, false, offer()), 0);
        on(new SessionEvent.Start());
        on(new SessionEvent.Connected(OUT));
        assertThat(((Notification) sent(receive(OUT,
            new Open(4, (int) PEER_ASN, 90, address("10.0.1.11"), capabilities(PEER_ASN))))).text())
            .contains("Bad BGP Identifier (2/3)");
    }

    @Test
    void shouldRetryWithJitterAndSayWhatToDoWhenNobodyAnswers() {
        machine = machine(settings(false), 0);
        on(new SessionEvent.Start());
        assertThat(machine.nextDeadline()).isEqualTo(3_750);
        now = 3_750;
        final List<SessionAction> actions = on(new SessionEvent.Tick());
        assertThat(actions).containsSubsequence(new SessionAction.AbortConnect(), new SessionAction.Connect());
        assertThat(one(actions, SessionAction.Fail.class).cause())
            .contains("no answer from 10.0.1.1", "if a password is set on the router, it is missing here");
        on(new SessionEvent.ConnectFailed(ConnectFailure.REFUSED, "refused"));
        assertThat(machine.state()).isEqualTo(SessionState.ACTIVE);
        assertThat(machine.nextDeadline()).isEqualTo(7_500);
    }

    @Test
    void shouldRestLongerAfterEachErrorAndStartAfreshOnceUp() {
        machine = machine(settings(false), 0);
        long last = 0;
        for (int i = 0; i < 6; i++) {
            if (i == 0) {
                on(new SessionEvent.Start());
            } else {
                now = machine.nextDeadline();
                on(new SessionEvent.Tick());
            }
            on(new SessionEvent.Connected(OUT));
            receive(OUT, open(65_009, 90, 1));
            final long rest = machine.nextDeadline() - now;
            assertThat(rest).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(SessionStateMachine.MAX_REST_MS);
            last = rest;
        }
        assertThat(last).isEqualTo(SessionStateMachine.MAX_REST_MS * 3 / 4);
        assertThat(machine.accepts()).isTrue();
        agree(IN, 1, 9);
        receive(IN, new Keepalive());
        assertThat(machine.state()).isEqualTo(SessionState.ESTABLISHED);
        on(new SessionEvent.Closed(IN, ""));
        assertThat(machine.nextDeadline() - now).isEqualTo(3_750);
    }

    @Test
    void shouldResolveCollisionTheSameWayInEveryOrder() {
        // 10.0.1.11 is ours: the peer's identifier ends in 1 or in 200, so each side wins once.
        for (final int peer : new int[] {1, 200}) {
            final Direction winner = peer == 1 ? OUT : IN;
            for (final Direction first : Direction.values()) {
                machine = machine(settings(false), 0);
                on(new SessionEvent.Start());
                on(new SessionEvent.Connected(OUT));
                on(new SessionEvent.Connected(IN));
                final List<SessionAction> seen = new ArrayList<>(receive(first, open(PEER_ASN, 9, peer)));
                if (first != winner) {
                    assertThat(seen).as("no KEEPALIVE on what must lose").noneMatch(action -> isKeepalive(action));
                    seen.addAll(receive(winner, open(PEER_ASN, 9, peer)));
                }
                assertThat(seen).contains(
                    new SessionAction.Send(winner.other(),
                        Notification.cease(CeaseSubcode.CONNECTION_COLLISION_RESOLUTION, "")),
                    new SessionAction.Close(winner.other()),
                    new SessionAction.Send(winner, new Keepalive()));
                assertThat(one(receive(winner, new Keepalive()), SessionAction.Up.class).direction())
                    .isEqualTo(winner);
            }
        }
    }

    @Test
    void shouldGoOnWithLoserWhenWinnerDiesOrStaysSilent() {
        for (final boolean dies : new boolean[] {true, false}) {
            machine = machine(settings(false), 0);
            on(new SessionEvent.Start());
            on(new SessionEvent.Connected(OUT));
            on(new SessionEvent.Connected(IN));
            receive(OUT, open(PEER_ASN, 9, 200));
            assertThat(receive(OUT, new Keepalive())).isEmpty();
            final List<SessionAction> actions;
            if (dies) {
                actions = on(new SessionEvent.Closed(IN, "reset"));
            } else {
                now += SessionStateMachine.COLLISION_WAIT_MS;
                actions = on(new SessionEvent.Tick());
            }
            assertThat(actions).contains(new SessionAction.Send(OUT, new Keepalive()));
            assertThat(has(actions, SessionAction.Up.class)).isTrue();
        }
    }

    @Test
    void shouldNotWaitMinutesForThePeerOnTheConnectionThatACollisionLeft() {
        on(new SessionEvent.Start());
        on(new SessionEvent.Connected(OUT));
        on(new SessionEvent.Connected(IN));
        on(new SessionEvent.Closed(IN, ""));
        assertThat(machine.nextDeadline() - now).isEqualTo(SessionStateMachine.SURVIVOR_HOLD_MS);
        now += SessionStateMachine.SURVIVOR_HOLD_MS;
        final List<SessionAction> actions = on(new SessionEvent.Tick());
        assertThat(one(actions, SessionAction.Fail.class).cause())
            .contains("for 10 s (hold timer expired): it accepted the connection but does not answer");
        assertThat(actions).contains(new SessionAction.Close(OUT));
    }

    @Test
    void shouldHoldBackOpenWhileOurConnectionIsAboutToComeUp() {
        on(new SessionEvent.Start());
        agree(OUT, 200, 9);
        assertThat(on(new SessionEvent.Connected(IN))).isEmpty();
        final List<SessionAction> actions = receive(OUT, new Keepalive());
        assertThat(actions).contains(new SessionAction.Close(IN));
        assertThat(has(actions, SessionAction.Up.class)).isTrue();
        assertThat(machine.accepts()).isFalse();
    }

    @Test
    void shouldSendOpenOnPeersConnectionWhenItDropsOurs() {
        on(new SessionEvent.Start());
        agree(OUT, 200, 9);
        on(new SessionEvent.Connected(IN));
        assertThat(sent(on(new SessionEvent.Closed(OUT, "reset")))).isInstanceOf(Open.class);
        assertThat(machine.state()).isEqualTo(SessionState.OPEN_SENT);
    }

    @Test
    void shouldEndWithCeaseAndTextWhenStopped() {
        establish(OUT, 1, 9);
        final List<SessionAction> actions =
            on(new SessionEvent.Stop(CeaseSubcode.ADMINISTRATIVE_SHUTDOWN, "maintenance"));
        assertThat(((Notification) sent(actions)).shutdownText()).contains("maintenance");
        assertThat(actions).contains(new SessionAction.Close(OUT));
        assertThat(has(actions, SessionAction.Down.class)).isTrue();
        assertThat(machine.state()).isEqualTo(SessionState.IDLE);
        assertThat(machine.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        assertThat(on(new SessionEvent.Connected(IN))).containsExactly(new SessionAction.Close(IN));
    }

    @Test
    void shouldSayWhyThePeerEndedIt() {
        establish(OUT, 1, 9);
        final List<SessionAction> actions =
            receive(OUT, Notification.cease(CeaseSubcode.ADMINISTRATIVE_SHUTDOWN, "router\u0007 upgrade"));
        assertThat(one(actions, SessionAction.Down.class).cause())
            .contains("Cease, Administrative Shutdown (6/2): \"router? upgrade\"", "operator");
        assertThat(actions).noneMatch(SessionAction.Send.class::isInstance);
    }

    @Test
    void shouldAnswerMessageOutOfPlaceWithItsState() {
        on(new SessionEvent.Start());
        on(new SessionEvent.Connected(OUT));
        assertThat(((Notification) sent(receive(OUT, new Keepalive()))).text())
            .contains("Unexpected Message in OpenSent (5/1)");
        establish(IN, 1, 9);
        assertThat(((Notification) sent(receive(IN, open(PEER_ASN, 9, 1)))).text())
            .contains("Unexpected Message in Established (5/3)");
    }

    @Test
    void shouldAskForRoutesAgainOnlyForAgreedFamilies() {
        establish(OUT, 1, 9);
        assertThat(receive(OUT, new RouteRefreshMessage(Family.IPV4_UNICAST, 0)))
            .containsExactly(new SessionAction.Refresh(Family.IPV4_UNICAST));
        assertThat(receive(OUT, new RouteRefreshMessage(new Family(25, 70), 0))).isEmpty();
        assertThat(receive(OUT, new RouteRefreshMessage(Family.IPV4_UNICAST, 1))).isEmpty();
    }

    @Test
    void shouldEndSessionWhoseOutputIsStuck() {
        establish(OUT, 1, 0);
        on(new SessionEvent.Written(OUT));
        now += SEND_HOLD_MS - 1;
        on(new SessionEvent.Acknowledged(OUT, 0, true));
        assertThat(on(new SessionEvent.Tick())).isEmpty();
        now++;
        assertThat(((Notification) sent(on(new SessionEvent.Tick()))).text()).contains("Send Hold Timer Expired");
    }

    @Test
    void shouldKeepSessionWhosePeerIsSlowButTakesSomething() {
        establish(OUT, 1, 0);
        on(new SessionEvent.Written(OUT));
        for (int octets = 1; octets < 5; octets++) {
            now += SEND_HOLD_MS - 1;
            on(new SessionEvent.Written(OUT));
            on(new SessionEvent.Acknowledged(OUT, octets, true));
            assertThat(on(new SessionEvent.Tick())).isEmpty();
        }
        on(new SessionEvent.Acknowledged(OUT, 5, false));
        assertThat(machine.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldEndForAnOperatorAndComeBack() {
        establish(OUT, 1, 9);
        final List<SessionAction> ended = on(new SessionEvent.Reset(4, "later"));
        assertThat(((Notification) sent(ended)).text()).contains("Administrative Reset (6/4)", "later");
        assertThat(has(ended, SessionAction.Down.class)).isTrue();
        now = machine.nextDeadline();
        assertThat(on(new SessionEvent.Tick())).contains(new SessionAction.Connect());
    }

    @Test
    void shouldAskForRoutesOnlyWhereThePeerCanAnswer() {
        establish(OUT, 1, 9);
        assertThat(on(new SessionEvent.RequestRefresh(new Family(25, 70)))).isEmpty();
        assertThat(sent(on(new SessionEvent.RequestRefresh(Family.IPV4_UNICAST))))
            .isEqualTo(new RouteRefreshMessage(Family.IPV4_UNICAST, RouteRefreshMessage.REQUEST));
    }

    @Test
    void shouldOnlyWaitWhenPassive() {
        machine = machine(settings(true), 0);
        assertThat(on(new SessionEvent.Start())).isEmpty();
        assertThat(machine.state()).isEqualTo(SessionState.ACTIVE);
        assertThat(machine.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        agree(IN, 1, 9);
        receive(IN, new Keepalive());
        on(new SessionEvent.Closed(IN, ""));
        assertThat(machine.state()).isEqualTo(SessionState.ACTIVE);
        assertThat(machine.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldAgreeOnTwoOctetNumbersAndLongMessagesOnlyWithBoth() {
        on(new SessionEvent.Start());
        on(new SessionEvent.Connected(OUT));
        receive(OUT, new Open(4, (int) PEER_ASN, 9, address("10.0.1.1"), List.of()));
        final Negotiation agreed = one(receive(OUT, new Keepalive()), SessionAction.Up.class).negotiation();
        assertThat(agreed.families()).containsExactly(Family.IPV4_UNICAST);
        assertThat(agreed.sending()).isEqualTo(
            new CodecContext(false, true, Set.of(), CodecContext.STANDARD_MESSAGE_SIZE));
        assertThat(agreed.routeRefresh()).isFalse();
        assertThat(receive(OUT, new Update(List.of(), List.of(), List.of())))
            .singleElement().isInstanceOf(SessionAction.Deliver.class);
    }

    private void establish(final Direction direction, final int peer, final int holdTime) {
        if (machine.state() == SessionState.IDLE && machine.nextDeadline() == Long.MAX_VALUE) {
            on(new SessionEvent.Start());
        }
        agree(direction, peer, holdTime);
        assertThat(has(receive(direction, new Keepalive()), SessionAction.Up.class)).isTrue();
    }

    private void agree(final Direction direction, final int peer, final int holdTime) {
        on(new SessionEvent.Connected(direction));
        receive(direction, open(PEER_ASN, holdTime, peer));
    }

    private List<SessionAction> on(final SessionEvent event) {
        return machine.on(event, now);
    }

    private List<SessionAction> receive(final Direction direction, final Message message) {
        return on(new SessionEvent.Received(direction, message));
    }

    private static Message sent(final List<SessionAction> actions) {
        return one(actions, SessionAction.Send.class).message();
    }

    private static <A extends SessionAction> A one(final List<SessionAction> actions, final Class<A> kind) {
        final List<A> found = actions.stream().filter(kind::isInstance).map(kind::cast).toList();
        assertThat(found).as(kind.getSimpleName() + " in " + actions).hasSize(1);
        return found.get(0);
    }

    private static boolean has(final List<SessionAction> actions, final Class<? extends SessionAction> kind) {
        return actions.stream().anyMatch(kind::isInstance);
    }

    private static boolean isKeepalive(final SessionAction action) {
        return action instanceof SessionAction.Send send && send.message() instanceof Keepalive;
    }

    private static SessionStateMachine machine(final SessionSettings settings, final double random) {
        return new SessionStateMachine(settings, () -> random);
    }

    private static SessionSettings settings(final boolean passive) {
        return new SessionSettings("10.0.1.1", 179, LOCAL_ASN, PEER_ASN,
            address("10.0.1.11"), 9, 5_000, SEND_HOLD_MS, passive, false, offer());
    }

    private static CapabilityOffer offer() {
        return CapabilityOffer.DEFAULT;
    }

    private static Open open(final long asn, final int holdTime, final int lastOctet) {
        return new Open(4, (int) asn, holdTime, address("10.0.1." + lastOctet), capabilities(asn));
    }

    private static List<Capability> capabilities(final long asn) {
        return List.of(new Multiprotocol(Family.IPV4_UNICAST), new Multiprotocol(Family.IPV6_UNICAST),
            new RouteRefresh(), new FourOctetAsn(asn));
    }

    private static Inet4Address address(final String dotted) {
        final byte[] octets = new byte[4];
        int at = 0;
        for (final String part : dotted.split("\\.", -1)) {
            octets[at++] = (byte) Integer.parseInt(part);
        }
        return Optional.of(Addresses.of(octets)).map(Inet4Address.class::cast).orElseThrow();
    }
}

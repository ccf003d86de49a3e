package dev.directrix.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.bgp.NeighborConfig;
import dev.directrix.bgp.NeighborConfigBuilder;
import dev.directrix.bgp.capability.AddPath;
import dev.directrix.bgp.capability.Capability;
import dev.directrix.bgp.capability.EnhancedRouteRefresh;
import dev.directrix.bgp.capability.ExtendedMessage;
import dev.directrix.bgp.capability.ExtendedNextHop;
import dev.directrix.bgp.capability.FourOctetAsn;
import dev.directrix.bgp.capability.GracefulRestart;
import dev.directrix.bgp.capability.LinkLocalNextHop;
import dev.directrix.bgp.capability.Multiprotocol;
import dev.directrix.bgp.capability.Role;
import dev.directrix.bgp.capability.RouteRefresh;
import dev.directrix.bgp.message.Open;
import dev.directrix.bgp.message.ProtocolException;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Family;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What two OPENs lead to. */
class NegotiationTest {

    private static final long OURS = 65_001;
    private static final long PEERS = 4_200_000_000L;

    @Test
    void shouldAgreeOnWhatBothOffer() {
        final Negotiation agreed = agree(it -> it, new RouteRefresh(), new EnhancedRouteRefresh(),
            new ExtendedMessage(), new Multiprotocol(Family.IPV6_UNICAST));
        assertThat(agreed.families()).containsExactly(Family.IPV6_UNICAST);
        assertThat(agreed.routeRefresh()).isTrue();
        assertThat(agreed.enhancedRouteRefresh()).isTrue();
        assertThat(agreed.sending().maxMessageSize()).isEqualTo(CodecContext.EXTENDED_MESSAGE_SIZE);
        assertThat(agreed.internal()).isFalse();
        assertThat(agreed.peerAsn()).isEqualTo(PEERS);
    }

    @Test
    void shouldNotUseWhatWeDoNotOffer() {
        final Negotiation agreed = agree(it -> it.routeRefresh(false).enhancedRouteRefresh(false)
                .extendedMessage(false), new RouteRefresh(), new EnhancedRouteRefresh(), new ExtendedMessage(),
            new AddPath(List.of(new AddPath.Entry(Family.IPV4_UNICAST, AddPath.BOTH))),
            new ExtendedNextHop(List.of(new ExtendedNextHop.Entry(Family.IPV4_UNICAST, 2))),
            new LinkLocalNextHop());
        assertThat(agreed.routeRefresh()).isFalse();
        assertThat(agreed.enhancedRouteRefresh()).isFalse();
        assertThat(agreed.linkLocalNextHop()).isFalse();
        assertThat(agreed.sending()).isEqualTo(new CodecContext(true, true, Set.of(), 4096));
        assertThat(agreed.receiving()).isEqualTo(new CodecContext(true, true, Set.of(), 4096));
    }

    @ParameterizedTest
    @CsvSource({
        "SEND, 1, true, false", "SEND, 2, false, false", "RECEIVE, 2, false, true", "RECEIVE, 1, false, false",
        "BOTH, 3, true, true", "BOTH, 1, true, false", "BOTH, 2, false, true"})
    void shouldAgreeOnPathIdentifiersForEachDirection(
        final AddPathMode ours, final int theirs, final boolean sending, final boolean receiving) {
        final Negotiation agreed = agree(it -> it.addPath(Map.of(Family.IPV4_UNICAST, ours)),
            new Multiprotocol(Family.IPV4_UNICAST),
            new AddPath(List.of(new AddPath.Entry(Family.IPV4_UNICAST, theirs))));
        assertThat(agreed.sending().addPath().contains(Family.IPV4_UNICAST)).isEqualTo(sending);
        assertThat(agreed.receiving().addPath().contains(Family.IPV4_UNICAST)).isEqualTo(receiving);
    }

    @Test
    void shouldAllowIpv6NextHopsOnlyWhereBothDo() {
        final UnaryOperator<NeighborConfigBuilder> offering =
            it -> it.extendedNextHop(List.of(new ExtendedNextHop.Entry(Family.IPV4_UNICAST, 2)));
        assertThat(agree(offering).sending().ipv6NextHop()).isEmpty();
        assertThat(agree(offering, new ExtendedNextHop(List.of(
            new ExtendedNextHop.Entry(Family.IPV4_UNICAST, 2)))).sending().ipv6NextHop())
            .containsExactly(Family.IPV4_UNICAST);
    }

    @ParameterizedTest
    @CsvSource({
        "PROVIDER, CUSTOMER, true", "CUSTOMER, PROVIDER, true", "PEER, PEER, true",
        "ROUTE_SERVER, ROUTE_SERVER_CLIENT, true", "PROVIDER, PROVIDER, false", "PEER, CUSTOMER, false",
        "ROUTE_SERVER_CLIENT, PROVIDER, false"})
    void shouldTakeOnlyRolesThatFit(final Role.Kind ours, final Role.Kind theirs, final boolean fits) {
        if (fits) {
            assertThat(agree(it -> it.role(Optional.of(ours)), Role.of(theirs)).families()).isNotEmpty();
        } else {
            assertRefused(it -> it.role(Optional.of(ours)), "(2/11)", Role.of(theirs));
        }
    }

    @Test
    void shouldDemandARoleOnlyWhereStrict() {
        assertThat(agree(it -> it.role(Optional.of(Role.Kind.PEER))).families()).isNotEmpty();
        assertRefused(it -> it.role(Optional.of(Role.Kind.PEER)).strictRole(true), "(2/11)");
        assertRefused(it -> it.role(Optional.of(Role.Kind.PEER)), "(2/11)",
            Role.of(Role.Kind.PEER), Role.of(Role.Kind.CUSTOMER));
    }

    @Test
    void shouldTakeAnyAsWhereNoneIsConfigured() {
        final SessionSettings open = settings(it -> it.asn(NeighborConfig.ANY_ASN));
        final Open ours = Negotiation.ourOpen(open, false);
        assertThat(Negotiation.of(open, ours, peer(PEERS)).internal()).isFalse();
        assertThat(Negotiation.of(open, ours, peer(OURS)).internal()).isTrue();
        assertThatThrownBy(() -> Negotiation.of(open, ours, peer(0))).isInstanceOf(ProtocolException.class)
            .hasMessageContaining("AS 0");
    }

    @Test
    void shouldSayWhetherItHasRestartedAndHardResetWhereNotificationsKeepRoutes() {
        final SessionSettings graceful = settings(it -> it.gracefulRestart(Optional.of(Duration.ofSeconds(60))));
        final GracefulRestart first =
            Negotiation.ourOpen(graceful, true).capability(GracefulRestart.class).orElseThrow();
        assertThat(first.restarted()).isTrue();
        assertThat(first.restartTimeSeconds()).isEqualTo(60);
        assertThat(first.entries()).hasSize(2).allMatch(GracefulRestart.Entry::forwarding);
        final Open later = Negotiation.ourOpen(graceful, false);
        assertThat(later.capability(GracefulRestart.class).orElseThrow().restarted()).isFalse();
        assertThat(Negotiation.of(graceful, later, peer(PEERS)).notificationKeepsRoutes()).isFalse();
        assertThat(Negotiation.of(graceful, later, peer(PEERS,
            new GracefulRestart(GracefulRestart.NOTIFICATION, 30, List.of()))).notificationKeepsRoutes()).isTrue();
    }

    private static Negotiation agree(
        final UnaryOperator<NeighborConfigBuilder> change, final Capability... theirs) {
        final SessionSettings settings = settings(change);
        return Negotiation.of(settings, Negotiation.ourOpen(settings, false), peer(PEERS, theirs));
    }

    private static void assertRefused(
        final UnaryOperator<NeighborConfigBuilder> change, final String code, final Capability... theirs) {
        assertThatThrownBy(() -> agree(change, theirs)).isInstanceOfSatisfying(ProtocolException.class,
            refused -> assertThat(refused.notification().text()).contains(code));
    }

    private static Open peer(final long asn, final Capability... theirs) {
        final List<Capability> all = new ArrayList<>(List.of(theirs));
        all.add(new FourOctetAsn(asn));
        return new Open(4, 23_456, 90, address(1), all);
    }

    private static SessionSettings settings(final UnaryOperator<NeighborConfigBuilder> change) {
        final NeighborConfig config = change.apply(NeighborConfig.builder(address(1), PEERS)).build();
        return new SessionSettings("10.0.1.1", 179, OURS, config.asn(), address(11), 9, 5_000,
            480_000, false, false, config.capabilities());
    }

    private static Inet4Address address(final int last) {
        return (Inet4Address) Addresses.of(new byte[] {10, 0, 1, (byte) last});
    }
}

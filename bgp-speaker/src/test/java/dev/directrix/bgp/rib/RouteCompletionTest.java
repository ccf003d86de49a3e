package dev.directrix.bgp.rib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.LocalPref;
import dev.directrix.bgp.attribute.Med;
import dev.directrix.bgp.attribute.OnlyToCustomer;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.attribute.RawAttribute;
import dev.directrix.bgp.capability.Role;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.bgp.wire.Octets;
import dev.directrix.ecmp.Prefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RouteCompletionTest {

    private static final InetAddress OWN = InetAddress.ofLiteral("10.0.1.11");
    private static final LocalAddresses LOCAL =
        new LocalAddresses(Optional.of((Inet4Address) OWN), Optional.empty());
    private static final Origin INCOMPLETE = new Origin(Origin.Value.INCOMPLETE);
    private static final SessionShape OUTSIDE = new SessionShape(65_101, false, LOCAL);
    private static final SessionShape INSIDE = new SessionShape(65_101, true, LOCAL);
    private static final PathAttribute RAW_LOCAL_PREF = new RawAttribute(0x40, LocalPref.TYPE,
        Octets.of(new byte[] {0, 0, 0, 7}));

    @Test
    void shouldAddWhatEveryRouteNeedsOutside() {
        final RouteAttributes sent = sendable(OUTSIDE, new Med(5));
        assertThat(sent.attributes()).containsExactly(Origin.IGP, AsPath.sequence(List.of(65_101L)), new Med(5));
        assertThat(sent.nextHops()).containsExactly(OWN);
    }

    @Test
    void shouldAddWhatEveryRouteNeedsInside() {
        assertThat(sendable(INSIDE).attributes()).containsExactly(Origin.IGP, AsPath.EMPTY, LocalPref.DEFAULT);
    }

    @Test
    void shouldKeepWhatTheAuthorGave() {
        final PathAttribute path = AsPath.sequence(List.of(1L, 2L));
        assertThat(sendable(INSIDE, INCOMPLETE, path, new LocalPref(9)).attributes())
            .containsExactly(INCOMPLETE, path, new LocalPref(9));
    }

    @Test
    void shouldNotTellLocalPrefOutsideInWhateverFormItWasGiven() {
        assertThat(sendable(OUTSIDE, new LocalPref(9)).attributes()).noneMatch(it -> it.type() == LocalPref.TYPE);
        assertThat(sendable(OUTSIDE, RAW_LOCAL_PREF).attributes()).noneMatch(it -> it.type() == LocalPref.TYPE);
        assertThat(sendable(INSIDE, RAW_LOCAL_PREF).attributes()).contains(RAW_LOCAL_PREF)
            .doesNotContain(LocalPref.DEFAULT);
    }

    @Test
    void shouldKeepBackAnIpv6NextHopThatWasNotAgreed() {
        assertThat(complete(OUTSIDE, new RouteAttributes(List.of(), List.of(InetAddress.ofLiteral("2001:db8::1")))))
            .isInstanceOf(RouteCompletion.Completed.WithoutNextHop.class);
    }

    @Test
    void shouldMarkForCustomersAndKeepTheMarkedFromProviders() {
        final PathAttribute mark = new OnlyToCustomer(1);
        assertThat(sendable(as(Role.Kind.PROVIDER)).attributes()).contains(new OnlyToCustomer(65_101));
        assertThat(sendable(as(Role.Kind.PROVIDER), mark).attributes()).contains(mark);
        assertThat(sendable(as(Role.Kind.CUSTOMER)).attributes()).noneMatch(it -> it.type() == OnlyToCustomer.TYPE);
        assertThat(complete(as(Role.Kind.CUSTOMER), new RouteAttributes(List.of(mark), List.of())))
            .isInstanceOf(RouteCompletion.Completed.Forbidden.class);
    }

    private static SessionShape as(final Role.Kind role) {
        return new SessionShape(65_101, false, LOCAL, false, false, Optional.of(role));
    }

    private static RouteAttributes sendable(final SessionShape shape, final PathAttribute... given) {
        final RouteCompletion.Completed completed =
            complete(shape, new RouteAttributes(List.of(given), List.of()));
        assertThat(completed).isInstanceOf(RouteCompletion.Completed.Sendable.class);
        return ((RouteCompletion.Completed.Sendable) completed).attributes();
    }

    private static RouteCompletion.Completed complete(final SessionShape shape, final RouteAttributes given) {
        return new RouteCompletion(shape).complete(
            new Route(new Nlri(Prefix.host(InetAddress.ofLiteral("192.0.2.1")), 0), given));
    }
}

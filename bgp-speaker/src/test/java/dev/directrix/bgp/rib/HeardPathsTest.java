package dev.directrix.bgp.rib;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.AsPathSegment;
import dev.directrix.bgp.attribute.Communities;
import dev.directrix.bgp.attribute.ExtendedCommunities;
import dev.directrix.bgp.attribute.ExtendedCommunity;
import dev.directrix.bgp.attribute.LargeCommunities;
import dev.directrix.bgp.attribute.LargeCommunity;
import dev.directrix.bgp.attribute.Med;
import dev.directrix.bgp.attribute.NextHop;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Community;
import dev.directrix.ecmp.Prefix;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeardPathsTest {

    private static final Prefix VIP = Prefix.host(InetAddress.ofLiteral("192.0.2.10"));
    private static final Prefix OTHER = Prefix.host(InetAddress.ofLiteral("192.0.2.99"));

    private final HeardPaths heard = new HeardPaths();

    @BeforeEach
    void watch() {
        heard.watch(Set.of(VIP));
    }

    private static Update announce(final List<Nlri> nlri, final PathAttribute... more) {
        final List<PathAttribute> attributes = new ArrayList<>(List.of(Origin.IGP,
            AsPath.sequence(List.of(65_000L, 65_101L)), new NextHop(Addresses.ipv4(0x0a00010bL))));
        attributes.addAll(List.of(more));
        return new Update(List.of(), attributes, nlri);
    }

    @Test
    void shouldKeepWhatDecidesAboutEcmpAndNothingOfOtherPrefixes() {
        heard.take(announce(List.of(Nlri.of(OTHER), Nlri.of(VIP)), new Med(7),
            new Communities(List.of(Community.GRACEFUL_SHUTDOWN)),
            new ExtendedCommunities(List.of(ExtendedCommunity.linkBandwidth(65_101, 1.25e8f, false))),
            new LargeCommunities(List.of(new LargeCommunity(64_999, 1, 5), new LargeCommunity(65_101, 1, 100)))));

        assertThat(heard.all()).singleElement().satisfies(path -> {
            assertThat(path.nlri().prefix()).isEqualTo(VIP);
            assertThat(path.nextHop()).contains(InetAddress.ofLiteral("10.0.1.11"));
            assertThat(path.asns()).containsExactly(65_000L, 65_101L);
            assertThat(path.asPathLength()).isEqualTo(2);
            assertThat(path.med()).isEqualTo(OptionalLong.of(7));
            assertThat(path.localPref()).isEmpty();
            assertThat(path.transitive()).isEmpty();
            assertThat(path.nonTransitive()).contains(1.25e8f);
            assertThat(path.weight()).as("of the AS that is in the path").isEqualTo(OptionalInt.of(100));
            assertThat(path.gracefulShutdown()).isTrue();
        });
    }

    @Test
    void shouldMeasureAPathAsRoutersDo() {
        final List<Long> many = new ArrayList<>();
        for (long asn = 1; asn <= 200; asn++) {
            many.add(asn);
        }
        heard.take(new Update(List.of(), List.of(Origin.IGP, new AsPath(List.of(
            new AsPathSegment(AsPathSegment.Type.AS_SEQUENCE, many),
            new AsPathSegment(AsPathSegment.Type.AS_SET, List.of(7L, 8L, 9L)),
            new AsPathSegment(AsPathSegment.Type.AS_CONFED_SEQUENCE, List.of(7L, 8L))))), List.of(Nlri.of(VIP))));

        assertThat(heard.all().getFirst().asPathLength()).isEqualTo(201);
        assertThat(heard.all().getFirst().asns()).hasSize(HeardPath.MOST_ASNS);
    }

    @Test
    void shouldTellPathsApartAndForgetWhatIsWithdrawn() {
        heard.take(announce(List.of(new Nlri(VIP, 1), new Nlri(VIP, 2))));
        final List<HeardPath> both = heard.all();
        assertThat(both).hasSize(2);
        heard.take(announce(List.of(new Nlri(VIP, 2))));
        assertThat(heard.all()).as("nothing has changed").isSameAs(both);
        heard.take(new Update(List.of(new Nlri(VIP, 1)), List.of(), List.of()));
        assertThat(heard.all()).extracting(path -> path.nlri().pathId()).containsExactly(2L);
        heard.take(new Update(List.of(), List.of(Origin.IGP), List.of(new Nlri(VIP, 2)),
            List.of(), true, new TreeSet<>()));
        assertThat(heard.all()).as("treated as withdrawn (RFC 7606)").isEmpty();
    }

    @Test
    void shouldForgetWhatARefreshDoesNotRepeat() {
        heard.take(announce(List.of(new Nlri(VIP, 1), new Nlri(VIP, 2))));
        heard.mark(Family.IPV4_UNICAST, true);
        heard.take(announce(List.of(new Nlri(VIP, 2))));
        assertThat(heard.all()).hasSize(2);
        heard.mark(Family.IPV4_UNICAST, false);
        assertThat(heard.all()).extracting(path -> path.nlri().pathId()).containsExactly(2L);
    }

    @Test
    void shouldKeepABoundedNumberOfPaths() {
        for (int id = 0; id < HeardPaths.MOST_OF_A_PREFIX + 50; id++) {
            heard.take(announce(List.of(new Nlri(VIP, id))));
        }
        assertThat(heard.all()).hasSize(HeardPaths.MOST_OF_A_PREFIX);
        heard.take(new Update(List.of(new Nlri(VIP, 0)), List.of(), List.of()));
        heard.take(announce(List.of(new Nlri(VIP, 5_000))));
        assertThat(heard.all()).hasSize(HeardPaths.MOST_OF_A_PREFIX);
    }

    @Test
    void shouldSayWhetherNewPrefixesWereNotLookedAtBefore() {
        heard.take(announce(List.of(Nlri.of(VIP))));
        assertThat(heard.watch(Set.of(VIP))).isFalse();
        assertThat(heard.watch(Set.of(VIP, OTHER))).isTrue();
        assertThat(heard.watch(Set.of(OTHER))).isFalse();
        assertThat(heard.all()).isEmpty();
        assertThat(heard.watch(Set.of())).isFalse();
    }
}

package dev.directrix.ecmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RoutePolicyTest {

    private static final RoutePolicy VIP = new RoutePolicy(
        new TreeSet<>(Set.of(Community.parse("65000:1"))), new TreeSet<>(Set.of(LargeCommunity.parse("65000:2:1"))),
        OptionalLong.of(10), OptionalInt.of(1), OptionalLong.of(100), OptionalLong.of(65_500));

    @Test
    void shouldAddCommunitiesAndLetTheNeighborWinElsewhere() {
        final RoutePolicy neighbor = new RoutePolicy(
            new TreeSet<>(Set.of(Community.parse("65000:2"))), new TreeSet<>(Set.of(LargeCommunity.parse("1:2:3"))),
            OptionalLong.of(20), OptionalInt.of(0), OptionalLong.empty(), OptionalLong.empty());

        assertThat(neighbor.over(VIP)).isEqualTo(new RoutePolicy(
            new TreeSet<>(Set.of(Community.parse("65000:1"), Community.parse("65000:2"))),
            new TreeSet<>(Set.of(LargeCommunity.parse("65000:2:1"), LargeCommunity.parse("1:2:3"))),
            OptionalLong.of(20), OptionalInt.of(0), OptionalLong.of(100), OptionalLong.of(65_500)));
    }

    @Test
    void shouldChangeNothingByItself() {
        assertThat(RoutePolicy.NONE.over(VIP)).isEqualTo(VIP);
        assertThat(VIP.over(RoutePolicy.NONE)).isEqualTo(VIP);
        assertThat(VIP.over(VIP)).isEqualTo(VIP);
    }

    @Test
    void shouldRefuseNumbersThatNoRouteCanCarry() {
        assertThatThrownBy(() -> of(OptionalLong.of(-1), OptionalInt.empty(), OptionalLong.empty()))
            .hasMessage("MED -1 is not within 0..4294967295");
        assertThatThrownBy(() -> of(OptionalLong.empty(), OptionalInt.of(51), OptionalLong.empty()))
            .hasMessage("prepend 51 is not within 0..50");
        assertThatThrownBy(() -> of(OptionalLong.empty(), OptionalInt.empty(), OptionalLong.of(0)))
            .hasMessage("AS number 0 is not within 1..4294967295");
    }

    @Test
    void shouldReadLargeCommunitiesAsNetworkEngineersWriteThem() {
        assertThat(LargeCommunity.parse("4294967295:0:7")).isEqualTo(new LargeCommunity(4_294_967_295L, 0, 7))
            .hasToString("4294967295:0:7").isGreaterThan(LargeCommunity.parse("65000:9:9"));
        for (final String bad : new String[] {"", "1:2", "1:2:3:4", "4294967296:1:1", "01:1:1", "-1:1:1", "a:b:c"}) {
            assertThatThrownBy(() -> LargeCommunity.parse(bad)).as(bad).hasMessageContaining("not a large community");
        }
    }

    @Test
    void shouldKnowCommunitiesByTheirNames() {
        assertThat(Community.parse("no-export")).hasToString("65535:65281");
        assertThat(Community.parse("no-advertise")).hasToString("65535:65282");
        assertThat(Community.parse("local-as")).hasToString("65535:65283");
        assertThat(Community.parse("no-peer")).hasToString("65535:65284");
        assertThat(Community.parse("blackhole")).hasToString("65535:666");
        assertThat(Community.parse("graceful-shutdown")).isEqualTo(Community.GRACEFUL_SHUTDOWN);
    }

    private static RoutePolicy of(final OptionalLong med, final OptionalInt prepend, final OptionalLong asOverride) {
        return new RoutePolicy(new TreeSet<>(), new TreeSet<>(), med, prepend, OptionalLong.empty(), asOverride);
    }
}

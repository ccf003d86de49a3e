package dev.directrix.bgp.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.wire.Addresses;
import java.net.Inet4Address;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 6793 §4.2.2 and §4.2.3: large AS numbers by way of speakers that know two octets. */
class AsnTransitionTest {

    private static final long LARGE = 4_200_000_001L;
    private static final long TRANS = AsPath.AS_TRANS;
    private static final Inet4Address ROUTER = Addresses.ipv4(0x0a000101);

    @Test
    void shouldPutLargeNumbersAsideForOldSpeakers() {
        final AsPath path = path(sequence(65_101L, LARGE));
        assertThat(AsnTransition.toTwoOctets(List.of(path, new Aggregator(LARGE, ROUTER))))
            .containsExactly(path, new As4Path(path.segments()), new Aggregator(LARGE, ROUTER),
                new As4Aggregator(LARGE, ROUTER));
    }

    @Test
    void shouldPutNothingAsideWhereTwoOctetsAreEnough() {
        final List<PathAttribute> small = List.of(path(sequence(65_101L)), new Aggregator(65_101, ROUTER));
        assertThat(AsnTransition.toTwoOctets(small)).isEqualTo(small);
    }

    @Test
    void shouldKeepConfederationsOutOfWhatIsPutAside() {
        final AsPathSegment confederation = new AsPathSegment(AsPathSegment.Type.AS_CONFED_SEQUENCE, List.of(LARGE));
        assertThat(path(confederation, sequence(65_101L)).forTwoOctets()).isEmpty();
        assertThat(path(confederation, sequence(LARGE)).forTwoOctets())
            .contains(new As4Path(List.of(sequence(LARGE))));
    }

    @Test
    void shouldPutTrueNumbersBack() {
        assertThat(AsnTransition.fromTwoOctets(List.of(path(sequence(65_101L, TRANS)),
            new As4Path(List.of(sequence(65_101L, LARGE))), new Aggregator(TRANS, ROUTER),
            new As4Aggregator(LARGE, ROUTER))))
            .containsExactly(path(sequence(65_101L, LARGE)), new Aggregator(LARGE, ROUTER));
    }

    @Test
    void shouldKeepWhatOldSpeakersPrepended() {
        assertThat(AsnTransition.fromTwoOctets(List.of(
            path(sequence(100L, 200L, TRANS)), new As4Path(List.of(sequence(LARGE))))))
            .containsExactly(path(sequence(100L, 200L, LARGE)));
    }

    @Test
    void shouldCountSetAsOneHop() {
        final AsPathSegment set = new AsPathSegment(AsPathSegment.Type.AS_SET, List.of(7L, 8L, 9L));
        assertThat(AsnTransition.fromTwoOctets(List.of(
            path(set, sequence(TRANS)), new As4Path(List.of(sequence(LARGE))))))
            .containsExactly(path(set, sequence(LARGE)));
    }

    @Test
    void shouldKeepLeadingConfederation() {
        final AsPathSegment confederation = new AsPathSegment(AsPathSegment.Type.AS_CONFED_SEQUENCE, List.of(64_512L));
        assertThat(AsnTransition.fromTwoOctets(List.of(
            path(confederation, sequence(TRANS)), new As4Path(List.of(sequence(LARGE))))))
            .containsExactly(path(confederation, sequence(LARGE)));
    }

    @Test
    void shouldIgnoreLongerTruth() {
        final AsPath path = path(sequence(100L));
        assertThat(AsnTransition.fromTwoOctets(List.of(path, new As4Path(List.of(sequence(LARGE, LARGE))))))
            .containsExactly(path);
    }

    @Test
    void shouldIgnoreBothWhenSomebodyAggregatedSince() {
        final AsPath path = path(sequence(100L, TRANS));
        final Aggregator aggregator = new Aggregator(100, ROUTER);
        assertThat(AsnTransition.fromTwoOctets(List.of(path, new As4Path(List.of(sequence(100L, LARGE))), aggregator,
            new As4Aggregator(LARGE, ROUTER)))).containsExactly(path, aggregator);
    }

    private static AsPath path(final AsPathSegment... segments) {
        return new AsPath(List.of(segments));
    }

    private static AsPathSegment sequence(final Long... asns) {
        return new AsPathSegment(AsPathSegment.Type.AS_SEQUENCE, List.of(asns));
    }
}

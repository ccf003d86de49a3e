package dev.directrix.bgp.exabgp.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.attribute.Aggregator;
import dev.directrix.bgp.attribute.Aigp;
import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.AsPathSegment;
import dev.directrix.bgp.attribute.AtomicAggregate;
import dev.directrix.bgp.attribute.ClusterList;
import dev.directrix.bgp.attribute.Communities;
import dev.directrix.bgp.attribute.ExtendedCommunities;
import dev.directrix.bgp.attribute.ExtendedCommunity;
import dev.directrix.bgp.attribute.LargeCommunities;
import dev.directrix.bgp.attribute.LargeCommunity;
import dev.directrix.bgp.attribute.LocalPref;
import dev.directrix.bgp.attribute.Med;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.OriginatorId;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.attribute.RawAttribute;
import dev.directrix.bgp.rib.Route;
import dev.directrix.bgp.rib.RouteAttributes;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.bgp.wire.Octets;
import dev.directrix.ecmp.Community;
import dev.directrix.ecmp.Prefix;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RouteTextTest {

    private static final int ROUTES = 20_000;
    private static final List<Origin.Value> ORIGINS =
        List.of(Origin.Value.IGP, Origin.Value.EGP, Origin.Value.INCOMPLETE);
    private static final long SEED = 20_261_121;

    private final Random random = new Random(SEED);

    @Test
    void shouldWriteAttributesInOrderOfTheirTypesAndListsInBrackets() {
        final Route route = RouteParser.parse(
            "route 10.0.0.0/24 next-hop 10.0.0.1 community [ 65000:1 no-export ] med 5"
            + " large-community 1:2:3 as-path [ 1 2 ] origin egp extended-community [ target:1:2 0x0006000000000001 ]")
            .routes().get(0).route();
        assertThat(RouteText.of(route)).isEqualTo("10.0.0.0/24 next-hop 10.0.0.1 origin egp as-path [ 1 2 ] med 5"
            + " community [ 65000:1 no-export ] extended-community [ target:1:2 0x0006000000000001 ]"
            + " large-community 1:2:3");
    }

    @Test
    void shouldWriteWhatTheParserReadsAsTheSameRoute() {
        for (int i = 0; i < ROUTES; i++) {
            final Route route = route();
            final String text = RouteText.of(route);
            assertThat(RouteParser.parse("route " + text).routes().get(0).route()).as(text).isEqualTo(route);
        }
    }

    private Route route() {
        final byte[] octets = octets(random.nextBoolean() ? 4 : 16);
        octets[0] &= 0x7f;
        final Prefix prefix = Prefix.of(octets, random.nextInt(octets.length * 8 + 1));
        final Nlri nlri = new Nlri(prefix, random.nextInt(3) == 0 ? u32() : Nlri.NO_PATH_ID);
        final List<PathAttribute> attributes = new ArrayList<>();
        for (final Supplier<PathAttribute> kind : kinds()) {
            if (random.nextInt(4) == 0) {
                attributes.add(kind.get());
            }
        }
        attributes.sort(Comparator.comparingInt(PathAttribute::type));
        return new Route(nlri, new RouteAttributes(attributes, nextHops(octets.length)));
    }

    private List<InetAddress> nextHops(final int length) {
        return switch (random.nextInt(3)) {
            case 0 -> List.of();
            case 1 -> List.of(Addresses.of(octets(length)));
            default -> {
                final byte[] global = octets(16);
                global[0] = 0x20;
                final byte[] linkLocal = octets(16);
                linkLocal[0] = (byte) 0xfe;
                linkLocal[1] = (byte) 0x80;
                yield List.of(Addresses.of(global), Addresses.of(linkLocal));
            }
        };
    }

    private List<Supplier<PathAttribute>> kinds() {
        return List.of(
            () -> new Origin(ORIGINS.get(random.nextInt(ORIGINS.size()))),
            () -> new AsPath(some(this::segment)),
            () -> new Med(u32()),
            () -> new LocalPref(u32()),
            AtomicAggregate::new,
            () -> new Aggregator(u32(), inet4()),
            () -> new Communities(some(() -> new Community(random.nextInt())).stream().sorted().toList()),
            () -> new OriginatorId(inet4()),
            () -> new ClusterList(many(this::u32)),
            () -> new ExtendedCommunities(some(this::extended).stream()
                .sorted((a, b) -> Long.compareUnsigned(a.value(), b.value())).toList()),
            () -> Aigp.of(random.nextLong()),
            () -> new LargeCommunities(some(() -> new LargeCommunity(u32(), u32(), u32())).stream().distinct()
                .sorted(Comparator.comparingLong(LargeCommunity::global)).toList()),
            () -> new RawAttribute(
                random.nextInt(256), 0x90 + random.nextInt(16), Octets.of(octets(random.nextInt(8)))));
    }

    private AsPathSegment segment() {
        final AsPathSegment.Type[] types = AsPathSegment.Type.values();
        return new AsPathSegment(types[random.nextInt(types.length)], many(this::u32));
    }

    private ExtendedCommunity extended() {
        final long[] headers = {0x0002, 0x0003, 0x0102, 0x0103, 0x0202, 0x4002, 0x8008, 0x800a, 0x4004, 0x0004, 0x0c00};
        return random.nextInt(5) == 0 ? new ExtendedCommunity(random.nextLong())
            : new ExtendedCommunity(headers[random.nextInt(headers.length)] << 48 | (random.nextLong() >>> 16));
    }

    private <T> List<T> some(final Supplier<T> one) {
        return Stream.generate(one).limit(random.nextInt(4)).toList();
    }

    private <T> List<T> many(final Supplier<T> one) {
        return Stream.generate(one).limit(1L + random.nextInt(4)).toList();
    }

    private long u32() {
        return random.nextLong() & 0xffff_ffffL;
    }

    private byte[] octets(final int count) {
        final byte[] octets = new byte[count];
        random.nextBytes(octets);
        return octets;
    }

    private Inet4Address inet4() {
        return (Inet4Address) Addresses.of(octets(4));
    }
}

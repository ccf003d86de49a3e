package dev.directrix.bgp.exabgp.text;

import dev.directrix.bgp.attribute.Aggregator;
import dev.directrix.bgp.attribute.Aigp;
import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.AtomicAggregate;
import dev.directrix.bgp.attribute.AttributeRegistry;
import dev.directrix.bgp.attribute.ClusterList;
import dev.directrix.bgp.attribute.Communities;
import dev.directrix.bgp.attribute.ExtendedCommunities;
import dev.directrix.bgp.attribute.LargeCommunities;
import dev.directrix.bgp.attribute.LocalPref;
import dev.directrix.bgp.attribute.Med;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.OriginatorId;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.attribute.RawAttribute;
import dev.directrix.bgp.rib.Route;
import dev.directrix.bgp.rib.RouteAttributes;
import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.bgp.wire.Octets;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes routes in ExaBGP's words, so that {@link RouteParser} reads the same route again. Thread-safe. */
public final class RouteText {

    private static final CodecContext WIDE =
        new CodecContext(true, false, Set.of(), CodecContext.EXTENDED_MESSAGE_SIZE);

    private RouteText() {
    }

    /** A route as {@code show adj-rib out} lists it: {@code 192.0.2.1/32 next-hop self origin igp med 100}. */
    public static String of(final Route route) {
        return of(route.nlri()) + nextHops(route.attributes().nextHops()) + attributes(route.attributes());
    }

    /** A prefix, and its path identifier where it has one: {@code 192.0.2.1/32 path-information 0.0.0.1}. */
    public static String of(final Nlri nlri) {
        final String prefix = AddressText.of(nlri.prefix().address()) + "/" + nlri.prefix().length();
        return nlri.pathId() == Nlri.NO_PATH_ID ? prefix : prefix + " path-information " + dotted(nlri.pathId());
    }

    /** Every attribute but the next hop in ascending order of type, each behind a blank. */
    public static String attributes(final RouteAttributes attributes) {
        return attributes.attributes().stream().sorted(Comparator.comparingInt(PathAttribute::type))
            .map(attribute -> " " + of(attribute)).collect(Collectors.joining());
    }

    /** One attribute: {@code med 100}. */
    public static String of(final PathAttribute attribute) {
        return switch (attribute) {
            case Origin origin -> "origin " + origin.value().name().toLowerCase(Locale.ROOT);
            case AsPath path -> "as-path " + AsPathText.of(path);
            case Med med -> "med " + med.value();
            case LocalPref preference -> "local-preference " + preference.value();
            case AtomicAggregate ignored -> "atomic-aggregate";
            case Aggregator aggregator ->
                "aggregator ( " + aggregator.asn() + ":" + AddressText.of(aggregator.address()) + " )";
            case Communities communities -> "community " + list(communities.values(), CommunityText::of);
            case OriginatorId originator -> "originator-id " + AddressText.of(originator.routerId());
            case ClusterList clusters -> "cluster-list " + list(clusters.values(), RouteText::dotted);
            case ExtendedCommunities communities ->
                "extended-community " + list(communities.values(), ExtendedCommunityText::of);
            case LargeCommunities communities -> "large-community " + list(communities.values(), CommunityText::of);
            case Aigp aigp when aigp.metric().isPresent() && aigp.equals(Aigp.of(aigp.metric().getAsLong())) ->
                "aigp 0x" + HexFormat.of().toHexDigits(aigp.metric().getAsLong());
            case RawAttribute raw -> raw(raw);
            default -> raw(encoded(attribute));
        };
    }

    private static String nextHops(final List<InetAddress> nextHops) {
        return nextHops.isEmpty() ? " next-hop self"
            : nextHops.stream().map(address -> " next-hop " + AddressText.of(address)).collect(Collectors.joining());
    }

    private static <T> String list(final List<T> values, final Function<T, String> text) {
        return values.size() == 1 ? text.apply(values.get(0))
            : values.stream().map(text).collect(Collectors.joining(" ", "[ ", values.isEmpty() ? "]" : " ]"));
    }

    private static String raw(final RawAttribute raw) {
        return "attribute [ 0x" + octet(raw.type()) + " 0x" + octet(raw.flags()) + " 0x" + hex(raw) + " ]";
    }

    private static RawAttribute encoded(final PathAttribute attribute) {
        final ByteWriter out = new ByteWriter(64);
        AttributeRegistry.standard().encode(attribute, out, WIDE);
        final ByteReader in = ByteReader.of(out.toBytes());
        final int flags = in.u8();
        final int type = in.u8();
        final int length = (flags & 0x10) != 0 ? in.u16() : in.u8();
        return new RawAttribute(flags & ~0x10, type, Octets.of(in.bytes(length)));
    }

    private static String hex(final RawAttribute raw) {
        return HexFormat.of().formatHex(raw.value().toBytes());
    }

    private static String octet(final int value) {
        return HexFormat.of().withUpperCase().toHexDigits((byte) value);
    }

    private static String dotted(final long value) {
        return (value >>> 24) + "." + ((value >>> 16) & 0xff) + "." + ((value >>> 8) & 0xff) + "." + (value & 0xff);
    }
}

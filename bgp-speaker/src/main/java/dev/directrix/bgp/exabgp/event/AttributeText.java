package dev.directrix.bgp.exabgp.event;

import dev.directrix.bgp.attribute.Aggregator;
import dev.directrix.bgp.attribute.Aigp;
import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.AsPathSegment;
import dev.directrix.bgp.attribute.AtomicAggregate;
import dev.directrix.bgp.attribute.AttributeFlags;
import dev.directrix.bgp.attribute.ClusterList;
import dev.directrix.bgp.attribute.Communities;
import dev.directrix.bgp.attribute.ExtendedCommunities;
import dev.directrix.bgp.attribute.ExtendedCommunity;
import dev.directrix.bgp.attribute.Ipv6ExtendedCommunities;
import dev.directrix.bgp.attribute.Ipv6ExtendedCommunity;
import dev.directrix.bgp.attribute.LargeCommunities;
import dev.directrix.bgp.attribute.LargeCommunity;
import dev.directrix.bgp.attribute.LocalPref;
import dev.directrix.bgp.attribute.Med;
import dev.directrix.bgp.attribute.OnlyToCustomer;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.OriginatorId;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.attribute.RawAttribute;
import dev.directrix.bgp.exabgp.text.AddressText;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.ecmp.Community;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes attributes behind a route of the text form. Stateless. */
final class AttributeText {

    /** Extended communities in the order of their octets. */
    static final Comparator<ExtendedCommunity> BY_VALUE =
        (left, right) -> Long.compareUnsigned(left.value(), right.value());
    /** Large communities in the order of their octets. */
    static final Comparator<LargeCommunity> BY_PARTS = Comparator.comparingLong(LargeCommunity::global)
        .thenComparingLong(LargeCommunity::local1).thenComparingLong(LargeCommunity::local2);

    private final FormatVersion version;

    AttributeText(final FormatVersion version) {
        this.version = version;
    }

    /** All of them, a space in front of each. */
    String of(final List<PathAttribute> attributes) {
        final StringBuilder text = new StringBuilder(128);
        attributes.stream().map(this::of).filter(words -> !words.isEmpty())
            .forEach(words -> text.append(' ').append(words));
        return text.toString();
    }

    private String of(final PathAttribute attribute) {
        return switch (attribute) {
            case Origin origin -> "origin " + origin.value().name().toLowerCase(Locale.ROOT);
            case AsPath path -> path.segments().isEmpty() ? "" : "as-path " + asPath(path);
            case Med med -> "med " + med.value();
            case LocalPref localPref -> "local-preference " + localPref.value();
            case AtomicAggregate ignored -> "atomic-aggregate";
            case Aggregator aggregator ->
                "aggregator ( " + aggregator.asn() + ":" + AddressText.of(aggregator.address()) + " )";
            case Communities communities -> "community " + listed(communities.values().stream().sorted()
                .map(AttributeText::community).toList());
            case OriginatorId originator -> "originator-id " + AddressText.of(originator.routerId());
            case ClusterList clusters -> "cluster-list " + clusters(
                clusters.values().stream().map(DottedQuad::of).toList());
            case ExtendedCommunities communities -> "extended-community " + listed(communities.values().stream()
                .sorted(BY_VALUE).map(community -> ExtendedCommunityName.describe(community, version)
                    .orElseGet(() -> ExtendedCommunityName.hexadecimal(community))).toList());
            case Ipv6ExtendedCommunities communities -> "extended-community-ipv6 " + listed(
                communities.values().stream().map(community -> ExtendedCommunityName.describe(community)
                    .orElseGet(() -> hexadecimal(community))).toList());
            case Aigp aigp -> "aigp " + aigp(aigp);
            case LargeCommunities communities -> "large-community " + listed(communities.values().stream()
                .sorted(BY_PARTS).map(LargeCommunity::toString).toList());
            case OnlyToCustomer otc -> generic(AttributeFlags.OPTIONAL_TRANSITIVE | AttributeFlags.PARTIAL,
                OnlyToCustomer.TYPE, String.format("0x%08x", otc.asn()));
            case RawAttribute raw -> generic(raw.flags() | AttributeFlags.PARTIAL, raw.type(),
                raw.value().length() == 0 ? "0x" : raw.value().toString());
            default -> "";
        };
    }

    /** The metric as ExaBGP writes it; of an attribute without one it is zero. */
    static String aigp(final Aigp aigp) {
        return String.format("0x%016x", aigp.metric().orElse(0));
    }

    /** All twenty octets. */
    static String hexadecimal(final Ipv6ExtendedCommunity community) {
        final byte[] octets = new ByteWriter(20).u8(community.type()).u8(community.subtype())
            .bytes(community.address().getAddress()).u16(community.number()).toBytes();
        return AttributeJson.hexadecimal(octets, 0, octets.length);
    }

    private static String generic(final int flags, final int type, final String value) {
        return String.format("attribute [ 0x%02X 0x%02X %s ]", type, flags, value);
    }

    private static String listed(final List<String> words) {
        return words.size() == 1 ? words.get(0) : "[ " + String.join(" ", words) + " ]";
    }

    private String clusters(final List<String> words) {
        return version.atLeast(FormatVersion.V6_0_0) ? listed(words) : "[ " + String.join(" ", words) + " ]";
    }

    private String asPath(final AsPath path) {
        if (version.atLeast(FormatVersion.V5_0_0)) {
            return path.segments().stream().map(AttributeText::segment).collect(Collectors.joining(" "));
        }
        final String confederation =
            flat(path, AsPathSegment.Type.AS_CONFED_SEQUENCE, AsPathSegment.Type.AS_CONFED_SET);
        return flat(path, AsPathSegment.Type.AS_SEQUENCE, AsPathSegment.Type.AS_SET)
            + (confederation.equals("[ ]") ? "" : confederation);
    }

    private static String segment(final AsPathSegment segment) {
        final String asns = segment.asns().stream().map(String::valueOf).collect(Collectors.joining(" "));
        return switch (segment.type()) {
            case AS_SEQUENCE -> "( " + asns + " )";
            case AS_SET -> "[ " + asns + " ]";
            case AS_CONFED_SEQUENCE -> "{( " + asns + " )}";
            case AS_CONFED_SET -> "{[ " + asns + " ]}";
        };
    }

    /** ExaBGP 4's form: {@code [ 65000 65001 ( 65002 )]}, the set behind the sequence wherever it stood. */
    private static String flat(
        final AsPath path, final AsPathSegment.Type sequence, final AsPathSegment.Type set) {
        final StringBuilder text = new StringBuilder("[ ");
        AttributeJson.asns(path, sequence).forEach(asn -> text.append(asn).append(' '));
        final List<Long> unordered = AttributeJson.asns(path, set);
        if (!unordered.isEmpty()) {
            text.append("( ");
            unordered.forEach(asn -> text.append(asn).append(' '));
            text.append(text.charAt(2) == '(' ? ")" : ") ");
        }
        return text.append(']').toString();
    }

    private static String community(final Community community) {
        return switch (community.value()) {
            case 0xffffff01 -> "no-export";
            case 0xffffff02 -> "no-advertise";
            case 0xffffff03 -> "no-export-subconfed";
            case 0xffffff04 -> "no-peer";
            case 0xffff029a -> "blackhole";
            default -> community.toString();
        };
    }
}

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
import dev.directrix.bgp.attribute.NextHop;
import dev.directrix.bgp.attribute.OnlyToCustomer;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.OriginatorId;
import dev.directrix.bgp.attribute.PathAttribute;
import dev.directrix.bgp.attribute.RawAttribute;
import dev.directrix.bgp.exabgp.text.AddressText;
import dev.directrix.ecmp.Community;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Writes attributes into an open JSON object. Stateless. */
final class AttributeJson {

    private final FormatVersion version;

    AttributeJson(final FormatVersion version) {
        this.version = version;
    }

    /**
     * Writes one attribute; an empty AS_PATH says nothing.
     *
     * @param withNextHop whether NEXT_HOP is written too; as a rule it stands with the routes
     */
    void write(final PathAttribute attribute, final boolean withNextHop, final JsonWriter out) {
        switch (attribute) {
            case Origin origin -> out.text("origin", origin.value().name().toLowerCase(Locale.ROOT));
            case AsPath path -> asPath(path, out);
            case NextHop nextHop -> {
                if (withNextHop) {
                    out.text("next-hop", AddressText.of(nextHop.address()));
                }
            }
            case Med med -> out.number("med", med.value());
            case LocalPref localPref -> out.number("local-preference", localPref.value());
            case AtomicAggregate ignored -> out.bool("atomic-aggregate", true);
            case Aggregator aggregator ->
                out.text("aggregator", aggregator.asn() + ":" + AddressText.of(aggregator.address()));
            case Communities communities -> communities(communities, out);
            case OriginatorId originator -> out.text("originator-id", AddressText.of(originator.routerId()));
            case ClusterList clusters -> {
                out.beginArray("cluster-list");
                for (final long cluster : clusters.values()) {
                    out.text(DottedQuad.of(cluster));
                }
                out.endArray();
            }
            case ExtendedCommunities communities -> extendedCommunities(communities, out);
            case Ipv6ExtendedCommunities communities -> ipv6ExtendedCommunities(communities, out);
            case Aigp aigp -> out.text("aigp", AttributeText.aigp(aigp));
            case LargeCommunities communities -> largeCommunities(communities, out);
            case OnlyToCustomer otc -> generic(AttributeFlags.OPTIONAL_TRANSITIVE | AttributeFlags.PARTIAL,
                OnlyToCustomer.TYPE, String.format("0x%08x", otc.asn()), out);
            case RawAttribute raw ->
                generic(raw.flags() | AttributeFlags.PARTIAL, raw.type(), raw.value().length() == 0 ? "0x"
                    : raw.value().toString(), out);
            default -> {
                // MP_REACH_NLRI and MP_UNREACH_NLRI are told as routes, AS4_PATH and AS4_AGGREGATOR were merged.
            }
        }
    }

    private static void generic(final int flags, final int type, final String value, final JsonWriter out) {
        out.text(String.format("attribute-0x%02X-0x%02X", type, flags), value);
    }

    private void asPath(final AsPath path, final JsonWriter out) {
        if (path.segments().isEmpty()) {
            return;
        }
        if (version.atLeast(FormatVersion.V5_0_0)) {
            out.beginObject("as-path");
            for (int i = 0; i < path.segments().size(); i++) {
                final AsPathSegment segment = path.segments().get(i);
                out.beginObject(Integer.toString(i)).text("element", element(segment.type()));
                asns("value", segment.asns(), out);
                out.endObject();
            }
            out.endObject();
            return;
        }
        asns("as-path", asns(path, AsPathSegment.Type.AS_SEQUENCE), out);
        final List<Long> set = asns(path, AsPathSegment.Type.AS_SET);
        if (!set.isEmpty()) {
            asns("as-set", set, out);
        }
        asns("confederation-path", asns(path, AsPathSegment.Type.AS_CONFED_SEQUENCE), out);
        final List<Long> confederationSet = asns(path, AsPathSegment.Type.AS_CONFED_SET);
        if (!confederationSet.isEmpty()) {
            asns("confederation-set", confederationSet, out);
        }
    }

    private static String element(final AsPathSegment.Type type) {
        return switch (type) {
            case AS_SEQUENCE -> "as-sequence";
            case AS_SET -> "as-set";
            case AS_CONFED_SEQUENCE -> "as-confed-sequence";
            case AS_CONFED_SET -> "as-confed-set";
        };
    }

    static List<Long> asns(final AsPath path, final AsPathSegment.Type type) {
        return path.segments().stream().filter(segment -> segment.type() == type)
            .flatMap(segment -> segment.asns().stream()).toList();
    }

    private static void asns(final String key, final List<Long> asns, final JsonWriter out) {
        out.beginArray(key);
        for (final long asn : asns) {
            out.number(asn);
        }
        out.endArray();
    }

    private void communities(final Communities communities, final JsonWriter out) {
        out.beginArray("community");
        for (final Community community : listed(communities.values(), Comparator.naturalOrder())) {
            out.beginArray().number(community.value() >>> 16).number(community.value() & 0xffff).endArray();
        }
        out.endArray();
    }

    private void extendedCommunities(final ExtendedCommunities communities, final JsonWriter out) {
        out.beginArray("extended-community");
        for (final ExtendedCommunity community : listed(communities.values(), AttributeText.BY_VALUE)) {
            out.beginObject().number("value", Long.toUnsignedString(community.value()))
                .text("string", ExtendedCommunityName.describe(community, version)
                    .orElseGet(() -> unnamed(ExtendedCommunityName.hexadecimal(community))));
            if (version.atLeast(FormatVersion.V6_0_0) && (community.type() & 0xf) == 0x07
                && community.subtype() == 0x02) {
                out.bool("transitive", community.isTransitive());
            }
            out.endObject();
        }
        out.endArray();
    }

    private void ipv6ExtendedCommunities(final Ipv6ExtendedCommunities communities, final JsonWriter out) {
        if (version == FormatVersion.V4_0_1) {
            final StringBuilder octets = new StringBuilder("0x");
            communities.values().forEach(community -> octets.append(AttributeText.hexadecimal(community), 2, 42));
            generic(AttributeFlags.OPTIONAL_TRANSITIVE, Ipv6ExtendedCommunities.TYPE, octets.toString(), out);
            return;
        }
        out.beginArray("extended-community-ipv6");
        for (final Ipv6ExtendedCommunity community : communities.values()) {
            final String octets = AttributeText.hexadecimal(community);
            out.beginObject().number("value", new BigInteger(octets.substring(2), 16).toString())
                .text("string", ExtendedCommunityName.describe(community).orElseGet(() -> unnamed(octets))).endObject();
        }
        out.endArray();
    }

    private void largeCommunities(final LargeCommunities communities, final JsonWriter out) {
        out.beginArray("large-community");
        for (final LargeCommunity community : listed(communities.values(), AttributeText.BY_PARTS)) {
            out.beginArray().number(community.global()).number(community.local1()).number(community.local2())
                .endArray();
        }
        out.endArray();
    }

    /** ExaBGP 5 sorts what it reads. */
    private <T> List<T> listed(final List<T> values, final Comparator<? super T> order) {
        return version == FormatVersion.V5_0_0 ? values.stream().sorted(order).toList() : values;
    }

    private String unnamed(final String hexadecimal) {
        return version.atLeast(FormatVersion.V6_0_0) ? hexadecimal : "";
    }

    /** Octets as ExaBGP writes them: upper case with 0x in front, also for none. */
    static String hexadecimal(final byte[] octets, final int from, final int to) {
        return "0x" + HexFormat.of().withUpperCase().formatHex(octets, from, to);
    }
}

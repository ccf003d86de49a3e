package dev.directrix.codec;

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
import dev.directrix.bgp.wire.CodecContext;
import dev.directrix.ecmp.Community;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Makes the attributes of routes, next hops and prefixes apart, in ascending order of type. Not thread-safe. */
final class AttributeGenerator {

    /** A type that nobody has taken. */
    private static final int UNKNOWN_TYPE = 219;

    private final Dice dice;

    AttributeGenerator(final Dice dice) {
        this.dice = dice;
    }

    /**
     * Attributes of a route; ORIGIN and AS_PATH are among them.
     *
     * @param most the longest list, about
     */
    List<PathAttribute> next(final CodecContext context, final int most) {
        final List<PathAttribute> all = new ArrayList<>();
        all.add(new Origin(dice.oneOf(Origin.Value.values())));
        all.add(path(context, most));
        maybe(all, 3, () -> new Med(dice.bits(32)));
        if (!context.external()) {
            maybe(all, 1, () -> new LocalPref(dice.bits(32)));
        }
        maybe(all, 8, AtomicAggregate::new);
        maybe(all, 8, () -> new Aggregator(dice.asn(), dice.ipv4()));
        maybe(all, 3, () -> new Communities(dice.few(1, most, this::community)));
        if (!context.external()) {
            maybe(all, 8, () -> new OriginatorId(dice.ipv4()));
            maybe(all, 8, () -> new ClusterList(dice.few(1, most, () -> dice.bits(32))));
        }
        maybe(all, 3, () -> new ExtendedCommunities(dice.few(1, most / 2 + 1, this::extended)));
        maybe(all, 8, () -> new Ipv6ExtendedCommunities(dice.few(1, most / 5 + 1, () -> new Ipv6ExtendedCommunity(
            dice.oneOf(0, 0x40), dice.oneOf(2, 3, 0x0c), dice.ipv6(), (int) dice.bits(16)))));
        maybe(all, 8, () -> Aigp.of(dice.bits(64)));
        maybe(all, 4, () -> new LargeCommunities(dice.few(1, most / 3 + 1,
            () -> new LargeCommunity(dice.bits(32), dice.bits(32), dice.bits(32)))));
        maybe(all, 8, () -> new OnlyToCustomer(dice.asn()));
        maybe(all, 8, () -> raw(most));
        return all;
    }

    private void maybe(final List<PathAttribute> all, final int cases, final Supplier<PathAttribute> one) {
        if (dice.oneIn(cases)) {
            all.add(one.get());
        }
    }

    /** Confederations come first only, with numbers of two octets: elsewhere old speakers lose them (RFC 6793). */
    private AsPath path(final CodecContext context, final int most) {
        final List<AsPathSegment> segments = new ArrayList<>();
        if (!context.external() && dice.oneIn(10)) {
            segments.add(new AsPathSegment(
                dice.oneOf(AsPathSegment.Type.AS_CONFED_SEQUENCE, AsPathSegment.Type.AS_CONFED_SET),
                dice.few(1, AsPathSegment.MAX_ASNS, () -> (long) dice.between(1, 65_535))));
        }
        final int longest = Math.min(most, AsPathSegment.MAX_ASNS);
        for (int i = dice.oneIn(4) ? dice.between(0, 3) : 1; i > 0; i--) {
            segments.add(new AsPathSegment(
                dice.oneIn(5) ? AsPathSegment.Type.AS_SET : AsPathSegment.Type.AS_SEQUENCE,
                dice.few(1, longest, dice::asn)));
        }
        return new AsPath(segments);
    }

    private Community community() {
        return dice.oneIn(4) ? new Community(0xffff_0000 | (int) dice.bits(4)) : new Community((int) dice.bits(32));
    }

    private ExtendedCommunity extended() {
        final int transitive = dice.oneOf(0, ExtendedCommunity.NON_TRANSITIVE);
        final int subtype = dice.oneOf(ExtendedCommunity.ROUTE_TARGET, ExtendedCommunity.ROUTE_ORIGIN);
        return switch (dice.between(1, 9)) {
            case 1 -> ExtendedCommunity.twoOctetAs(transitive, subtype, dice.between(1, 65_535), dice.bits(32));
            case 2 -> ExtendedCommunity.ipv4(
                transitive | ExtendedCommunity.Form.IPV4.type(), subtype, dice.ipv4(), (int) dice.bits(16));
            case 3 -> ExtendedCommunity.fourOctetAs(transitive | ExtendedCommunity.Form.FOUR_OCTET_AS.type(), subtype,
                dice.asn(), (int) dice.bits(16));
            case 4, 5 ->
                ExtendedCommunity.linkBandwidth(dice.asn(), dice.between(1, 65_535) * 1.25e6f, transitive == 0);
            case 6 -> ExtendedCommunity.of(0x03, 0x0c, dice.between(1, 13)); // Encapsulation (RFC 9012).
            case 7 -> ExtendedCommunity.of(0x80, dice.oneOf(0x06, 0x07, 0x08, 0x09), dice.bits(48)); // RFC 8955.
            case 8 -> ExtendedCommunity.of(0x80, 0x0a, dice.bits(48)); // Layer 2 info (RFC 4761).
            default -> new ExtendedCommunity(dice.bits(64));
        };
    }

    private RawAttribute raw(final int most) {
        final int length = dice.oneIn(10) ? dice.between(0, Math.min(most * 4, 60_000)) : dice.between(0, 30);
        final int kind = dice.oneOf(AttributeFlags.OPTIONAL, AttributeFlags.OPTIONAL_TRANSITIVE,
            AttributeFlags.OPTIONAL_TRANSITIVE | AttributeFlags.PARTIAL);
        final boolean extended = length > 0xff || dice.oneIn(4);
        return new RawAttribute(
            extended ? kind | AttributeFlags.EXTENDED_LENGTH : kind, UNKNOWN_TYPE, dice.octets(length));
    }
}

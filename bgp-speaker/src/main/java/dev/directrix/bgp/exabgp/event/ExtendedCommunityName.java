package dev.directrix.bgp.exabgp.event;

import dev.directrix.bgp.attribute.ExtendedCommunity;
import dev.directrix.bgp.attribute.Ipv6ExtendedCommunity;
import dev.directrix.bgp.exabgp.text.AddressText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Extended communities in ExaBGP's words. Of the type octet only the lower half counts there. For a link bandwidth it
 * has none: the class that would know them is never loaded.
 */
final class ExtendedCommunityName {

    private ExtendedCommunityName() {
    }

    /** How ExaBGP calls it; nothing for one that this version has no words for. */
    static Optional<String> describe(final ExtendedCommunity community, final FormatVersion version) {
        final int key = (community.type() & 0xf) << 8 | community.subtype();
        final long content = community.value() & 0xffff_ffff_ffffL;
        final long low16 = content & 0xffff;
        final long high16 = content >>> 32;
        final long low32 = content & 0xffff_ffffL;
        final long high32 = content >>> 16;
        return Optional.ofNullable(switch (key) {
            case 0x0002, 0x0013 -> name(key) + high16 + ":" + low32;
            // Before ExaBGP 6 the two parts of this one stand the wrong way round.
            case 0x0103 -> version.atLeast(FormatVersion.V6_0_0) ? "origin:" + DottedQuad.of(high32) + ":" + low16
                : "origin:" + low16 + ":" + DottedQuad.of(high32);
            case 0x0102, 0x0113 -> name(key) + DottedQuad.of(high32) + ":" + low16;
            case 0x0202, 0x0213, 0x0203 ->
                name(key) + high32 + (version == FormatVersion.V4_0_1 ? "L:" : ":") + low16;
            case 0x0003 -> name(key) + high16 + ":" + DottedQuad.of(low32);
            case 0x0006 -> "rate-limit:" + truncated(low32);
            case 0x0007 -> "action " + action(low16);
            case 0x0008 -> "redirect:" + high16 + ":" + low32;
            case 0x0009 -> "mark " + (low16 & 0xff);
            case 0x000a -> "l2info:" + (content >>> 40) + ":" + (content >>> 32 & 0xff) + ":" + (low32 >>> 16) + ":"
                + low16;
            case 0x000c -> version.atLeast(FormatVersion.V6_0_0) ? "rate-limit:" + packets(low32) + ":packets" : null;
            case 0x010c -> nextHop(DottedQuad.of(high32), (low16 & 1) != 0);
            case 0x030c -> "encap:" + encapsulation((int) low16);
            case 0x0314 -> "consistentHashSortOrder:" + high32;
            case 0x0600 -> "mac-mobility:" + low32 + (content >>> 40 == 1 ? ":sticky" : "");
            case 0x0702 -> "interface-set:" + flow((int) low16 >>> 14) + ":" + high32 + ":" + (low16 & 0x3fff);
            case 0x0800 -> (low16 & 1) != 0 ? "copy-to-nexthop" : "redirect-to-nexthop";
            case 0x0c00 -> version.atLeast(FormatVersion.V5_0_0) ? "mup:" + high16 + ":" + low32 : null;
            case 0x0208 -> hexadecimal(community);
            default -> null;
        });
    }

    /** How ExaBGP calls it; nothing for one that it has no words for. */
    static Optional<String> describe(final Ipv6ExtendedCommunity community) {
        return (community.type() & 0xf) == 0 && community.subtype() == 0x0c
            ? Optional.of(nextHop(AddressText.of(community.address()), (community.number() & 1) != 0))
            : Optional.empty();
    }

    /** All eight octets. */
    static String hexadecimal(final ExtendedCommunity community) {
        return String.format("0x%016X", community.value());
    }

    private static String name(final int key) {
        return switch (key & 0xff) {
            case 0x02 -> "target:";
            case 0x03 -> "origin:";
            default -> "rtrecord:";
        };
    }

    /** As Python's {@code %d} writes it. */
    private static String truncated(final long bits) {
        final float value = Float.intBitsToFloat((int) bits);
        return Float.isFinite(value)
            ? new BigDecimal(value).setScale(0, RoundingMode.DOWN).toPlainString() : special(value);
    }

    /** A rate of packets is never below nothing. */
    private static String packets(final long bits) {
        return Float.intBitsToFloat((int) bits) < 0 ? "0" : truncated(bits);
    }

    private static String special(final float value) {
        return Float.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }

    private static String action(final long flags) {
        final String sample = (flags & 2) != 0 ? "sample" : "";
        final String terminal = (flags & 1) != 0 ? "terminal" : "";
        return sample + (sample.isEmpty() || terminal.isEmpty() ? "" : "-") + terminal;
    }

    private static String nextHop(final String address, final boolean copy) {
        return copy ? "copy-to-nexthop-ietf " + address + " (with copy)" : "redirect-to-nexthop-ietf " + address;
    }

    /** Tunnel types (RFC 9012 §2). */
    private static String encapsulation(final int type) {
        return switch (type) {
            case 0 -> "Default";
            case 1 -> "L2TPv3";
            case 2 -> "GRE";
            case 7 -> "IP-in-IP";
            case 8 -> "VXLAN";
            case 9 -> "NVGRE";
            case 10 -> "MPLS";
            case 12 -> "VXLAN-GPE";
            case 13 -> "MPLS-in-UDP";
            default -> "encap:UNKNOWN-" + type;
        };
    }

    private static String flow(final int direction) {
        return switch (direction) {
            case 1 -> "input";
            case 2 -> "output";
            case 3 -> "input-output";
            default -> Integer.toString(direction);
        };
    }
}

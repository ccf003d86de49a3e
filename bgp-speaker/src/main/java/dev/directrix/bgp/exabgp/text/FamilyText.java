package dev.directrix.bgp.exabgp.text;

import dev.directrix.bgp.wire.Family;
import java.util.Map;
import java.util.Optional;

/** Address families in ExaBGP's words. */
public final class FamilyText {

    private static final Map<Integer, String> AFI =
        Map.of(1, "ipv4", 2, "ipv6", 25, "l2vpn", 16388, "bgp-ls");
    private static final Map<Integer, String> SAFI = Map.ofEntries(
        Map.entry(1, "unicast"), Map.entry(2, "multicast"), Map.entry(4, "nlri-mpls"), Map.entry(5, "mcast-vpn"),
        Map.entry(65, "vpls"), Map.entry(70, "evpn"), Map.entry(71, "bgp-ls"), Map.entry(72, "bgp-ls-vpn"),
        Map.entry(73, "sr-policy"), Map.entry(85, "mup"), Map.entry(128, "mpls-vpn"), Map.entry(132, "rtc"),
        Map.entry(133, "flow"), Map.entry(134, "flow-vpn"));

    private FamilyText() {
    }

    /** {@code ipv4}, {@code ipv6}, …, or {@code unknown-afi-0xN}. */
    public static String afi(final int afi) {
        return AFI.getOrDefault(afi, "unknown-afi-0x" + Integer.toHexString(afi));
    }

    /** {@code unicast}, {@code multicast}, …, or {@code unknown safi N}. */
    public static String safi(final int safi) {
        return SAFI.getOrDefault(safi, "unknown safi " + safi);
    }

    /** {@code ipv4 unicast}. */
    public static String of(final Family family) {
        return afi(family.afi()) + " " + safi(family.safi());
    }

    /** {@code ipv4-unicast}. */
    public static String dashed(final Family family) {
        return afi(family.afi()) + "-" + safi(family.safi());
    }

    /** The unicast family of these two words, or nothing if they name another one or none. */
    public static Optional<Family> parse(final String afi, final String safi) {
        if (!safi.equals("unicast")) {
            return Optional.empty();
        }
        return switch (afi) {
            case "ipv4" -> Optional.of(Family.IPV4_UNICAST);
            case "ipv6" -> Optional.of(Family.IPV6_UNICAST);
            default -> Optional.empty();
        };
    }
}

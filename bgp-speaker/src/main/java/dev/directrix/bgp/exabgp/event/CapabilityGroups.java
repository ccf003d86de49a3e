package dev.directrix.bgp.exabgp.event;

import dev.directrix.bgp.capability.AddPath;
import dev.directrix.bgp.capability.Capability;
import dev.directrix.bgp.capability.CapabilityRegistry;
import dev.directrix.bgp.capability.ExtendedNextHop;
import dev.directrix.bgp.capability.Hostname;
import dev.directrix.bgp.capability.LinkLocalNextHop;
import dev.directrix.bgp.capability.LongLivedGracefulRestart;
import dev.directrix.bgp.capability.Multiprotocol;
import dev.directrix.bgp.capability.PathsLimit;
import dev.directrix.bgp.capability.RawCapability;
import dev.directrix.bgp.capability.Role;
import dev.directrix.bgp.capability.SoftwareVersion;
import dev.directrix.bgp.exabgp.text.FamilyText;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The capabilities of an OPEN by code, as ExaBGP keeps them: those that come in pieces are put together. */
final class CapabilityGroups {

    private CapabilityGroups() {
    }

    /** One capability for each code, in the order in which the codes first stand; families are collected. */
    static Map<Integer, List<Capability>> of(final List<Capability> capabilities, final FormatVersion version) {
        final Map<Integer, List<Capability>> groups = new LinkedHashMap<>();
        for (final Capability capability : capabilities) {
            final Capability known = knownTo(version, capability);
            final List<Capability> group = groups.computeIfAbsent(known.code(), code -> new ArrayList<>());
            final boolean collects = known instanceof Multiprotocol || known instanceof AddPath
                || known instanceof ExtendedNextHop || known instanceof PathsLimit;
            if (!collects) {
                group.clear();
            }
            group.removeIf(RawCapability.class::isInstance);
            group.add(known);
        }
        return groups;
    }

    /** A code by the name that ExaBGP gives it. */
    static String name(final int code) {
        return switch (code) {
            case 1 -> "multiprotocol";
            case 2 -> "route-refresh";
            case 3 -> "outbound-route-filtering";
            case 4 -> "multiple-routes";
            case 5 -> "nexthop";
            case 6 -> "extended-message";
            case 64 -> "graceful-restart";
            case 65 -> "asn4";
            case 67 -> "dynamic-capability";
            case 68 -> "multi-session";
            case 69 -> "add-path";
            case 70 -> "enhanced-route-refresh";
            case 73 -> "hostname";
            case 75 -> "software-version";
            case 76 -> "paths-limit";
            case 77 -> "link-local-nexthop";
            case 128 -> "cisco-route-refresh";
            case 131 -> "cisco-multi-sesion";
            case 185 -> "operational";
            default -> (code < 70 ? "capability" : range(code)) + "-0x" + Integer.toHexString(code);
        };
    }

    /** {@code ipv4/unicast}. */
    static String family(final Family family) {
        return FamilyText.afi(family.afi()) + "/" + FamilyText.safi(family.safi());
    }

    /** Directions of add-path as ExaBGP calls them. */
    static String addPath(final AddPath.Entry entry) {
        return switch (entry.mode()) {
            case 0 -> "disabled";
            case AddPath.RECEIVE -> "receive";
            case AddPath.SEND -> "send";
            case AddPath.BOTH -> "send/receive";
            default -> "invalid (" + entry.mode() + ")";
        };
    }

    /** The ranges of codes as ExaBGP sees them. */
    static String range(final int code) {
        return code < 70 ? "unknown" : code < 128 ? "unassigned" : "reserved";
    }

    private static Capability knownTo(final FormatVersion version, final Capability capability) {
        final boolean known = switch (capability) {
            case Hostname ignored -> version.atLeast(FormatVersion.V5_0_0);
            case SoftwareVersion ignored -> version.atLeast(FormatVersion.V5_0_0);
            case PathsLimit ignored -> version.atLeast(FormatVersion.V6_0_0);
            case LinkLocalNextHop ignored -> version.atLeast(FormatVersion.V6_0_0);
            case Role ignored -> false;
            case LongLivedGracefulRestart ignored -> false;
            default -> true;
        };
        return known ? capability : raw(capability);
    }

    private static RawCapability raw(final Capability capability) {
        final ByteWriter out = new ByteWriter(64);
        CapabilityRegistry.standard().encode(capability, out);
        final byte[] octets = out.toBytes();
        return new RawCapability(capability.code(),
            Octets.of(Arrays.copyOfRange(octets, 2, octets.length)));
    }
}

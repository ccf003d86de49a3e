package dev.directrix.bgp.exabgp.event;

import dev.directrix.bgp.capability.AddPath;
import dev.directrix.bgp.capability.Capability;
import dev.directrix.bgp.capability.CiscoRouteRefresh;
import dev.directrix.bgp.capability.EnhancedRouteRefresh;
import dev.directrix.bgp.capability.ExtendedMessage;
import dev.directrix.bgp.capability.ExtendedNextHop;
import dev.directrix.bgp.capability.FourOctetAsn;
import dev.directrix.bgp.capability.GracefulRestart;
import dev.directrix.bgp.capability.Hostname;
import dev.directrix.bgp.capability.LinkLocalNextHop;
import dev.directrix.bgp.capability.MultiSession;
import dev.directrix.bgp.capability.Multiprotocol;
import dev.directrix.bgp.capability.Operational;
import dev.directrix.bgp.capability.PathsLimit;
import dev.directrix.bgp.capability.RouteRefresh;
import dev.directrix.bgp.capability.SoftwareVersion;
import dev.directrix.bgp.exabgp.text.FamilyText;
import dev.directrix.bgp.wire.CodecContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The capabilities of an OPEN in the words of the text form. Stateless. */
final class CapabilityText {

    private CapabilityText() {
    }

    /** All of them, by code, in lower case. */
    static String of(final List<Capability> capabilities, final FormatVersion version) {
        return CapabilityGroups.of(capabilities, version).entrySet().stream().sorted(Map.Entry.comparingByKey())
            .map(entry -> of(entry.getValue())).collect(Collectors.joining(", ")).toLowerCase(Locale.ROOT);
    }

    private static String of(final List<Capability> group) {
        return switch (group.getFirst()) {
            case Multiprotocol ignored -> "multiprotocol(" + each(group, Multiprotocol.class,
                capability -> Stream.of(FamilyText.of(capability.family()))) + ")";
            case RouteRefresh ignored -> "route refresh";
            case CiscoRouteRefresh ignored -> "cisco route refresh";
            case EnhancedRouteRefresh ignored -> "enhanced route refresh";
            case ExtendedNextHop ignored -> "nexthop(" + each(group, ExtendedNextHop.class,
                capability -> capability.entries().stream().map(entry ->
                    FamilyText.of(entry.family()) + " " + FamilyText.afi(entry.nextHopAfi()))) + ")";
            case ExtendedMessage ignored -> "extended message(" + CodecContext.EXTENDED_MESSAGE_SIZE + ")";
            case GracefulRestart graceful -> "graceful restart flags 0x" + Integer.toHexString(graceful.flags())
                + " time " + graceful.restartTimeSeconds() + " " + graceful.entries().stream()
                    .map(entry -> CapabilityGroups.family(entry.family()) + "=0x" + Integer.toHexString(entry.flags()))
                    .collect(Collectors.joining(" "));
            case FourOctetAsn asn4 -> "asn4(" + asn4.asn() + ")";
            case AddPath ignored -> "addpath(" + each(group, AddPath.class, capability -> capability.entries().stream()
                .map(entry -> CapabilityGroups.addPath(entry) + " " + FamilyText.of(entry.family()))) + ")";
            case MultiSession multiSession -> "multisession"
                + (multiSession.code() == MultiSession.CODE ? " (rfc) " : " ")
                + multiSession.sessionIds().stream().map(String::valueOf).collect(Collectors.joining(" "));
            case Hostname name -> "hostname(" + name.host() + " " + name.domain() + ")";
            case SoftwareVersion software -> "software(" + software.version() + ")";
            case PathsLimit ignored -> "pathslimit(" + each(group, PathsLimit.class, capability -> capability.entries()
                .stream().map(entry -> FamilyText.of(entry.family()) + " " + entry.limit())) + ")";
            case LinkLocalNextHop ignored -> "link-local nexthop";
            case Operational ignored -> "operational";
            default -> CapabilityGroups.range(group.getFirst().code()) + " " + group.getFirst().code();
        };
    }

    private static <C extends Capability> String each(
        final List<Capability> group, final Class<C> kind, final Function<C, Stream<String>> words) {
        return group.stream().filter(kind::isInstance).map(kind::cast).flatMap(words).distinct()
            .collect(Collectors.joining(","));
    }
}

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
import dev.directrix.bgp.capability.RawCapability;
import dev.directrix.bgp.capability.RouteRefresh;
import dev.directrix.bgp.capability.SoftwareVersion;
import dev.directrix.bgp.exabgp.text.FamilyText;
import dev.directrix.bgp.wire.CodecContext;
import java.util.HexFormat;
import java.util.List;

/** Writes the capabilities of an OPEN. Stateless. */
final class CapabilityJson {

    private CapabilityJson() {
    }

    /**
     * Writes them as an object.
     *
     * @param byName whether the keys are ExaBGP's names, as in an OPEN that it sends, or the codes
     */
    static void write(
        final List<Capability> capabilities, final FormatVersion version, final boolean byName, final JsonWriter out) {
        out.beginObject("capabilities");
        CapabilityGroups.of(capabilities, version).forEach((code, group) -> {
            out.beginObject(byName ? CapabilityGroups.name(code) : Integer.toString(code));
            write(group, out);
            out.endObject();
        });
        out.endObject();
    }

    private static void write(final List<Capability> group, final JsonWriter out) {
        switch (group.getFirst()) {
            case Multiprotocol ignored -> {
                out.text("name", "multiprotocol").beginArray("families");
                each(group, Multiprotocol.class).stream().map(Multiprotocol::family).distinct()
                    .forEach(family -> out.text(CapabilityGroups.family(family)));
                out.endArray();
            }
            case RouteRefresh ignored -> out.text("name", "route-refresh").text("variant", "RFC");
            case CiscoRouteRefresh ignored -> out.text("name", "route-refresh").text("variant", "Cisco");
            case EnhancedRouteRefresh ignored -> out.text("name", "enhanced-route-refresh");
            case ExtendedNextHop ignored -> {
                out.text("name", "nexthop").beginArray("conversion");
                each(group, ExtendedNextHop.class).stream().flatMap(all -> all.entries().stream()).distinct()
                    .forEach(entry -> out.text(
                        CapabilityGroups.family(entry.family()) + "/" + FamilyText.afi(entry.nextHopAfi())));
                out.endArray();
            }
            case ExtendedMessage ignored ->
                out.text("name", "extended-message").number("size", CodecContext.EXTENDED_MESSAGE_SIZE);
            case GracefulRestart graceful -> gracefulRestart(graceful, out);
            case FourOctetAsn asn4 -> out.text("name", "asn4").number("asn4", asn4.asn());
            case AddPath ignored -> {
                out.text("name", "addpath");
                each(group, AddPath.class).stream().flatMap(all -> all.entries().stream())
                    .forEach(entry ->
                        out.text(CapabilityGroups.family(entry.family()), CapabilityGroups.addPath(entry)));
            }
            case MultiSession multiSession -> {
                out.text("name", "multisession")
                    .text("variant", multiSession.code() == MultiSession.CODE ? "RFC" : "Cisco")
                    .beginArray("capabilities");
                multiSession.sessionIds().forEach(id -> out.text(Integer.toString(id)));
                out.endArray();
            }
            case Hostname name -> out.text("host-name", name.host()).text("domain-name", name.domain());
            case SoftwareVersion software -> out.text("software", software.version());
            case PathsLimit ignored -> {
                out.text("name", "paths-limit");
                each(group, PathsLimit.class).stream().flatMap(all -> all.entries().stream())
                    .forEach(entry -> out.number(CapabilityGroups.family(entry.family()), entry.limit()));
            }
            case LinkLocalNextHop ignored -> out.text("name", "link-local-nexthop");
            case Operational ignored -> out.text("name", "operational");
            case RawCapability raw -> out.text("name", "unknown").text("iana", CapabilityGroups.range(raw.code()))
                .number("value", raw.code())
                .text("raw", HexFormat.of().withUpperCase().formatHex(raw.value().toBytes()));
            default -> throw new IllegalStateException("no form for " + group.getFirst().text());
        }
    }

    private static void gracefulRestart(final GracefulRestart graceful, final JsonWriter out) {
        out.text("name", "graceful restart").number("time", graceful.restartTimeSeconds())
            .beginObject("address-family-flags");
        for (final GracefulRestart.Entry entry : graceful.entries()) {
            out.beginArray(CapabilityGroups.family(entry.family()));
            if (entry.forwarding()) {
                out.text("restart");
            }
            out.endArray();
        }
        out.endObject().beginArray("restart-flags");
        // The two names stand for each other's flag; that is how ExaBGP has always told them.
        if (graceful.restarted()) {
            out.text("forwarding");
        }
        out.endArray();
    }

    private static <C extends Capability> List<C> each(final List<Capability> group, final Class<C> kind) {
        return group.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}

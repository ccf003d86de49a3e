package dev.directrix.bgp.exabgp.api;

import dev.directrix.bgp.exabgp.config.CapabilityOptions;
import dev.directrix.bgp.exabgp.config.ExabgpNeighbor;
import dev.directrix.bgp.exabgp.text.AddressText;
import dev.directrix.bgp.exabgp.text.ConfiguredRoute;
import dev.directrix.bgp.exabgp.text.FamilyText;
import dev.directrix.bgp.exabgp.text.RouteText;
import java.util.ArrayList;
import java.util.List;

/** A neighbour as one would write it into a configuration; passwords stay out. */
final class NeighborText {

    private NeighborText() {
    }

    static List<String> of(final ExabgpNeighbor neighbor) {
        final List<String> lines = new ArrayList<>();
        lines.add("neighbor " + (neighbor.isRange() ? neighbor.peer() : AddressText.of(neighbor.peerAddress())) + " {");
        if (!neighbor.description().isEmpty()) {
            lines.add("  description \"" + neighbor.description() + "\";");
        }
        lines.add("  router-id " + AddressText.of(neighbor.routerId()) + ";");
        lines.add("  local-address " + neighbor.localAddress().map(AddressText::of).orElse("auto") + ";");
        lines.add("  local-as " + (neighbor.localAs().isPresent() ? neighbor.localAs().getAsLong() : "auto") + ";");
        lines.add("  peer-as " + (neighbor.peerAs().isPresent() ? neighbor.peerAs().getAsLong() : "auto") + ";");
        lines.add("  hold-time " + neighbor.holdTime().toSeconds() + ";");
        lines.add("  passive " + neighbor.connection().passive() + ";");
        lines.add("  group-updates " + neighbor.updates().groupUpdates() + ";");
        lines.add("  manual-eor " + neighbor.updates().manualEor() + ";");
        capabilities(neighbor.capabilities(), lines);
        lines.add("  family {");
        neighbor.families().forEach(family -> lines.add("    " + FamilyText.of(family) + ";"));
        lines.add("  }");
        neighbor.api().forEach(section -> {
            lines.add("  api " + (section.name().isEmpty() ? "" : section.name() + " ") + "{");
            lines.add("    processes [ " + String.join(" ", section.processes()) + " ];");
            lines.add("  }");
        });
        if (!neighbor.routes().isEmpty()) {
            lines.add("  static {");
            neighbor.routes().forEach(route -> lines.add("    route " + text(route) + ";"));
            lines.add("  }");
        }
        lines.add("}");
        return lines;
    }

    private static void capabilities(final CapabilityOptions options, final List<String> lines) {
        lines.add("  capability {");
        lines.add("    asn4 " + enabled(options.asn4()) + ";");
        lines.add("    route-refresh " + enabled(options.routeRefresh()) + ";");
        lines.add("    extended-message " + enabled(options.extendedMessage()) + ";");
        lines.add("    graceful-restart "
            + (options.gracefulRestart().isPresent() ? options.gracefulRestart().getAsInt() : "disable") + ";");
        lines.add("    multi-session " + enabled(options.multiSession()) + ";");
        lines.add("    operational " + enabled(options.operational()) + ";");
        lines.add("  }");
    }

    private static String text(final ConfiguredRoute route) {
        return RouteText.of(route.route())
            + route.watchdog().map(name -> " watchdog " + name).orElse("")
            + (route.withdraw() ? " withdraw" : "");
    }

    private static String enabled(final boolean value) {
        return value ? "enable" : "disable";
    }
}

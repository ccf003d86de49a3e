package dev.directrix.director.cli;

import com.google.gson.JsonElement;
import dev.directrix.director.cli.Paint.Tone;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.control.json.JsonBuilder;
import dev.directrix.forwarder.decap.DecapCounter;
import dev.directrix.forwarder.decap.DecapSettings;
import dev.directrix.forwarder.decap.TunnelKind;
import dev.directrix.forwarder.service.AddressRange;
import dev.directrix.linux.bpf.XdpMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What {@code directrix decap} says. */
final class DecapText {

    private DecapText() {
    }

    /** One line on what is taken. */
    static String running(final String device, final XdpMode mode, final DecapSettings settings) {
        final List<String> taken = new ArrayList<>();
        for (final TunnelKind kind : TunnelKind.values()) {
            if (settings.kinds().contains(kind)) {
                taken.add(kind.label() + detail(kind, settings));
            }
        }
        new TreeMap<>(settings.codes()).forEach((code, vips) -> taken.add("dscp " + code + " as "
            + vips.stream().map(AddressText::format).collect(Collectors.joining(" and "))));
        final StringBuilder line = new StringBuilder("decap on ").append(device).append(" (").append(word(mode))
            .append("): ").append(String.join(", ", taken)).append("; to ")
            .append(settings.locals().stream().map(AddressText::format).collect(Collectors.joining(", ")));
        if (!settings.kinds().isEmpty()) {
            line.append(" from ").append(settings.sources().isEmpty() ? "anywhere" : ranges(settings.sources()))
                .append("; VIPs ").append(ranges(settings.vips()));
        }
        return line.toString();
    }

    private static String detail(final TunnelKind kind, final DecapSettings settings) {
        return switch (kind) {
            case GRE -> settings.greKey().isPresent() ? " with key " + settings.greKey().getAsLong() : "";
            case GUE -> " on UDP " + settings.guePorts().stream().map(String::valueOf)
                .collect(Collectors.joining(" and "));
            case IPIP, MINIMAL -> "";
        };
    }

    /** The counters that are not zero, on one line. */
    static String line(final Map<DecapCounter, Long> counters) {
        final String counted = counters.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getKey().label() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
        return counted.isEmpty() ? "no packets" : counted;
    }

    /** All counters. */
    static String table(final Map<DecapCounter, Long> counters, final Paint paint) {
        final TextTable table = new TextTable(paint, "COUNTER", "OUTCOME", ">PACKETS");
        counters.forEach((counter, packets) -> table.row(counter.label(),
            new TextTable.Cell(word(counter.outcome()),
                counter.outcome() == DecapCounter.Outcome.DROPPED && packets > 0 ? Tone.BAD : Tone.PLAIN),
            packets));
        return table.render();
    }

    /** All counters, for programs. */
    static JsonElement json(final String device, final XdpMode mode, final Map<DecapCounter, Long> counters) {
        return new JsonBuilder().put("interface", device).put("mode", word(mode))
            .put("counters", counters.entrySet(), entry -> new JsonBuilder().put("name", entry.getKey().label())
                .put("outcome", word(entry.getKey().outcome())).put("packets", entry.getValue()).build())
            .build();
    }

    private static String ranges(final List<AddressRange> ranges) {
        return ranges.stream()
            .map(range -> AddressText.format(range.address()) + (range.single() ? "" : "/" + range.bits()))
            .collect(Collectors.joining(", "));
    }

    private static String word(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}

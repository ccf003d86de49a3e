package dev.directrix.director.cli;

import dev.directrix.director.cli.Paint.Tone;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.config.DurationText;
import dev.directrix.director.control.DrainReport;
import dev.directrix.director.control.DrainStage;
import dev.directrix.director.control.VipDrain;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Drains as people read them.
 *
 * @param paint colours
 */
record DrainText(Paint paint) {

    private static final int BAR = 24;

    /** Each VIP with a bar that fills as its packets end, one line each. */
    List<String> bars(final DrainReport it) {
        return it.drains().stream().map(drain -> String.format(Locale.ROOT, "%-15s  %s  %s",
            AddressText.format(drain.vip()), bar(drain), line(drain))).toList();
    }

    /** What the director decided of the VIPs, one line. */
    String event(final VipDrain drain) {
        return AddressText.format(drain.vip()) + "  " + word(drain) + "  " + line(drain);
    }

    private static String word(final VipDrain drain) {
        return drain.stage().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String bar(final VipDrain drain) {
        final double left = drain.stage().over() || drain.peak() <= 0 ? 0
            : Math.min(1, drain.packetsPerSecond() / drain.peak());
        final int filled = drain.stage() == DrainStage.DRAINING && drain.peak() <= 0 ? 0
            : (int) Math.round(BAR * (1 - left));
        final Tone tone = switch (drain.stage()) {
            case DRAINING -> Tone.NOTICE;
            case HELD, WITHDRAWN, LAST_RESORT -> Tone.BAD;
            case MOVED -> Tone.GOOD;
        };
        return "[" + paint.apply(tone, "#".repeat(filled)) + "-".repeat(BAR - filled) + "]";
    }

    private static String line(final VipDrain drain) {
        return switch (drain.stage()) {
            case MOVED -> "withdrawn: no packets come any more";
            case WITHDRAWN -> "withdrawn after " + DurationText.format(drain.timeout()) + " although " + traffic(drain)
                + (drain.taken() ? ": the other directors take them" : "");
            case DRAINING -> traffic(drain) + ", " + Quantity.age(drain.age()) + " of "
                + DurationText.format(drain.timeout());
            case LAST_RESORT -> traffic(drain) + ", announced as last resort";
            case HELD -> traffic(drain) + ", held: no other director is known to take them";
        };
    }

    private static String traffic(final VipDrain drain) {
        return Quantity.rate(drain.packetsPerSecond()) + " packets/s of " + Quantity.rate(drain.peak())
            + drain.share().map(share -> String.format(Locale.ROOT, ", share %.1f%%", share * 100)).orElse("")
            + (drain.flows().isPresent() ? ", " + flows(drain.flows()) : "");
    }

    private static String flows(final OptionalLong flows) {
        return flows.getAsLong() + (flows.getAsLong() == 1 ? " flow" : " flows");
    }

    /** What would break if the VIPs that are held were withdrawn, and what to do. */
    static String held(final DrainReport it, final String again) {
        return it.drains().stream().filter(drain -> drain.stage() == DrainStage.HELD)
            .map(drain -> AddressText.format(drain.vip()) + ": "
                + (drain.flows().isPresent() ? flows(drain.flows()) + " (" : "")
                + Quantity.rate(drain.packetsPerSecond()) + " packets/s" + (drain.flows().isPresent() ? ")" : "")
                + " still come after " + DurationText.format(drain.timeout()))
            .collect(Collectors.joining("; "))
            + "; no other director is known to take them, so they would break: nothing was withdrawn, and the drain"
            + " goes on until they end by themselves; '" + again + " --force' withdraws, 'undrain' takes the drain"
            + " back";
    }
}

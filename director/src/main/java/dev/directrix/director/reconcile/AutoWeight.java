package dev.directrix.director.reconcile;

import dev.directrix.director.config.WeightAutoConfig;
import dev.directrix.ecmp.Announcement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The part of its configured ECMP weight that a VIP gets because of the load, and why. A weight acts on the load that
 * it is chosen by, so the decision is made to come to rest: it assumes that the load follows the weight in proportion,
 * lowers the weight to where the load would be at its limit, and raises it only as far as the load would stay below the
 * limit by the hysteresis. Between those nothing changes. Changes are bounded and far apart, as RFC 10005 section 7.2
 * asks of whoever announces a bandwidth that varies. Pure and immutable.
 *
 * @param percent   of the configured weight
 * @param changedMs when it last changed, milliseconds
 * @param why       what the last look saw, for people
 */
public record AutoWeight(int percent, long changedMs, String why) {

    private static final double WHOLE = 100;

    /** To begin with: as much as may be. */
    public static AutoWeight initial(final WeightAutoConfig settings, final long nowMs) {
        return new AutoWeight(settings.ceiling(), nowMs, "no look at the load yet");
    }

    /** The weight that this gives. */
    public int of(final int configured) {
        return (int) Math.clamp(Math.round(configured * percent / WHOLE), 1L, Announcement.MAX_WEIGHT);
    }

    /**
     * After another look.
     *
     * @param load since the look before
     */
    public AutoWeight on(final Load load, final WeightAutoConfig settings, final long nowMs) {
        final double pressure = pressure(load, settings);
        final double room = 1 - settings.damping().hysteresis() / WHOLE;
        double wanted = percent;
        if (pressure > 1) {
            wanted = Math.floor(percent / pressure);
        } else if (pressure * (percent + 1) <= room * percent) {
            wanted = pressure == 0 ? settings.ceiling() : Math.floor(percent * room / pressure);
        }
        if (settings.servers() && load.serversTotal() > 0) {
            wanted = Math.min(wanted, Math.floor(WHOLE * load.serversUp() / load.serversTotal()));
        }
        final int step = settings.damping().step();
        final int next = (int) Math.clamp(
            Math.clamp(wanted, (double) percent - step, (double) percent + step),
            (double) settings.floor(), (double) settings.ceiling());
        return new AutoWeight(next, next == percent ? changedMs : nowMs, text(load, settings));
    }

    /** How much of its limit the scarcest resource uses; above 1 it is too much. */
    private static double pressure(final Load load, final WeightAutoConfig settings) {
        final double cpu = settings.cpuPercent().isPresent()
            ? load.cpu() * WHOLE / settings.cpuPercent().getAsInt() : 0;
        final double packets = settings.packets().isPresent()
            ? load.packetsPerSecond() / settings.packets().getAsInt() : 0;
        return Math.max(cpu, packets);
    }

    private static String text(final Load load, final WeightAutoConfig settings) {
        final List<String> parts = new ArrayList<>();
        settings.cpuPercent().ifPresent(limit ->
            parts.add(String.format(Locale.ROOT, "cpu %.0f%% of %d%%", load.cpu() * WHOLE, limit)));
        settings.packets().ifPresent(limit ->
            parts.add(String.format(Locale.ROOT, "%.0f of %d packet/s", load.packetsPerSecond(), limit)));
        if (settings.servers()) {
            parts.add(load.serversUp() + " of " + load.serversTotal() + " servers up");
        }
        return String.join(", ", parts);
    }
}

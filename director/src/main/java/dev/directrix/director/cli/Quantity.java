package dev.directrix.director.cli;

import java.time.Duration;
import java.util.Locale;

/** Numbers for people. */
final class Quantity {

    private static final String[] UNITS = {"", "k", "M", "G", "T", "P"};

    private Quantity() {
    }

    /** Three digits or so: {@code 950}, {@code 1.2k}, {@code 34.5M}. */
    static String rate(final double value) {
        double scaled = value;
        int unit = 0;
        while (scaled >= 999.5 && unit < UNITS.length - 1) {
            scaled /= 1000;
            unit++;
        }
        return unit == 0 || scaled >= 99.95
            ? Math.round(scaled) + UNITS[unit] : String.format(Locale.ROOT, "%.1f%s", scaled, UNITS[unit]);
    }

    /** The two largest units: {@code 12s}, {@code 3m05s}, {@code 1h02m}, {@code 4d07h}. */
    static String age(final Duration duration) {
        final long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60);
        }
        if (seconds < 86_400) {
            return String.format(Locale.ROOT, "%dh%02dm", seconds / 3600, seconds % 3600 / 60);
        }
        return String.format(Locale.ROOT, "%dd%02dh", seconds / 86_400, seconds % 86_400 / 3600);
    }

    /** A share of a whole in percent: {@code 33.3%}. */
    static String share(final long part, final long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", 100.0 * part / whole);
    }
}

package dev.directrix.director.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 300ms}, {@code 5s}, {@code 1m}, {@code 2h}, {@code 1d}. */
public final class DurationText {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private DurationText() {
    }

    /**
     * Reads a whole number and its unit; {@code 0} needs none.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Duration parse(final String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        final Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            final String hint = text.matches("\\d+")
                ? "add a unit, as in " + text + "s"
                : "write it as 300ms, 5s or 1m";
            throw new IllegalArgumentException("'" + text + "' is not a duration; " + hint);
        }
        final long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** The shortest exact form, down to milliseconds. */
    public static String format(final Duration duration) {
        final long millis = duration.toMillis();
        if (millis == 0) {
            return "0s";
        }
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        final long seconds = millis / 1000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}

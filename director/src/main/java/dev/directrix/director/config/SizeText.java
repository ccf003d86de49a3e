package dev.directrix.director.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts as people write them: {@code 1048576}, {@code 500k}, {@code 2M} or, by powers of 1024, {@code 1Mi}. */
public final class SizeText {

    private static final Pattern FORM = Pattern.compile("(\\d{1,12})(|k|M|G|Ki|Mi|Gi)");

    private SizeText() {
    }

    /**
     * Reads a whole number with or without a unit.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static long parse(final String text) {
        final Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a size; write it as 1048576, 500k, 2M or 1Mi");
        }
        final long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "k" -> Math.multiplyExact(number, 1_000L);
            case "M" -> Math.multiplyExact(number, 1_000_000L);
            case "G" -> saturated(number, 1_000_000_000L);
            case "Ki" -> Math.multiplyExact(number, 1L << 10);
            case "Mi" -> Math.multiplyExact(number, 1L << 20);
            case "Gi" -> saturated(number, 1L << 30);
            default -> number;
        };
    }

    private static long saturated(final long number, final long unit) {
        return number > Long.MAX_VALUE / unit ? Long.MAX_VALUE : number * unit;
    }
}

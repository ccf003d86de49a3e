package dev.directrix.director.admin;

import java.util.List;

/** Writes the Prometheus text format 0.0.4. One use, one thread. */
final class MetricsText {

    private final StringBuilder text = new StringBuilder(16 * 1024);

    /** Begins a family. */
    MetricsText family(final String name, final String type, final String help) {
        text.append("# HELP ").append(name).append(' ').append(escape(help, false)).append('\n')
            .append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    /**
     * One sample of the family.
     *
     * @param labels names and values in turn
     */
    MetricsText sample(final String name, final double value, final List<String> labels) {
        text.append(name);
        for (int i = 0; i + 1 < labels.size(); i += 2) {
            text.append(i == 0 ? '{' : ',').append(labels.get(i)).append("=\"")
                .append(escape(labels.get(i + 1), true)).append('"');
        }
        if (!labels.isEmpty()) {
            text.append('}');
        }
        text.append(' ').append(number(value)).append('\n');
        return this;
    }

    private static String number(final double value) {
        final boolean whole = value == Math.rint(value) && Math.abs(value) < 1L << 53;
        return whole ? Long.toString((long) value) : Double.toString(value);
    }

    private static String escape(final String value, final boolean quotes) {
        final String escaped = value.replace("\\", "\\\\").replace("\n", "\\n");
        return quotes ? escaped.replace("\"", "\\\"") : escaped;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

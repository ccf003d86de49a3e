package dev.directrix.director.cli;

import dev.directrix.director.control.TableForecast.Pool;
import dev.directrix.director.plan.Change;
import dev.directrix.director.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A chart of the shares before and after a change, as SVG 1.1 that needs nothing else: two bars for each director and,
 * where a table changes, for each server. Colours follow the reader's choice of light or dark.
 *
 * @param plan what is shown
 */
record PlanChart(Plan plan) {

    private static final int WIDTH = 760;
    private static final int BARS_FROM = 170;
    private static final int BARS_WIDTH = 480;
    private static final int BAR = 12;
    private static final int ROW = 38;
    private static final int HEADING = 44;
    private static final int TOP = 76;
    private static final String STYLE = """
          <style>
            svg { font: 13px system-ui, sans-serif; }
            .ground { fill: #ffffff; } .text { fill: #1f2328; } .quiet { fill: #59636e; }
            .before { fill: #a0a9b4; } .after { fill: #0969da; } .axis { stroke: #d1d9e0; }
            .title { font-size: 16px; font-weight: 600; } .group { font-weight: 600; }
            @media (prefers-color-scheme: dark) {
              .ground { fill: #0d1117; } .text { fill: #f0f6fc; } .quiet { fill: #9198a1; }
              .before { fill: #656c76; } .after { fill: #4493f8; } .axis { stroke: #3d444d; }
            }
          </style>
        """;

    /** One pair of bars. */
    private record Row(String name, double before, double after) {
    }

    /** Rows with a heading. */
    private record Group(String heading, List<Row> rows) {
    }

    String svg() {
        final List<Group> groups = groups();
        final int height = TOP + 24
            + groups.stream().mapToInt(group -> HEADING + ROW * group.rows().size()).sum();
        final String title = plan.changes().stream().map(Change::toString).collect(Collectors.joining(", then "));
        final StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
            .append(String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " viewBox=\"0 0 %d %d\" role=\"img\">\n", WIDTH, height, WIDTH, height))
            .append("  <title>").append(escaped("Shares before and after: " + title)).append("</title>\n")
            .append(STYLE)
            .append(String.format(
                Locale.ROOT, "  <rect class=\"ground\" width=\"%d\" height=\"%d\"/>\n", WIDTH, height))
            .append(text("text title", 16, 30, shortened(title)));
        legend(out);
        int y = TOP;
        for (final Group group : groups) {
            y = group(out, group, y);
        }
        return out.append("</svg>\n").toString();
    }

    private List<Group> groups() {
        final List<Group> groups = new ArrayList<>();
        groups.add(new Group("Directors, at " + plan.directors().receiver().name(), plan.usual().shares().stream()
            .map(share -> new Row(share.director(), share.before(), share.after())).toList()));
        plan.tables().pools().stream().filter(pool -> pool.changed() > 0)
            .forEach(pool -> groups.add(new Group("Servers of pool " + pool.name(), rows(pool))));
        return groups;
    }

    private static List<Row> rows(final Pool pool) {
        return pool.servers().stream().map(server -> new Row(server.name(), (double) server.slots() / pool.slots(),
            (double) server.slotsAfter() / pool.slotsAfter())).toList();
    }

    private static void legend(final StringBuilder out) {
        out.append("  <rect class=\"before\" x=\"16\" y=\"44\" width=\"12\" height=\"12\"/>\n")
            .append(text("quiet", 34, 55, "before"))
            .append("  <rect class=\"after\" x=\"96\" y=\"44\" width=\"12\" height=\"12\"/>\n")
            .append(text("quiet", 114, 55, "after"));
    }

    private static int group(final StringBuilder out, final Group group, final int from) {
        int y = from + HEADING;
        out.append(text("text group", 16, y - 14, group.heading()))
            .append(String.format(Locale.ROOT, "  <line class=\"axis\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n",
                BARS_FROM, y - 4, BARS_FROM, y - 4 + ROW * group.rows().size()));
        final double most = group.rows().stream().mapToDouble(row -> Math.max(row.before(), row.after())).max()
            .orElse(1);
        for (final Row row : group.rows()) {
            out.append(text("text", 16, y + BAR + 4, shortened(row.name(), 20)));
            bar(out, "before", y, row.before(), most);
            bar(out, "after", y + BAR + 2, row.after(), most);
            y += ROW;
        }
        return y;
    }

    private static void bar(
        final StringBuilder out, final String name, final int y, final double share, final double most) {
        final double width = most == 0 ? 0 : BARS_WIDTH * share / most;
        out.append(String.format(
                Locale.ROOT, "  <rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n",
                name, BARS_FROM, y, width, BAR))
            .append(text("quiet", BARS_FROM + (int) Math.round(width) + 6, y + BAR - 2,
                String.format(Locale.ROOT, "%.1f %%", 100 * share)));
    }

    private static String shortened(final String text) {
        return shortened(text, 90);
    }

    private static String shortened(final String text, final int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "\u2026";
    }

    private static String text(final String name, final int x, final int y, final String text) {
        return String.format(
            Locale.ROOT, "  <text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n", name, x, y, escaped(text));
    }

    private static String escaped(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}

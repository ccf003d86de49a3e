package dev.directrix.director.cli;

import dev.directrix.director.cli.Paint.Tone;
import dev.directrix.director.cli.TextTable.Cell;
import dev.directrix.director.control.ClusterReport;
import dev.directrix.director.control.ClusterReport.Standing;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reports of a cluster as people read them.
 *
 * @param paint colours
 */
record ClusterText(Paint paint) {

    private static final long MICROS_PER_MILLI = 1_000;

    /** What {@code directrix status} says of it: some lines. */
    String summary(final ClusterReport it) {
        final StringBuilder out = new StringBuilder("cluster   ").append(it.name()).append(", ")
            .append(standing(it)).append(", ").append(it.serving()).append(" of ").append(it.members().size())
            .append(" members serve").append(names(it)).append('\n');
        it.tables().ifPresent(tables -> out.append("          ").append(epoch(tables)).append(", ")
            .append(exceptions(tables)).append('\n'));
        out.append("          ").append(etcd(it.etcd())).append('\n');
        it.why().ifPresent(why -> out.append("obstacle  ").append(paint.apply(Tone.BAD, why)).append('\n'));
        it.waits().ifPresent(waits -> out.append("waits     for ").append(paint.apply(Tone.NOTICE, waits))
            .append('\n'));
        warnings(out, it);
        return out.toString();
    }

    /** Those that serve, then each that does not, with how it stands. */
    private String names(final ClusterReport it) {
        final String serving = it.members().stream().filter(member -> member.standing() == Standing.SERVING)
            .map(ClusterReport.Member::name).collect(Collectors.joining(", "));
        final Stream<String> others = it.members().stream().filter(member -> member.standing() != Standing.SERVING)
            .map(member -> member.name() + " " + paint.apply(cell(member.standing()).tone(),
                cell(member.standing()).text()));
        final String all = Stream.concat(Stream.of(serving), others).filter(part -> !part.isEmpty())
            .collect(Collectors.joining("; "));
        return all.isEmpty() ? "" : ": " + all;
    }

    /** {@code directrix cluster members}. */
    String members(final ClusterReport it) {
        final TextTable table = new TextTable(paint, "MEMBER", "INCARNATION", "ENDPOINT", "STATE", ">ENTERED", "LINK",
            ">HEARD", ">RTT", ">SENT", ">RESENT", ">RECEIVED", ">UNACKED", ">REFUSED", "WAITS FOR");
        for (final ClusterReport.Member member : it.members()) {
            final Optional<ClusterReport.Link> link = member.link();
            table.row(member.name(), member.incarnation(), member.endpoint(), cell(member.standing()),
                member.entered(),
                link.map(l -> l.up() ? new Cell("up", Tone.GOOD) : new Cell("down", Tone.BAD))
                    .orElse(new Cell("this one", Tone.PLAIN)),
                link.flatMap(ClusterReport.Link::heardAgo).map(ClusterText::seconds).orElse("-"),
                link.map(l -> millis(l.rttMicros())).orElse("-"), count(link.map(ClusterReport.Link::sent)),
                count(link.map(ClusterReport.Link::resent)), count(link.map(ClusterReport.Link::received)),
                count(link.map(ClusterReport.Link::unacked)), count(link.map(ClusterReport.Link::refused)),
                member.waits().orElse(""));
        }
        return "cluster " + it.name() + ", seen by " + it.member() + "\n\n" + table.render();
    }

    /** {@code directrix cluster epoch}. */
    String epoch(final ClusterReport it) {
        final StringBuilder out = new StringBuilder("cluster     ").append(it.name()).append("\nmember      ")
            .append(it.member()).append(", ").append(standing(it)).append('\n');
        it.tables().ifPresent(tables -> out.append("record      version ").append(tables.version())
            .append(", entered ").append(tables.entered())
            .append("\nepoch       ").append(tables.epoch()).append(", ").append(phase(tables))
            .append("\ntransit     ").append(tables.slotsInTransit()).append(" slots")
            .append("\nexceptions  ").append(tables.exceptions()).append(" of ").append(tables.exceptionRoom())
            .append(" (").append(Quantity.share(tables.exceptions(), tables.exceptionRoom())).append(")\n"));
        out.append("etcd        ").append(answers(it.etcd())).append('\n');
        it.why().ifPresent(why -> out.append("obstacle    ").append(why).append('\n'));
        out.append("waits for   ").append(it.waits().orElse("nothing")).append('\n');
        warnings(out, it);
        if (!it.counters().isEmpty()) {
            final TextTable counters = new TextTable(paint, "COUNTER", ">VALUE");
            for (final Map.Entry<String, Long> counter : it.counters().entrySet()) {
                counters.row(counter.getKey(), counter.getValue());
            }
            out.append('\n').append(counters.render());
        }
        return out.toString();
    }

    /** {@code directrix cluster settle}. */
    String settle(final ClusterReport it) {
        if (it.tables().flatMap(ClusterReport.Tables::settle).isEmpty()) {
            return "no change of the tables is under way" + it.tables()
                .map(tables -> ": epoch " + tables.epoch() + ", the last one pinned " + tables.pinned() + " flows here")
                .orElse("") + it.waits().map(waits -> "\nwaits for   " + waits).orElse("");
        }
        final ClusterReport.Tables tables = it.tables().get();
        final ClusterReport.Settle settle = tables.settle().get();
        final StringBuilder out = new StringBuilder("settle      ").append(settle.number()).append(", ")
            .append(settle.kind()).append(settle.sweep() ? ", looks through all exceptions" : "").append(", ")
            .append(tables.phase());
        line(out, "pools       ", settle.pools().isEmpty(), String.join(", ", settle.pools()));
        line(out, "dead        ", settle.dead().isEmpty(), String.join(", ", settle.dead()));
        out.append("\ntransit     ").append(tables.slotsInTransit()).append(" slots\npinned      ")
            .append(tables.pinned()).append(" flows here\nwaits for   ").append(it.waits().orElse("nothing"))
            .append("\n\n");
        final TextTable table =
            new TextTable(paint, "MEMBER", "STATE", "PREPARED", "COLLECTED", "READY", "SWITCHED", "WAITS FOR");
        for (final ClusterReport.Member member : it.members()) {
            table.row(member.name(), cell(member.standing()), done(member.steps().prepared()),
                done(member.steps().collected()), done(member.steps().ready()), done(member.steps().switched()),
                member.waits().orElse(""));
        }
        return out.append(table.render()).toString();
    }

    private static void line(final StringBuilder out, final String name, final boolean empty, final String value) {
        if (!empty) {
            out.append('\n').append(name).append(value);
        }
    }

    private void warnings(final StringBuilder out, final ClusterReport it) {
        final String warning = paint.apply(Tone.BAD, "warning") + "   ";
        it.disputed().forEach(server -> out.append(warning).append("server ").append(server.server())
            .append(" is down for ").append(String.join(", ", server.deadFor())).append(" and up for others\n"));
        if (!it.missed().isEmpty()) {
            out.append(warning).append(String.join(", ", it.missed())).append(" are gone at once and might keep each"
                + " other alive: changes wait; see directrix cluster off --help\n");
        }
        it.differs().forEach(pool -> out.append(warning).append("the members' configurations differ about pool ")
            .append(pool).append('\n'));
    }

    private String standing(final ClusterReport it) {
        final Cell cell = cell(it.standing());
        return paint.apply(cell.tone(), cell.text())
            + (it.standing() == Standing.SERVING ? ", valid for " + seconds(it.validity()) : "");
    }

    private static String epoch(final ClusterReport.Tables it) {
        return "epoch " + it.epoch() + ", " + phase(it)
            + (it.slotsInTransit() == 0 ? "" : ", " + it.slotsInTransit() + " slots in transit");
    }

    private static String phase(final ClusterReport.Tables it) {
        return it.phase() + it.settle()
            .map(settle -> " (settle " + settle.number() + ", " + settle.kind() + ")").orElse("");
    }

    private static String exceptions(final ClusterReport.Tables it) {
        return it.exceptions() + " of " + it.exceptionRoom() + " exceptions";
    }

    private String etcd(final ClusterReport.Etcd it) {
        return "etcd " + answers(it);
    }

    private String answers(final ClusterReport.Etcd it) {
        return it.answers() ? "answers: " + it.detail()
            : paint.apply(Tone.BAD, "does not answer") + ", changes wait: " + it.detail();
    }

    private static Cell cell(final Standing standing) {
        return new Cell(standing.name().toLowerCase(Locale.ROOT), switch (standing) {
            case SERVING -> Tone.GOOD;
            case JOINING -> Tone.NOTICE;
            case SILENT, OUTSIDE -> Tone.BAD;
        });
    }

    private static Cell done(final boolean done) {
        return done ? new Cell("yes", Tone.GOOD) : new Cell("no", Tone.NOTICE);
    }

    private static String count(final Optional<Long> value) {
        return value.map(it -> Long.toString(it)).orElse("-");
    }

    private static String millis(final OptionalLong micros) {
        return micros.isPresent()
            ? String.format(Locale.ROOT, "%.1fms", (double) micros.getAsLong() / MICROS_PER_MILLI) : "-";
    }

    private static String seconds(final Duration time) {
        return String.format(Locale.ROOT, "%.1fs", time.toMillis() / 1000.0);
    }
}

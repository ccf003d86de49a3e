package dev.directrix.director.cli;

import dev.directrix.director.cli.Paint.Tone;
import dev.directrix.director.cli.TextTable.Cell;
import dev.directrix.director.control.TableForecast.Pool;
import dev.directrix.director.control.TableForecast.Server;
import dev.directrix.director.plan.Change;
import dev.directrix.director.plan.Plan;
import dev.directrix.director.plan.RouterForecast;
import dev.directrix.director.plan.Settle;
import dev.directrix.ecmp.forecast.Forecast;
import dev.directrix.ecmp.hash.GroupEntry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Plans as people read them.
 *
 * @param paint colours
 */
record PlanText(Paint paint) {

    String text(final Plan plan) {
        final StringBuilder out = new StringBuilder("plan    ").append(plan.changes().stream().map(Change::toString)
            .collect(Collectors.joining(", then "))).append("\nrouter  ").append(plan.directors().receiver().name())
            .append('\n');
        settle(out, plan.settle());
        out.append('\n').append(directors(plan)).append('\n').append(routers(plan));
        if (!plan.tables().pools().isEmpty()) {
            out.append('\n').append(pools(plan)).append('\n').append(servers(plan));
        }
        return out.toString();
    }

    private static void settle(final StringBuilder out, final Settle it) {
        out.append("settle  ").append(switch (it.course()) {
            case NONE -> "none: no flow gets another server by the tables";
            case AT_ONCE -> "none: directors that stand alone change over at once, each by itself";
            case RESTART -> "none: a cluster has one table size, so all its directors have to be stopped and started;"
                + " flows whose slot gets another server break";
            case SETTLE -> "new flows follow after " + span(it.newFlows()) + ", in force everywhere after "
                + span(it.inForce());
        }).append('\n');
        if (it.pins().isPresent()) {
            out.append("load    ").append(it.pins().getAsLong()).append(" flows pinned: ")
                .append(range(it.octets())).append(" octets and ").append(range(it.cpuMillis()))
                .append(" ms of CPU, all directors together\n");
        }
    }

    private String directors(final Plan plan) {
        final TextTable table =
            new TextTable(paint, "DIRECTOR", ">WEIGHT", ">NEW", ">IN ROUTER", ">NEW", ">SHARE", ">NEW");
        for (final Forecast.Share share : plan.usual().shares()) {
            final String name = share.director();
            table.row(name, weight(plan.directors().before().get(name)), weight(plan.directors().after().get(name)),
                inRouter(plan.directors().routerWeights(), name), inRouter(plan.directors().routerWeightsAfter(), name),
                percent(share.before()), changed(share.before(), share.after()));
        }
        return table.render();
    }

    private String routers(final Plan plan) {
        if (!plan.directors().changes()) {
            return "no flow moves between directors\n";
        }
        final TextTable table = new TextTable(paint, "NEXT HOPS BY", ">MOVED", ">DIRECTOR GONE", ">NEEDLESSLY",
            ">OF THE OTHERS", ">IN ANY ORDER");
        for (final RouterForecast router : plan.routers()) {
            final Forecast forecast = router.forecast();
            table.row(router.router(), percent(forecast.moved()), percent(forecast.gone()),
                percent(forecast.needless()), percent(forecast.movedOfStaying()),
                percent(router.orders().least()) + " to " + percent(router.orders().most()));
        }
        return table.render();
    }

    private String pools(final Plan plan) {
        final TextTable table = new TextTable(paint, "POOL", "SCHEDULER", ">SLOTS", ">NEW", ">OTHER SERVER",
            ">ALONE: NOW", ">LATER", ">IN A CLUSTER", ">FLOWS", ">PINNED");
        for (final Pool pool : plan.tables().pools()) {
            table.row(pool.name(), pool.scheduler(), pool.slots(), pool.slotsAfter(), percent(pool.changed()),
                percent(plan.movesAtOnce(pool)), percent(plan.movesLater(pool)), none(plan.movesInCluster(pool)),
                count(pool.flows()), count(pool.pins()));
        }
        return table.render();
    }

    private String servers(final Plan plan) {
        final TextTable table =
            new TextTable(paint, "POOL", "SERVER", ">WEIGHT", ">NEW", ">SLOTS", ">NEW", ">SHARE", ">NEW");
        for (final Pool pool : plan.tables().pools()) {
            for (final Server server : pool.servers()) {
                final double before = (double) server.slots() / pool.slots();
                final double after = (double) server.slotsAfter() / pool.slotsAfter();
                table.row(pool.name(), server.name(), server.weight(), server.weightAfter(), server.slots(),
                    server.slotsAfter(), percent(before), changed(before, after));
            }
        }
        return table.render();
    }

    private static Cell none(final double part) {
        return new Cell(part == 0 ? "none" : percent(part), part == 0 ? Tone.GOOD : Tone.BAD);
    }

    private static Cell changed(final double before, final double after) {
        return new Cell(percent(after), before == after ? Tone.PLAIN : Tone.NOTICE);
    }

    private static String weight(final Integer weight) {
        return Optional.ofNullable(weight).map(it -> Integer.toString(it)).orElse("-");
    }

    /** The sum of a director's next hops. */
    private static String inRouter(final List<GroupEntry> entries, final String director) {
        return entries.stream().filter(entry -> entry.director().equals(director)).map(GroupEntry::weight)
            .reduce(Integer::sum).map(weight -> Integer.toString(weight)).orElse("-");
    }

    private static String count(final OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "-";
    }

    private static String span(final Optional<Settle.Span> span) {
        return span.map(it -> seconds(it.least().toMillis()) + " to " + seconds(it.most().toMillis())).orElse("-");
    }

    private static String seconds(final long millis) {
        return String.format(Locale.ROOT, "%.1fs", millis / 1000.0);
    }

    private static String range(final Optional<Settle.Range> range) {
        return range.map(it -> Quantity.rate(it.least()) + " to " + Quantity.rate(it.most())).orElse("-");
    }

    private static String percent(final double part) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * part);
    }
}

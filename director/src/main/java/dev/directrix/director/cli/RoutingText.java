package dev.directrix.director.cli;

import dev.directrix.director.cli.Paint.Tone;
import dev.directrix.director.cli.TextTable.Cell;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.config.DurationText;
import dev.directrix.director.control.NeighborReport;
import dev.directrix.director.control.RouteReport;
import dev.directrix.director.control.RoutesReport;
import java.net.InetAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Sessions and routes as people read them.
 *
 * @param paint colours
 */
record RoutingText(Paint paint) {

    private static final int LABEL_WIDTH = 15;

    /** All sessions; what was wrong and is over stands in brackets, with its time. */
    String neighbors(final List<NeighborReport> neighbors) {
        return table(neighbors, true);
    }

    /** The sessions at a glance: only what is wrong now. */
    String summary(final List<NeighborReport> neighbors) {
        return table(neighbors, false);
    }

    private String table(final List<NeighborReport> neighbors, final boolean past) {
        final TextTable table = new TextTable(paint, "NEIGHBOR", ">AS", "STATE", ">SINCE", ">FLAPS", ">ROUTES",
            ">SENT", ">RECEIVED", ">HOLD", "BFD", "ROUTER ID", "WHY DOWN");
        for (final NeighborReport neighbor : neighbors) {
            final String over = past && neighbor.isEstablished() ? neighbor.lastDown()
                .map(event -> "(" + Quantity.age(event.ago()) + " ago: " + event.text() + ")").orElse("") : "";
            table.row(neighbor.name(), asn(neighbor), state(neighbor), Quantity.age(neighbor.sinceChange()),
                neighbor.flaps(), neighbor.routes().announced(), neighbor.sent().total(),
                neighbor.received().total(), neighbor.holdTime().toSeconds() + "s",
                bfd(neighbor), neighbor.session().map(session -> text(session.routerId())).orElse("-"),
                neighbor.error().orElse(over));
        }
        final StringBuilder out =
            new StringBuilder(table.isEmpty() ? "no BGP neighbor is configured" : table.render());
        neighbors.forEach(neighbor -> neighbor.warnings().forEach(warning -> out.append(
            paint.apply(Tone.NOTICE, "warning")).append("  ").append(neighbor.name()).append(": ").append(warning)
            .append('\n')));
        return out.toString();
    }

    /** Everything about one session. */
    String neighbor(final NeighborReport it) {
        final StringBuilder out = new StringBuilder();
        line(out, "neighbor", it.name() + ", AS " + asn(it) + it.session().map(
            session -> session.internal() ? ", internal" : ", external").orElse("")
            + (it.description().isEmpty() ? "" : ", \"" + it.description() + "\""));
        line(out, "state", paint.apply(state(it).tone(), it.state()) + " for " + Quantity.age(it.sinceChange())
            + ", came up " + times(it.timesUp()) + ", went down " + times(it.flaps()));
        it.error().ifPresent(error -> line(out, "why down", paint.apply(state(it).tone(), error)));
        if (it.isEstablished()) {
            it.lastDown().ifPresent(event -> line(out, "last down", when(event) + ": " + event.text()));
        }
        it.notificationSent().ifPresent(event -> line(out, "last sent", notification(event)));
        it.notificationReceived().ifPresent(event -> line(out, "last received", notification(event)));
        connection(out, it);
        timers(out, it);
        it.bfd().ifPresent(bfd -> bfd(out, bfd));
        capabilities(out, it);
        inbound(out, it);
        line(out, "routes", it.routes().announced() + " announced, " + it.routes().pending()
            + " pending; link bandwidth " + it.settings().linkBandwidth() + "; see directrix routes --neighbor "
            + it.name());
        it.replication().ifPresent(copies -> line(out, "copies", copies.way() + ", a path for each "
            + copies.weightPerPath() + " of weight" + (copies.nextHops().isEmpty() ? "" : "; next hops "
            + copies.nextHops().stream().map(AddressText::format).collect(Collectors.joining(" ")))));
        it.warnings().forEach(warning -> line(out, "warning", paint.apply(Tone.NOTICE, warning)));
        final TextTable messages = new TextTable(paint, "MESSAGES", ">OPEN", ">UPDATE", ">NOTIFICATION", ">KEEPALIVE",
            ">ROUTE-REFRESH", ">TOTAL");
        messages(messages, "sent", it.sent());
        messages(messages, "received", it.received());
        return out.append('\n').append(messages.render()).toString();
    }

    private static void connection(final StringBuilder out, final NeighborReport it) {
        final NeighborReport.Settings ours = it.settings();
        final String wanted = (it.address().isAnyLocalAddress() ? "the router" : text(it.address()))
            + " port " + ours.port()
            + ours.sourceAddress().map(source -> " from " + text(source)).orElse("");
        line(out, "connection", it.session()
            .map(session -> AddressText.format(session.local()) + " - " + AddressText.format(session.remote()))
            .orElse(ours.passive() ? "waits for " + wanted : "none to " + wanted)
            + ours.device().map(device -> " on " + device).orElse("") + ", " + ours.ttl() + ", "
            + (ours.authentication().equals("none") ? "no authentication" : ours.authentication()));
        line(out, "router id", it.session().map(session -> text(session.routerId()) + ", ").orElse("")
            + "ours is " + text(ours.routerId()) + " in AS " + ours.localAsn());
    }

    private static void timers(final StringBuilder out, final NeighborReport it) {
        final NeighborReport.Settings ours = it.settings();
        final String hold = it.session().map(session -> "hold " + seconds(session.holdTime()) + " (we offered "
            + seconds(ours.holdTime()) + ", the router " + seconds(session.peerHoldTime()) + "), keepalive "
            + seconds(session.keepalive())).orElse("hold " + seconds(ours.holdTime()) + " offered");
        line(out, "timers", hold + ", connect retry " + DurationText.format(ours.connectRetry()) + ", send hold "
            + seconds(ours.sendHold()));
    }

    private void bfd(final StringBuilder out, final NeighborReport.Bfd it) {
        line(out, "bfd", paint.apply(it.isUp() ? Tone.GOOD : Tone.BAD, it.state()) + " for "
            + Quantity.age(it.sinceChange()) + ", the router says " + it.remoteState() + "; detects in "
            + DurationText.format(it.detectionTime()) + ", sends every " + DurationText.format(it.sendInterval())
            + ", takes every " + DurationText.format(it.receiveInterval()) + "; "
            + (it.multihop() ? "multihop" : "single hop") + ", "
            + (it.authentication().equals("none") ? "no authentication" : it.authentication()));
        line(out, "", "came up " + times(it.ups()) + ", went down " + times(it.downs())
            + it.lastDown().map(why -> (it.isUp() ? " (last: " : ": ") + why + (it.isUp() ? ")" : "")).orElse("")
            + "; packets " + it.sent() + " sent, " + it.received() + " received, " + it.rejected() + " rejected");
        it.sendFailure().ifPresent(failure ->
            line(out, "", paint.apply(Tone.NOTICE, "the kernel refused to send: " + failure)));
    }

    private static void capabilities(final StringBuilder out, final NeighborReport it) {
        line(out, "we offer", String.join(", ", it.settings().capabilities()));
        it.session().ifPresent(session -> {
            line(out, "router offers", String.join(", ", session.received()));
            line(out, "agreed", String.join(", ", session.agreed()) + "; messages up to " + session.maxMessage()
                + " octets");
        });
    }

    private void inbound(final StringBuilder out, final NeighborReport it) {
        final String counts = it.inbound().prefixes().entrySet().stream()
            .map(count -> count.getKey() + " " + count.getValue()).collect(Collectors.joining(", "));
        final List<String> problems = new ArrayList<>();
        Map.of("malformed", it.inbound().malformed(), "looped", it.inbound().loops(), "leaked", it.inbound().leaks(),
            "with a wrong first AS", it.inbound().wrongFirstAs()).entrySet().stream()
            .filter(count -> count.getValue() > 0).sorted(Map.Entry.comparingByKey())
            .forEach(count -> problems.add(count.getValue() + " " + count.getKey()));
        line(out, "received", (counts.isEmpty() ? "no prefixes" : counts)
            + (it.settings().maxPrefixes().isPresent()
                ? " of at most " + it.settings().maxPrefixes().getAsInt() : ", no limit")
            + "; none is imported" + (problems.isEmpty() ? ""
                : "; " + paint.apply(Tone.NOTICE, "UPDATEs " + String.join(", ", problems))));
    }

    private static void messages(final TextTable table, final String way, final NeighborReport.Messages it) {
        table.row(way, it.opens(), it.updates(), it.notifications(), it.keepalives(), it.routeRefreshes(), it.total());
    }

    /** Routes as a table, then what is missing and why. */
    String routes(final RoutesReport report) {
        final TextTable table = new TextTable(paint, "PREFIX", "NEIGHBOR", "NEXT HOP", ">WEIGHT", "AS PATH", ">MED",
            ">LOCAL PREF", "COMMUNITIES", "LARGE", "EXTENDED", "");
        for (final RouteReport route : report.routes()) {
            table.row(AddressText.format(route.prefix()) + (route.pathId().isPresent()
                    ? " id " + route.pathId().getAsLong() : ""), route.neighbor(),
                route.nextHops().stream().map(AddressText::format).collect(Collectors.joining(" ")), route.weight(),
                path(route), number(route.med()), number(route.localPref()), list(route.communities()),
                list(route.largeCommunities()), list(route.extendedCommunities()), rest(route));
        }
        final TextTable missing = new TextTable(paint, "NOT ANNOUNCED", "NEIGHBOR", "WHY");
        for (final RoutesReport.Missing it : report.notAnnounced()) {
            missing.row(text(it.vip()), it.neighbor(), new Cell(it.reason(), Tone.BAD));
        }
        return (table.isEmpty() ? "nothing is announced\n" : table.render())
            + (missing.isEmpty() ? "" : "\n" + missing.render());
    }

    private static String path(final RouteReport route) {
        return (route.asPath().stream().map(Object::toString).collect(Collectors.joining(" ")) + " "
            + Map.of("igp", "i", "egp", "e").getOrDefault(route.origin(), "?")).strip();
    }

    private static Cell rest(final RouteReport route) {
        return route.pending() ? new Cell("pending", Tone.NOTICE)
            : new Cell(String.join(" ", route.otherAttributes()), Tone.PLAIN);
    }

    private static String list(final List<String> values) {
        return values.isEmpty() ? "-" : String.join(" ", values);
    }

    private static String number(final OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "-";
    }

    private static Cell state(final NeighborReport neighbor) {
        return new Cell(neighbor.state(),
            neighbor.isEstablished() ? Tone.GOOD : neighbor.resting() ? Tone.NOTICE : Tone.BAD);
    }

    private static Cell bfd(final NeighborReport neighbor) {
        return neighbor.bfd().map(bfd -> new Cell(bfd.state(), bfd.isUp() ? Tone.GOOD : Tone.BAD))
            .orElse(new Cell("-", Tone.PLAIN));
    }

    private static String asn(final NeighborReport neighbor) {
        return neighbor.asn() == 0 ? "any" : Long.toString(neighbor.asn());
    }

    private static String times(final long count) {
        return count == 1 ? "once" : count + " times";
    }

    private static String seconds(final Duration time) {
        return time.isZero() ? "off" : DurationText.format(time);
    }

    private static String when(final NeighborReport.PastEvent event) {
        return Quantity.age(event.ago()) + " ago (" + event.at().truncatedTo(ChronoUnit.SECONDS) + ")";
    }

    private static String notification(final NeighborReport.NotificationEvent event) {
        return "NOTIFICATION " + Quantity.age(event.ago()) + " ago (" + event.at().truncatedTo(ChronoUnit.SECONDS)
            + "): " + event.text();
    }

    private static void line(final StringBuilder out, final String label, final String value) {
        out.append(label).repeat(' ', LABEL_WIDTH - label.length()).append(value).append('\n');
    }

    private static String text(final InetAddress address) {
        return AddressText.format(address);
    }
}

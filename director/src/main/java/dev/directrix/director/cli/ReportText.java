package dev.directrix.director.cli;

import dev.directrix.director.cli.Paint.Tone;
import dev.directrix.director.cli.TextTable.Cell;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.control.DatapathReport;
import dev.directrix.director.control.DirectorState;
import dev.directrix.director.control.FlowEntry;
import dev.directrix.director.control.FlowReason;
import dev.directrix.director.control.FlowReport;
import dev.directrix.director.control.FlowsReport;
import dev.directrix.director.control.MonitorReport;
import dev.directrix.director.control.ReloadReport;
import dev.directrix.director.control.ServerReport;
import dev.directrix.director.control.ServiceReport;
import dev.directrix.director.control.StatusReport;
import dev.directrix.director.control.TallyReport;
import dev.directrix.director.control.VipReport;
import dev.directrix.director.control.VipState;
import dev.directrix.ecmp.guard.Finding.Severity;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Reports as people read them.
 *
 * @param paint colours
 */
record ReportText(Paint paint) {

    String status(final StatusReport it) {
        final StringBuilder out = new StringBuilder();
        final Tone tone = it.state() == DirectorState.RUNNING ? Tone.GOOD : Tone.NOTICE;
        out.append("director  ").append(it.name()).append(", ").append(paint.apply(tone, word(it.state())))
            .append(", up ").append(Quantity.age(it.uptime())).append(", weight ").append(it.weight()).append('\n')
            .append("config    ").append(it.configFile()).append('\n')
            .append("version   ").append(it.version()).append('\n')
            .append(datapath(it.datapath()));
        it.cluster().ifPresent(cluster -> out.append(new ClusterText(paint).summary(cluster)));
        out.append('\n').append(vips(it.vips()));
        out.append('\n').append(servers(it.servers()));
        if (!it.neighbors().isEmpty()) {
            out.append('\n').append(new RoutingText(paint).summary(it.neighbors()));
        }
        it.monitor().ifPresent(monitor -> out.append('\n').append(monitor(monitor)));
        out.append(it.findings().isEmpty() ? "" : "\n");
        it.findings().forEach(finding -> out.append(paint.apply(
            finding.severity() == Severity.DEPENDS ? Tone.NOTICE : Tone.BAD, "ecmp")).append("  ")
            .append(finding.line()).append('\n'));
        return out.toString();
    }

    private String monitor(final MonitorReport it) {
        final TextTable table =
            new TextTable(paint, "BMP FROM", "NAME", ">SESSIONS", ">PATHS", ">MESSAGES");
        it.routers().forEach(router -> table.row(
            router.address(), router.name(), router.sessions(), router.paths(), router.messages()));
        return (table.isEmpty() ? "no router tells its paths by BMP\n" : table.render())
            + (it.refused() + it.malformed() == 0 ? "" : "BMP connections refused: " + it.refused()
                + ", closed because of what came: " + it.malformed() + "\n");
    }

    private String datapath(final DatapathReport it) {
        final StringBuilder out = new StringBuilder("datapath  ").append(it.mode()).append(", ")
            .append(it.ready() ? paint.apply(Tone.GOOD, "ready") : paint.apply(Tone.BAD, "not ready")).append(", ")
            .append(it.flows()).append(" of ").append(it.flowCapacity()).append(" flows, ")
            .append(Quantity.rate(it.traffic().packetsPerSecond())).append(" packet/s, ")
            .append(Quantity.rate(it.traffic().bitsPerSecond())).append(" bit/s\n");
        it.interfaces().forEach(name -> out.append("          ").append(name).append('\n'));
        final String drops = drops(it.drops());
        if (!drops.isEmpty()) {
            out.append("dropped   ").append(drops).append('\n');
        }
        it.warnings().forEach(warning ->
            out.append(paint.apply(Tone.BAD, "warning")).append("   ").append(warning).append('\n'));
        return out.toString();
    }

    String vips(final List<VipReport> vips) {
        final TextTable table = new TextTable(paint,
            "VIP", "STATE", ">WEIGHT", "SERVICE", "POOL", ">UP", ">PACKET/S", ">BIT/S", "REASON");
        for (final VipReport vip : vips) {
            boolean first = true;
            for (final ServiceReport service : vip.services()) {
                final Cell up = new Cell(service.serversUp() + "/" + service.serversTotal(),
                    service.serversUp() == service.serversTotal() ? Tone.GOOD
                        : service.serversUp() > 0 ? Tone.NOTICE : Tone.BAD);
                table.row(first ? text(vip.address()) : "", first ? state(vip.state()) : "",
                    first ? vip.weight() : "", service.protocol() + " " + service.ports(), service.pool(), up,
                    first ? Quantity.rate(vip.traffic().packetsPerSecond()) : "",
                    first ? Quantity.rate(vip.traffic().bitsPerSecond()) : "", first ? vip.reason().orElse("") : "");
                first = false;
            }
        }
        return table.render();
    }

    /** Says that commands will not survive a restart; nothing if they will. */
    String unkept(final Optional<String> why) {
        return why.map(it -> paint.apply(Tone.BAD, "warning")
            + "  what was commanded will not survive a restart: " + it + "\n").orElse("");
    }

    String servers(final List<ServerReport> servers) {
        final TextTable table = new TextTable(paint, "POOL", "MODE", "SCHEDULER", "SERVER", "ADDRESS", "STATE",
            ">WEIGHT", ">SHARE", ">FLOWS", ">ACTIVE", ">PACKETS", ">SINCE", "NEXT HOP", "LAST CHECK");
        for (final ServerReport server : servers) {
            final String weight = server.weight() == server.configuredWeight()
                ? "" + server.weight() : server.weight() + " (" + server.configuredWeight() + ")";
            table.row(server.pool(), server.forwarding(), server.scheduler(), server.name(), text(server.address()),
                state(server), weight,
                server.scheduler().equals("maglev") ? Quantity.share(server.slots(), server.tableSize()) : "-",
                count(server.flows()), count(server.active()), count(server.packets()),
                Quantity.age(server.sinceChange()),
                server.nextHop().map(hop -> new Cell(hop, Tone.PLAIN)).orElse(new Cell("unresolved", Tone.BAD)),
                server.lastCheck());
        }
        return table.render();
    }

    String flow(final FlowReport it) {
        final String flow = it.query().protocol() + " " + AddressText.format(it.query().source()) + " -> "
            + AddressText.format(it.query().destination());
        final String server = it.server().map(name -> paint.apply(Tone.GOOD, name)
            + it.address().map(address -> " (" + text(address) + ")").orElse("")
            + it.pool().map(pool -> " of pool " + pool).orElse("")).orElse(
                it.reason() == FlowReason.SCHEDULER ? "not chosen yet" : paint.apply(Tone.BAD, "none"));
        final StringBuilder out = new StringBuilder();
        out.append("flow    ").append(flow).append("\nserver  ").append(server).append("\nwhy     ").append(why(it));
        it.slot().ifPresent(slot -> out.append("\nslot    ").append(slot).append(it.cluster().map(cluster ->
            ", " + cluster.mode() + (cluster.waits() ? ": a new flow waits" : "")).orElse("")));
        it.cluster().ifPresent(cluster -> out.append("\nepoch   ").append(cluster.epoch()));
        it.digest().ifPresent(digest -> out.append("\ntable   ").append(digest));
        return out.toString();
    }

    private static String why(final FlowReport it) {
        return switch (it.reason()) {
            case FLOW_TABLE -> "the flow table remembers it";
            case EXCEPTION -> "an exception of the cluster pins it: it began there, and its slot has changed since";
            case MAGLEV -> it.cluster().isPresent()
                ? "the cluster's table has it, and no exception" : "Maglev chooses it; no flow table entry";
            case SCHEDULER -> "no flow table entry: the scheduler will choose when the first packet comes";
            case NO_SERVICE -> "the VIP has no service at this port: packets are dropped";
            case NO_SERVER -> "no server of the pool takes new flows: packets are dropped";
            case NO_VIP -> "the destination is no VIP of this director: packets are left to the kernel";
        };
    }

    String flows(final FlowsReport it) {
        final StringBuilder out = new StringBuilder();
        out.append("flows  ").append(it.flows()).append(" of ").append(it.capacity()).append(" (")
            .append(Quantity.share(it.flows(), it.capacity())).append(")\n");
        final TextTable counters = new TextTable(paint, "COUNTER", ">VALUE");
        for (final Map.Entry<String, Long> counter : it.counters().entrySet()) {
            counters.row(counter.getKey(), counter.getValue());
        }
        final TextTable flows = new TextTable(paint,
            "PROTO", "SOURCE", "DESTINATION", "SERVER", "FROM", "STATE", ">PACKETS", ">IDLE");
        for (final FlowEntry flow : it.entries()) {
            flows.row(flow.protocol(), AddressText.format(flow.source()), AddressText.format(flow.destination()),
                flow.server(), flow.local().map(AddressText::format).orElse("client"), flow.state(), flow.packets(),
                Quantity.age(flow.idle()));
        }
        out.append(counters.isEmpty() ? "" : "\n" + counters.render());
        out.append(it.tallies().isEmpty() ? "" : "\n" + tallies(it.tallies()));
        return out.append(flows.isEmpty() ? "" : "\n" + flows.render()).toString();
    }

    private String tallies(final List<TallyReport> tallies) {
        final TextTable table = new TextTable(paint, "COUNTED FOR", "", ">PACKETS", ">BYTES", ">FLOWS", ">ANSWERS",
            ">ANSWER BYTES", "DROPPED");
        for (final TallyReport tally : tallies) {
            table.row(word(tally.scope()), tally.name(), tally.packets(), tally.bytes(), tally.flows(),
                tally.answers(), tally.answerBytes(), drops(tally.drops()));
        }
        return table.render();
    }

    private static String drops(final Map<String, Long> drops) {
        return drops.entrySet().stream().filter(drop -> drop.getValue() > 0)
            .map(drop -> drop.getKey() + " " + drop.getValue()).collect(Collectors.joining(", "));
    }

    String reload(final ReloadReport it) {
        final StringBuilder out = new StringBuilder();
        it.warnings().forEach(warning -> out.append("warning: ").append(warning).append('\n'));
        out.append(it.changes().isEmpty() ? "reloaded: nothing has changed" : "reloaded:");
        it.changes().forEach(change -> out.append("\n  ").append(change));
        return out.toString();
    }

    static Cell state(final VipState state) {
        return new Cell(word(state), switch (state) {
            case ANNOUNCED -> Tone.GOOD;
            case DRAINING, DRAINED -> Tone.NOTICE;
            case WITHDRAWN -> Tone.BAD;
        });
    }

    private static Cell state(final ServerReport server) {
        return switch (server.health()) {
            case UP -> server.draining() ? new Cell("draining", Tone.NOTICE) : new Cell("up", Tone.GOOD);
            case DOWN -> new Cell(server.draining() ? "down, drained" : "down", Tone.BAD);
            case UNKNOWN -> new Cell("unknown", Tone.NOTICE);
        };
    }

    private static String count(final OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "-";
    }

    private static String text(final InetAddress address) {
        return AddressText.format(address);
    }

    private static String word(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

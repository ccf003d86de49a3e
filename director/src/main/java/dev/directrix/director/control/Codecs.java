package dev.directrix.director.control;

import com.google.gson.JsonObject;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.config.ConfigError;
import dev.directrix.director.config.Position;
import dev.directrix.director.control.json.JsonBuilder;
import dev.directrix.director.control.json.JsonException;
import dev.directrix.director.control.json.JsonFields;
import dev.directrix.forwarder.service.PortRange;
import dev.directrix.forwarder.service.Protocol;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The JSON form of every report: what the control socket carries and what {@code --output json} prints. Field names are
 * camelCase with the unit at the end ({@code uptimeMs}); words are lower case with dashes; absent fields are left out.
 */
public final class Codecs {

    /** Counters. */
    static final Codec<TrafficReport> TRAFFIC = Codec.ofObject(
        it -> new JsonBuilder().put("packets", it.packets()).put("bytes", it.bytes())
            .put("packetsPerSecond", it.packetsPerSecond()).put("bitsPerSecond", it.bitsPerSecond()),
        in -> new TrafficReport(in.number("packets"), in.number("bytes"),
            in.real("packetsPerSecond"), in.real("bitsPerSecond")));

    /** One port of a VIP. */
    static final Codec<ServiceReport> SERVICE = Codec.ofObject(
        it -> new JsonBuilder().put("protocol", it.protocol().toString()).put("port", it.ports().first())
            .put("lastPort", it.ports().last()).put("pool", it.pool())
            .put("serversUp", it.serversUp()).put("serversTotal", it.serversTotal()),
        in -> new ServiceReport(protocol(in), new PortRange(in.integer("port"), in.integer("lastPort")),
            in.text("pool"), in.integer("serversUp"), in.integer("serversTotal")));

    /** One VIP. */
    static final Codec<VipReport> VIP = Codec.ofObject(
        it -> new JsonBuilder().put("address", AddressText.format(it.address())).put("state", word(it.state()))
            .put("reason", it.reason()).put("weight", it.weight())
            .put("services", it.services(), SERVICE.writer()).put("traffic", TRAFFIC.write(it.traffic())),
        in -> new VipReport(address(in, "address"), word(in, "state", VipState.class), in.optionalText("reason"),
            in.integer("weight"), in.list("services", SERVICE.reader()), TRAFFIC.read(in.object("traffic"))));

    /** Several VIPs. */
    public static final Codec<List<VipReport>> VIPS = Codec.ofList("vips", VIP);

    /** One server. */
    static final Codec<ServerReport> SERVER = Codec.ofObject(
        it -> new JsonBuilder().put("pool", it.pool()).put("name", it.name())
            .put("address", AddressText.format(it.address())).put("health", word(it.health()))
            .put("draining", it.draining()).put("weight", it.weight())
            .put("configuredWeight", it.configuredWeight()).put("forwarding", it.forwarding())
            .put("scheduler", it.scheduler()).put("slots", it.slots()).put("tableSize", it.tableSize())
            .put("flows", it.flows()).put("active", it.active()).put("packets", it.packets())
            .put("nextHop", it.nextHop())
            .put("sinceChangeMs", it.sinceChange().toMillis())
            .put("lastCheck", it.lastCheck()),
        in -> new ServerReport(in.text("pool"), in.text("name"), address(in, "address"),
            word(in, "health", Health.class), in.flag("draining"), in.integer("weight"),
            in.integer("configuredWeight"), in.text("forwarding"), in.text("scheduler"), in.integer("slots"),
            in.integer("tableSize"),
            in.optionalNumber("flows"), in.optionalNumber("active"), in.optionalNumber("packets"),
            in.optionalText("nextHop"), millis(in, "sinceChangeMs"), in.text("lastCheck")));

    /** Several servers. */
    public static final Codec<List<ServerReport>> SERVERS = Codec.ofList("servers", SERVER);

    /** Several BGP sessions. */
    public static final Codec<List<NeighborReport>> NEIGHBORS = Codec.ofList("neighbors", NeighborCodecs.NEIGHBOR);

    /** The forwarding side. */
    static final Codec<DatapathReport> DATAPATH = Codec.ofObject(
        it -> new JsonBuilder().put("mode", it.mode()).put("ready", it.ready())
            .putTexts("interfaces", it.interfaces()).put("flows", it.flows()).put("flowCapacity", it.flowCapacity())
            .put("traffic", TRAFFIC.write(it.traffic())).putTexts("warnings", it.warnings())
            .put("drops", counters(it.drops())),
        in -> new DatapathReport(in.text("mode"), in.flag("ready"), in.texts("interfaces"), in.number("flows"),
            in.number("flowCapacity"), TRAFFIC.read(in.object("traffic")), in.texts("warnings"),
            counters(in.object("drops"))));

    /** A director at a glance. */
    public static final Codec<StatusReport> STATUS = Codec.ofObject(
        it -> new JsonBuilder().put("name", it.name()).put("version", it.version())
            .put("configFile", it.configFile()).put("state", word(it.state()))
            .put("uptimeMs", it.uptime().toMillis()).put("weight", it.weight())
            .put("datapath", DATAPATH.write(it.datapath())).put("vips", it.vips(), VIP.writer())
            .put("servers", it.servers(), SERVER.writer())
            .put("neighbors", it.neighbors(), NeighborCodecs.NEIGHBOR.writer())
            .put("cluster", it.cluster(), ClusterCodecs.CLUSTER.writer())
            .put("findings", it.findings(), ShareCodecs.FINDING.writer())
            .put("monitor", it.monitor(), ShareCodecs.MONITOR.writer()),
        in -> new StatusReport(in.text("name"), in.text("version"), in.text("configFile"),
            word(in, "state", DirectorState.class), millis(in, "uptimeMs"), in.integer("weight"),
            DATAPATH.read(in.object("datapath")), in.list("vips", VIP.reader()),
            in.list("servers", SERVER.reader()), in.list("neighbors", NeighborCodecs.NEIGHBOR.reader()),
            ClusterCodecs.optional(in, "cluster", ClusterCodecs.CLUSTER),
            in.list("findings", ShareCodecs.FINDING.reader()),
            ClusterCodecs.optional(in, "monitor", ShareCodecs.MONITOR)));

    /** ECMP weights. */
    public static final Codec<WeightReport> WEIGHTS = WeightCodecs.WEIGHTS;

    /** A five-tuple. */
    static final Codec<FlowQuery> FLOW_QUERY = Codec.ofObject(
        it -> new JsonBuilder().put("protocol", it.protocol().toString())
            .put("source", AddressText.format(it.source())).put("destination", AddressText.format(it.destination())),
        in -> new FlowQuery(protocol(in), AddressText.parseEndpoint(in.text("source")),
            AddressText.parseEndpoint(in.text("destination"))));

    /** What the cluster says of a flow. */
    static final Codec<FlowReport.Cluster> FLOW_CLUSTER = Codec.ofObject(
        it -> new JsonBuilder().put("epoch", it.epoch()).put("mode", it.mode()).put("exception", it.exception())
            .put("waits", it.waits()),
        in -> new FlowReport.Cluster(in.number("epoch"), in.text("mode"), in.flag("exception"), in.flag("waits")));

    /** Where a flow goes. */
    public static final Codec<FlowReport> FLOW = Codec.ofObject(
        it -> new JsonBuilder().put("flow", FLOW_QUERY.write(it.query())).put("reason", word(it.reason()))
            .put("pool", it.pool()).put("server", it.server()).put("address", it.address().map(AddressText::format))
            .put("slot", it.slot()).put("digest", it.digest()).put("cluster", it.cluster(), FLOW_CLUSTER.writer()),
        in -> new FlowReport(FLOW_QUERY.read(in.object("flow")), word(in, "reason", FlowReason.class),
            in.optionalText("pool"), in.optionalText("server"), in.optionalText("address").map(AddressText::parse),
            in.optionalInteger("slot"), in.optionalText("digest"),
            ClusterCodecs.optional(in, "cluster", FLOW_CLUSTER)));

    /** One live flow. */
    static final Codec<FlowEntry> FLOW_ENTRY = Codec.ofObject(
        it -> new JsonBuilder().put("protocol", it.protocol().toString())
            .put("source", AddressText.format(it.source())).put("destination", AddressText.format(it.destination()))
            .put("server", it.server()).put("state", it.state()).put("packets", it.packets())
            .put("idleMs", it.idle().toMillis()).put("local", it.local().map(AddressText::format)),
        in -> new FlowEntry(protocol(in), AddressText.parseEndpoint(in.text("source")),
            AddressText.parseEndpoint(in.text("destination")), in.text("server"), in.text("state"),
            in.number("packets"), millis(in, "idleMs"), in.optionalText("local").map(AddressText::parseEndpoint)));

    /** Counters of a VIP, a service, a server or a worker. */
    static final Codec<TallyReport> TALLY = Codec.ofObject(
        it -> new JsonBuilder().put("scope", word(it.scope())).put("name", it.name()).put("packets", it.packets())
            .put("bytes", it.bytes()).put("flows", it.flows()).put("answers", it.answers())
            .put("answerBytes", it.answerBytes()).put("drops", counters(it.drops())),
        in -> new TallyReport(word(in, "scope", TallyReport.Scope.class), in.text("name"), in.number("packets"),
            in.number("bytes"), in.number("flows"), in.number("answers"), in.number("answerBytes"),
            counters(in.object("drops"))));

    /** The flow table. */
    public static final Codec<FlowsReport> FLOWS = Codec.ofObject(
        it -> new JsonBuilder().put("flows", it.flows()).put("capacity", it.capacity())
            .put("counters", counters(it.counters())).put("tallies", it.tallies(), TALLY.writer())
            .put("entries", it.entries(), FLOW_ENTRY.writer()),
        in -> new FlowsReport(in.number("flows"), in.number("capacity"), counters(in.object("counters")),
            in.list("tallies", TALLY.reader()), in.list("entries", FLOW_ENTRY.reader())));

    /** What is announced to whom. */
    public static final Codec<RoutesReport> ROUTES = Codec.ofObject(
        it -> new JsonBuilder().put("routes", it.routes(), NeighborCodecs.ROUTE.writer())
            .put("notAnnounced", it.notAnnounced(), NeighborCodecs.MISSING.writer()),
        in -> new RoutesReport(in.list("routes", NeighborCodecs.ROUTE.reader()),
            in.list("notAnnounced", NeighborCodecs.MISSING.reader())));

    /** What a reload did. */
    public static final Codec<ReloadReport> RELOAD = Codec.ofObject(
        it -> new JsonBuilder().putTexts("changes", it.changes()).putTexts("warnings", it.warnings()),
        in -> new ReloadReport(in.texts("changes"), in.texts("warnings")));

    /** One error of a configuration file. */
    static final Codec<ConfigError> CONFIG_ERROR = Codec.ofObject(
        it -> new JsonBuilder().put("file", it.file()).put("line", it.position().line())
            .put("column", it.position().column()).put("message", it.message()),
        in -> new ConfigError(in.text("file"), new Position(in.integer("line"), in.integer("column")),
            in.text("message")));

    /** That something was done. */
    public static final Codec<Boolean> DONE = Codec.ofObject(
        it -> new JsonBuilder().put("done", it.booleanValue()), in -> in.flag("done"));

    private Codecs() {
    }

    static String word(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E>> E word(final JsonFields in, final String field, final Class<E> type) {
        return Enum.valueOf(type, in.text(field).toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static Protocol protocol(final JsonFields in) {
        return word(in, "protocol", Protocol.class);
    }

    static InetAddress address(final String text) {
        try {
            return AddressText.parse(text);
        } catch (final IllegalArgumentException e) {
            throw new JsonException(e.getMessage());
        }
    }

    static InetAddress address(final JsonFields in, final String field) {
        return AddressText.parse(in.text(field));
    }

    private static Duration millis(final JsonFields in, final String field) {
        return Duration.ofMillis(in.number(field));
    }

    static JsonObject counters(final Map<String, Long> counters) {
        final JsonBuilder fields = new JsonBuilder();
        counters.forEach((name, value) -> fields.put(name, value.longValue()));
        return fields.build();
    }

    static SortedMap<String, Long> counters(final JsonObject json) {
        final JsonFields in = new JsonFields(json);
        final SortedMap<String, Long> counters = new TreeMap<>();
        in.names().forEach(name -> counters.put(name, in.number(name)));
        return counters;
    }
}

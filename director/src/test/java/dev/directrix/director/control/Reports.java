package dev.directrix.director.control;

import dev.directrix.director.config.AddressText;
import dev.directrix.ecmp.Prefix;
import dev.directrix.ecmp.guard.Finding;
import dev.directrix.ecmp.guard.Finding.Severity;
import dev.directrix.forwarder.service.PortRange;
import dev.directrix.forwarder.service.Protocol;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Reports of an imagined director, with every field in use. */
public final class Reports {

    /** A VIP that serves. */
    public static final InetAddress VIP = AddressText.parse("192.0.2.10");
    /** A VIP that does not. */
    public static final InetAddress DARK_VIP = AddressText.parse("192.0.2.11");
    /** The routers. */
    public static final InetAddress ROUTER = AddressText.parse("10.0.1.1");

    /** Both VIPs. */
    public static final List<VipReport> VIPS = List.of(
        new VipReport(VIP, VipState.ANNOUNCED, Optional.empty(), 300, List.of(
            new ServiceReport(Protocol.TCP, PortRange.of(80), "web", 2, 3),
            new ServiceReport(Protocol.UDP, new PortRange(5000, 5999), "dns", 1, 1)),
            new TrafficReport(123_456, 98_765_432, 1234.5, 9_876_543.2)),
        new VipReport(DARK_VIP, VipState.WITHDRAWN, Optional.of("no healthy server in pool old"), 50, List.of(
            new ServiceReport(Protocol.TCP, PortRange.ANY, "old", 0, 1)), TrafficReport.NONE));

    /** A drain that has just begun. */
    public static final DrainReport DRAINING = drain(DrainStage.DRAINING, 500, 1_000, OptionalLong.empty(), false);
    /** One that is halfway. */
    public static final DrainReport HALFWAY = drain(DrainStage.DRAINING, 2_500, 412, OptionalLong.of(210), true);
    /** One that is done. */
    public static final DrainReport DRAINED = drain(DrainStage.MOVED, 4_500, 0, OptionalLong.of(0), true);
    /** One that cannot be ended without loss. */
    public static final DrainReport HELD = drain(DrainStage.HELD, 30_000, 412, OptionalLong.of(210), false);
    /** No drain any more, and a disk that is full. */
    public static final DrainReport UNDRAINED =
        new DrainReport("d1", VIPS, List.of(), SessionsAfterDrain.STAY,
            Optional.of("/var/lib/directrix/d1.state: no space left on device"));

    /** Servers in every state. */
    public static final List<ServerReport> SERVERS = List.of(
        server("dns", "n1", "10.0.1.31", Health.UP, false, 1, 65_537, "no check"),
        server("old", "o1", "10.0.1.41", Health.DOWN, false, 1, 0, "connection refused"),
        server("web", "s1", "10.0.1.21", Health.UP, false, 3, 65_537, "HTTP 200 in 3 ms"),
        server("web", "s2", "10.0.1.22", Health.UP, true, 1, 0, "HTTP 200 in 4 ms"),
        new ServerReport(
            "web", "s3", AddressText.parse("2001:db8::23"), Health.UNKNOWN, false, 1, 1, "ipip", "wlc", 0, 65_537,
            OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), Duration.ZERO,
            "not checked yet"));

    /** One session that is up and was not always, one that is not. */
    public static final List<NeighborReport> NEIGHBORS = List.of(upNeighbor(), downNeighbor());

    /** A cluster of which one member is gone and another cannot go on. */
    public static final ClusterReport CLUSTER = new ClusterReport("edge1", "d1/3f2a9c0011223344",
        ClusterReport.Standing.SERVING, Duration.ofMillis(1_712),
        Optional.empty(), Optional.of("PREPARED of d2, d3"),
        new ClusterReport.Etcd(false, "http://10.0.1.5:2379: connection refused"),
        Optional.of(new ClusterReport.Tables(45, 45, 12, "collect", Optional.of(new ClusterReport.Settle(
            45, "dead", true, List.of("web"), List.of("web/10.0.1.21", "web/10.0.1.22"))), 131, 380, 1200, 1_048_576)),
        List.of(
            new ClusterReport.Member("d1", "3f2a9c0011223344", "10.0.1.11:7400", ClusterReport.Standing.SERVING, 45,
                new ClusterReport.Steps(true, true, false, false), Optional.empty(), Optional.empty()),
            new ClusterReport.Member("d2", "ffffffffffffffff", "10.0.1.12:7400", ClusterReport.Standing.JOINING, 44,
                ClusterReport.Steps.NONE, Optional.of("the exceptions of d1"), Optional.of(new ClusterReport.Link(
                    true, 1_200, 3, 1_180, 2, OptionalLong.of(412), Optional.of(Duration.ofMillis(180)), 0))),
            new ClusterReport.Member("d3", "7", "[2001:db8::13]:7400", ClusterReport.Standing.SILENT, 0,
                ClusterReport.Steps.NONE, Optional.empty(), Optional.of(new ClusterReport.Link(
                    false, 9, 9, 0, 9, OptionalLong.empty(), Optional.empty(), 17)))),
        List.of(new ClusterReport.Dispute("web/10.0.1.23", List.of("d1", "d2"))), List.of("dns"), List.of("d4", "d5"),
        new TreeMap<>(Map.ofEntries(Map.entry("pins-sent", 380L), Map.entry("exceptions-added", 1_500L),
            Map.entry("half-open-flows", 17L), Map.entry("settles-dead", 2L), Map.entry("last-settle-dead-ms", 190L),
            Map.entry("bytes-sent", 64_000L), Map.entry("messages-sent", 120L), Map.entry("refused-bad-mac", 9L),
            Map.entry("refused-replay", 3L), Map.entry("etcd-errors", 5L), Map.entry("etcd-refused-revision", 4L))));

    /** The same between two changes, with nothing to complain of. */
    public static final ClusterReport STABLE_CLUSTER = new ClusterReport("edge1", "d1/3f2a9c0011223344",
        ClusterReport.Standing.SERVING, Duration.ofSeconds(2), Optional.empty(), Optional.empty(),
        new ClusterReport.Etcd(true, "http://10.0.1.5:2379"),
        Optional.of(new ClusterReport.Tables(46, 46, 13, "stable", Optional.empty(), 0, 380, 1200, 1_048_576)),
        CLUSTER.members().subList(0, 1), List.of(), List.of(), List.of(), new TreeMap<>());

    /** Before etcd has answered. */
    public static final ClusterReport OUTSIDE_CLUSTER = new ClusterReport("edge1", "d1/3f2a9c0011223344",
        ClusterReport.Standing.OUTSIDE, Duration.ZERO,
        Optional.of("not in the cluster: etcd does not answer"), Optional.of("the cluster's record in etcd"),
        CLUSTER.etcd(), Optional.empty(), List.of(), List.of(), List.of(), List.of(), new TreeMap<>());

    /** What the guard holds against a set. */
    public static final FindingReport FINDING = new FindingReport(VIP, "10.0.1.1", "no-link-bandwidth",
        Severity.FLATTENS, FindingReport.Source.ANNOUNCED, List.of("d2"),
        new Finding.NoLinkBandwidth("d2", List.of("d1", "d3")).text(), Instant.parse("2026-11-22T05:40:00Z"));

    /** A router that tells its paths by BMP. */
    public static final MonitorReport MONITOR = new MonitorReport(
        List.of(new MonitorReport.Router("10.0.1.1", "r1", 3, 6, 1_234)), 2, 1);

    /** Everything. */
    public static final StatusReport STATUS = new StatusReport("d1", "0.1.0", "/etc/directrix/d1.yaml",
        DirectorState.RUNNING, Duration.ofSeconds(93_784), 300,
        new DatapathReport("af-xdp", true, List.of("eth0 (up, 2 queues, native XDP, copy)"), 1234, 1_048_576,
            new TrafficReport(123_456, 98_765_432, 1234.5, 9_876_543.2), List.of("eth0: tx offload is on"),
            new TreeMap<>(Map.of("no-service", 12L, "fragment", 3L, "malformed", 0L))),
        VIPS, SERVERS, NEIGHBORS, Optional.of(CLUSTER), List.of(FINDING), Optional.of(MONITOR));

    /** A director's weight that was overridden, and a VIP's own. */
    public static final WeightReport WEIGHTS = new WeightReport(300, 100, List.of(
        new WeightReport.VipWeight(VIP, 300, 100, WeightOrigin.COMMAND, VipState.ANNOUNCED, Optional.empty(),
            Optional.empty()),
        new WeightReport.VipWeight(DARK_VIP, 50, 70, WeightOrigin.VIP_COMMAND, VipState.WITHDRAWN, Optional.empty(),
            Optional.empty())), Optional.empty());

    /** The same with one on its way, and nothing kept. */
    public static final WeightReport RAMPING_WEIGHTS = new WeightReport(40, 100, List.of(
        new WeightReport.VipWeight(VIP, 40, 100, WeightOrigin.COMMAND, VipState.ANNOUNCED, Optional.of(new RampReport(
            10, 100, 5, 45, Duration.ofSeconds(12), Duration.ofSeconds(400), Instant.parse("2026-11-22T05:50:00Z"))),
            Optional.empty()),
        new WeightReport.VipWeight(DARK_VIP, 49, 70, WeightOrigin.AUTO, VipState.WITHDRAWN, Optional.empty(),
            Optional.of(new AutoReport(70, Duration.ofSeconds(65), "cpu 91% of 80%, 3 of 4 servers up")))),
        Optional.of("/var/lib/directrix/d1.state cannot be written: Read-only file system"));

    /** Two directors at a router, one that is leaving, one that does not answer; a VIP that no router has. */
    public static final SharesReport SHARES = new SharesReport(Optional.of("FRR 8.4.4"), List.of(
        new SharesReport.RouterSet(VIP, Optional.of("10.0.1.1"), List.of(
            new SharesReport.Share("d1", 300, VipState.ANNOUNCED, Optional.of(path(300, 1, false)),
                OptionalLong.of(75), Optional.of(0.75), Optional.empty(), 123_456, 740, Optional.of(0.74)),
            new SharesReport.Share("d2", 100, VipState.ANNOUNCED, Optional.of(path(100, 2, false)),
                OptionalLong.of(25), Optional.of(0.25), Optional.empty(), 41_000, 260, Optional.of(0.26)),
            new SharesReport.Share("d3", 100, VipState.DRAINING, Optional.of(path(100, 1, true)),
                OptionalLong.empty(), Optional.of(0.0), Optional.of("GRACEFUL_SHUTDOWN"), 7, 0, Optional.of(0.0)))),
        new SharesReport.RouterSet(DARK_VIP, Optional.empty(), List.of(new SharesReport.Share("d1", 50,
            VipState.WITHDRAWN, Optional.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty(), 0, 0,
            Optional.empty())))),
        List.of(new SharesReport.Unheard("d4", "no answer within 3 s")),
        List.of("d1 announces too much"), List.of(FINDING));

    /** What a director says of its own. */
    public static final WeightView VIEW = new WeightView("d1", List.of(new WeightView.VipView(
        VIP, 300, VipState.ANNOUNCED, 123_456, 740.5, List.of(path(300, 1, false), new AnnouncedPath("10.0.1.2", 65_000,
            "incomplete", 0, OptionalLong.of(5), OptionalLong.of(200), OptionalLong.empty(), OptionalLong.empty(),
            OptionalInt.empty(), 1, false)))), List.of(AddressText.parse("10.0.1.11")), Optional.of("fra"));

    /** A server after a command. */
    static ServersReport server(final int index) {
        return new ServersReport(List.of(SERVERS.get(index)), Optional.empty());
    }

    private static DrainReport drain(
        final DrainStage stage, final long ageMs, final double pps, final OptionalLong flows, final boolean taken) {
        return new DrainReport("d1", VIPS, List.of(new VipDrain(VIP, stage, Duration.ofMillis(ageMs),
            Duration.ofSeconds(30), pps, 1_234.5, flows, taken ? Optional.of(pps / 10_000) : Optional.empty(), taken)),
            stage.over() ? SessionsAfterDrain.ENDED : SessionsAfterDrain.TO_END, Optional.empty());
    }

    private static AnnouncedPath path(final int weight, final int copies, final boolean draining) {
        return new AnnouncedPath("10.0.1.1", 65_101, "igp", 1, OptionalLong.empty(), OptionalLong.empty(),
            OptionalLong.of(weight * 1_250_000L), OptionalLong.of(weight * 1_250_000L), OptionalInt.of(weight), copies,
            draining);
    }

    /** A flow. */
    public static final FlowQuery QUERY = new FlowQuery(Protocol.TCP,
        AddressText.parseEndpoint("198.51.100.7:40000"), AddressText.parseEndpoint("192.0.2.10:80"));

    /** Where it goes. */
    public static final FlowReport FLOW = new FlowReport(QUERY, FlowReason.MAGLEV, Optional.of("web"),
        Optional.of("s1"), Optional.of(AddressText.parse("10.0.1.21")), OptionalInt.of(4711),
        Optional.of("0badcafe"), Optional.empty());

    /** The same in a cluster that is changing over. */
    public static final FlowReport PINNED_FLOW = new FlowReport(QUERY, FlowReason.EXCEPTION, Optional.of("web"),
        Optional.of("s1"), Optional.of(AddressText.parse("10.0.1.21")), OptionalInt.of(4711),
        Optional.of("0badcafe"), Optional.of(new FlowReport.Cluster(12, "frozen", true, true)));

    /** The flow table. */
    public static final FlowsReport FLOWS = new FlowsReport(2, 1_048_576,
        new TreeMap<>(Map.of("forwarded", 123_456L, "echo-replies", 7L)), List.of(
            new TallyReport(TallyReport.Scope.SERVICE, "tcp 192.0.2.10:80", 123_456, 98_765_432, 12, 5, 600,
                new TreeMap<>(Map.of("no-server", 3L, "too-big", 4L))),
            new TallyReport(TallyReport.Scope.WORKER, "0", 9, 900, 1, 0, 0, new TreeMap<>())), List.of(
            new FlowEntry(Protocol.TCP, QUERY.source(), QUERY.destination(), "s1", "established", 99,
                Duration.ofSeconds(2), Optional.of(AddressText.parseEndpoint("10.0.1.100:1025"))),
            new FlowEntry(Protocol.UDP, AddressText.parseEndpoint("[2001:db8::7]:5353"),
                AddressText.parseEndpoint("[2001:db8::10]:53"), "n1", "udp", 1, Duration.ofMillis(61_500),
                Optional.empty())));

    /** Announcements. */
    public static final RoutesReport ROUTES = new RoutesReport(List.of(
        new RouteReport(Prefix.host(VIP), "10.0.1.1", OptionalLong.empty(), List.of(AddressText.parse("10.0.1.11")),
            "igp", List.of(65_101L, 65_101L), OptionalLong.of(50), OptionalLong.empty(), 300, List.of("65000:100"),
            List.of("65101:1:300"), List.of("link-bandwidth:65101:375000000"), List.of(), false),
        new RouteReport(Prefix.host(VIP), "10.0.1.2", OptionalLong.of(7),
            List.of(AddressText.parse("2001:db8::11"), AddressText.parse("fe80::11")), "incomplete", List.of(),
            OptionalLong.empty(), OptionalLong.of(200), 300, List.of(), List.of(), List.of(),
            List.of("AtomicAggregate[]"), true)),
        List.of(new RoutesReport.Missing(DARK_VIP, "10.0.1.1", "no healthy server in pool old")));

    /** A drain of one server of four. */
    public static final TableForecast FORECAST = new TableForecast(List.of(new TableForecast.Pool("web", "maglev", true,
        65_537, 65_537, 0.2625, 0, OptionalLong.of(1200), OptionalLong.of(315), List.of(
            new TableForecast.Server("s1", 1, 0, 16_384, 0), new TableForecast.Server("s2", 3, 3, 49_153, 65_537)))),
        new TableForecast.Settling(true, false, Duration.ofMinutes(5)), Optional.of("bird"),
        Optional.of(new TableForecast.Copies(100, 4)));
    /** What a reload did. */
    public static final ReloadReport RELOAD = new ReloadReport(
        List.of("weight 100 -> 200", "pool web: server s4 (10.0.1.24) added, weight 1"),
        List.of("d1.yaml:20:5: pools.old: no service uses this pool"));

    /** What a trace shows. */
    public static final TraceRequest TRACE_REQUEST = new TraceRequest(Optional.of("192.0.2.10"),
        Optional.of("198.51.100.0/24"), Optional.of("web/s1"), Optional.of("tcp"), OptionalInt.of(80),
        Optional.of("no-service"), 128);

    private static final String SYN =
        "0200000000010200000000fe0800450000280001400040060000c6336407c000020a9c40"
        + "005000000001000000005002ffff00000000";
    private static final String SYN_IN_TUNNEL =
        "0200000000010200000000fe08004500003c00014000400400000a00010b0a0001154500"
        + "00280001400040060000c6336407c000020a9c40005000000001000000005002ffff0000"
        + "0000";
    private static final String SYN_TO_NOWHERE =
        "0200000000010200000000fe0800450000280001400040060000c6336407c000020a9c40"
        + "005100000001000000005002ffff00000000";

    /** What a trace has seen. */
    public static final TraceReport TRACE = new TraceReport(3, List.of(
        new TraceEntry(Instant.parse("2026-11-21T10:00:00.123456Z"), 1, "eth0", "sent", Optional.empty(),
            "new flow, chosen by the scheduler", Optional.of("eth1"), Optional.of("web/s1"),
            Optional.of(AddressText.parse("10.0.1.21")), OptionalInt.of(4711), SYN, 54, SYN_IN_TUNNEL, 74),
        new TraceEntry(Instant.parse("2026-11-21T10:00:00.2Z"), 0, "eth1", "dropped", Optional.of("no-service"),
            "no service at this protocol and port of the VIP", Optional.empty(), Optional.empty(), Optional.empty(),
            OptionalInt.empty(), SYN_TO_NOWHERE, 54, "", 0)));

    private Reports() {
    }

    private static NeighborReport upNeighbor() {
        return new NeighborReport("10.0.1.1", ROUTER, 65_000, "rack 1", "Established", Duration.ofSeconds(3725), 3,
            false, Optional.empty(), Optional.of(new NeighborReport.PastEvent(Instant.parse("2026-11-20T10:00:00.123Z"),
                Duration.ofSeconds(3730), "nothing heard from 10.0.1.1 for 9 s (hold timer expired)")),
            Optional.of(new NeighborReport.NotificationEvent(Instant.parse("2026-11-20T10:00:00Z"),
                Duration.ofSeconds(3730), 4, 0, "Hold Timer Expired (4/0)")),
            Optional.of(new NeighborReport.NotificationEvent(Instant.parse("2026-11-19T10:00:00Z"),
                Duration.ofSeconds(90_130), 6, 2, "Cease, Administrative Shutdown (6/2): \"new cable\"")),
            new NeighborReport.Settings(65_101, AddressText.parse("10.0.1.11"), 179, false,
                Optional.of(AddressText.parse("10.0.1.11")), Optional.of("eth0"), "TTL security, at most 1 hop",
                "TCP-MD5", Duration.ofSeconds(9), Duration.ofSeconds(5), Duration.ofMinutes(8), "both",
                OptionalInt.of(500), List.of("ipv4-unicast", "ipv6-unicast", "route-refresh")),
            Optional.of(new NeighborReport.Session(AddressText.parseEndpoint("10.0.1.11:41000"),
                AddressText.parseEndpoint("10.0.1.1:179"), false, ROUTER, Duration.ofSeconds(180),
                Duration.ofSeconds(9), Duration.ofSeconds(3), List.of("ipv4-unicast"), 4096,
                List.of("ipv4-unicast", "route-refresh", "hostname r1"), List.of("ipv4-unicast", "route-refresh"))),
            new NeighborReport.Messages(3, 12, 1, 1183, 1), new NeighborReport.Messages(3, 9, 1, 1185, 0),
            new NeighborReport.Outbound(1, 0),
            new NeighborReport.Inbound(new TreeMap<>(Map.of("ipv4-unicast", 17)), 2, 0, 0, 1),
            Optional.of(new NeighborReport.Bfd("Up", Duration.ofSeconds(3720), "Up", false, "keyed-sha1 key 3",
                Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(900), "No Diagnostic",
                "Neighbor Signaled Session Down", Optional.of("nothing heard for 900 ms"), 3, 2, 12_400, 12_390, 1,
                Optional.of("Network is unreachable"))),
            Optional.of(new NeighborReport.Replication("add-path",
                List.of(AddressText.parse("10.0.1.11"), AddressText.parse("10.0.1.111")), 2, 100)),
            List.of("the weight of 192.0.2.10/32 asks for 3 paths and it has 2"));
    }

    private static NeighborReport downNeighbor() {
        return new NeighborReport("2001:db8::2", AddressText.parse("2001:db8::2"), 4_200_000_000L, "", "Active",
            Duration.ofSeconds(12), 0, false, Optional.of("OPEN refused: bad peer AS (2/2)"),
            Optional.of(new NeighborReport.PastEvent(Instant.parse("2026-11-20T11:00:00Z"), Duration.ofSeconds(12),
                "OPEN refused: bad peer AS (2/2)")), Optional.empty(), Optional.empty(),
            new NeighborReport.Settings(65_101, AddressText.parse("10.0.1.11"), 179, true, Optional.empty(),
                Optional.empty(), "at most 1 hop", "none", Duration.ofSeconds(9), Duration.ofSeconds(5),
                Duration.ZERO, "off", OptionalInt.empty(), List.of("ipv6-unicast")),
            Optional.empty(), new NeighborReport.Messages(2, 0, 1, 0, 0), new NeighborReport.Messages(1, 0, 0, 0, 0),
            new NeighborReport.Outbound(0, 0), new NeighborReport.Inbound(new TreeMap<>(), 0, 0, 0, 0),
            Optional.empty(), Optional.empty(), List.of());
    }

    private static ServerReport server(
        final String pool, final String name, final String address, final Health health, final boolean draining,
        final int weight, final int slots, final String lastCheck) {
        return new ServerReport(
            pool, name, AddressText.parse(address), health, draining, weight, 1, "dr", "maglev", slots, 65_537,
            OptionalLong.of(10), OptionalLong.of(7), OptionalLong.of(5000), Optional.of("02:00:0a:00:01:15 dev eth0"),
            Duration.ofSeconds(100), lastCheck);
    }
}

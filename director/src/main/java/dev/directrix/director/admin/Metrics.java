package dev.directrix.director.admin;

import dev.directrix.director.control.FindingReport;
import dev.directrix.director.control.Health;
import dev.directrix.director.control.MonitorReport;
import dev.directrix.director.control.NeighborReport;
import dev.directrix.director.control.ServerReport;
import dev.directrix.director.control.StatusReport;
import dev.directrix.director.control.VipReport;
import dev.directrix.director.control.VipState;
import dev.directrix.ecmp.guard.Finding.Severity;
import dev.directrix.forwarder.datapath.DatapathCounters;
import dev.directrix.forwarder.datapath.DatapathCounters.InterfaceCounters;
import dev.directrix.forwarder.datapath.DatapathCounters.Tally;
import dev.directrix.forwarder.datapath.DatapathCounters.WorkerCounters;
import dev.directrix.forwarder.pipeline.Counters;
import dev.directrix.forwarder.pipeline.DropReason;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.service.ServiceKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** A director's metrics. A pure function; docs/operations.md lists them. */
final class Metrics {

    private static final String GAUGE = "gauge";
    private static final String COUNTER = "counter";

    private final AdminView view;
    private final MetricsText out = new MetricsText();

    private Metrics(final AdminView view) {
        this.view = view;
    }

    /** All of them in the Prometheus text format 0.0.4. */
    static String text(final AdminView view) {
        final Metrics metrics = new Metrics(view);
        metrics.director();
        metrics.vips();
        metrics.services();
        metrics.servers();
        metrics.neighbors();
        metrics.findings();
        view.status().monitor().ifPresent(metrics::monitor);
        metrics.datapath();
        metrics.interfaces();
        metrics.workers();
        view.status().cluster().ifPresent(cluster -> ClusterMetrics.write(cluster, metrics.out));
        return metrics.out.toString();
    }

    private void director() {
        final StatusReport status = view.status();
        out.family("directrix_info", GAUGE, "The director; always 1.")
            .sample("directrix_info", 1, List.of("name", status.name(), "version", status.version(),
                "datapath", status.datapath().mode()));
        single("directrix_uptime_seconds", GAUGE, "Time since the director started.",
            status.uptime().toMillis() / 1_000.0);
        single("directrix_weight", GAUGE, "ECMP weight in force for VIPs without one of their own.", status.weight());
    }

    private void vips() {
        final List<VipReport> vips = view.status().vips();
        family("directrix_vip_announced", GAUGE, "Whether the VIP is announced to the routers, draining or not.",
            vips, Metrics::labels,
            vip -> vip.state() == VipState.ANNOUNCED || vip.state() == VipState.DRAINING ? 1 : 0);
        family("directrix_vip_draining", GAUGE, "Whether the VIP is draining or drained.", vips, Metrics::labels,
            vip -> vip.state() == VipState.DRAINING || vip.state() == VipState.DRAINED ? 1 : 0);
        family("directrix_vip_weight", GAUGE, "ECMP weight of the VIP in force.", vips, Metrics::labels,
            VipReport::weight);
        family("directrix_vip_packets_total", COUNTER, "Packets forwarded for the VIP.", vips, Metrics::labels,
            vip -> vip.traffic().packets());
        family("directrix_vip_bytes_total", COUNTER, "Bytes of the frames forwarded for the VIP.", vips,
            Metrics::labels, vip -> vip.traffic().bytes());
    }

    private void findings() {
        final List<FindingReport> findings = view.status().findings();
        out.family("directrix_ecmp_findings", GAUGE, "What flattens or breaks the routers' ECMP sets, by severity.");
        for (final Severity severity : Severity.values()) {
            out.sample("directrix_ecmp_findings",
                (double) findings.stream().filter(finding -> finding.severity() == severity).count(),
                List.of("severity", word(severity)));
        }
        out.family("directrix_ecmp_finding", GAUGE, "1 for each of them, as long as it is so.");
        findings.forEach(finding -> out.sample("directrix_ecmp_finding", 1, List.of(
            "vip", finding.vip().getHostAddress(), "router", finding.router(), "director",
            String.join(",", finding.directors()), "kind", finding.kind(), "severity", word(finding.severity()),
            "source", word(finding.source()))));
    }

    private void monitor(final MonitorReport monitor) {
        family("directrix_bmp_messages_total", COUNTER, "BMP messages of a router that is connected.",
            monitor.routers(), it -> List.of("router", it.address()), it -> (double) it.messages());
        family("directrix_bmp_paths", GAUGE, "Paths to the VIPs that it tells, of all its tables.",
            monitor.routers(), it -> List.of("router", it.address()), MonitorReport.Router::paths);
        single("directrix_bmp_refused_total", COUNTER, "BMP connections of strangers.",
            (double) monitor.refused());
        single("directrix_bmp_malformed_total", COUNTER, "BMP connections closed because of what came over them.",
            (double) monitor.malformed());
    }

    private static String word(final Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static List<String> labels(final VipReport vip) {
        return List.of("vip", vip.address().getHostAddress());
    }

    private void services() {
        final List<Map.Entry<ServiceKey, Tally>> services = view.counters().services().entrySet().stream()
            .sorted(Comparator.comparing(e -> e.getKey().toString())).toList();
        family("directrix_service_packets_total", COUNTER, "Packets forwarded for the service.", services,
            Metrics::labels, e -> e.getValue().requests().packets());
        family("directrix_service_bytes_total", COUNTER, "Bytes of the frames forwarded for the service.", services,
            Metrics::labels, e -> e.getValue().requests().bytes());
        family("directrix_service_flows_total", COUNTER, "Flows of the service that have begun.", services,
            Metrics::labels, e -> e.getValue().flows());
        nonZero("directrix_service_answer_packets_total", "Packets forwarded from servers to clients (NAT, FULLNAT).",
            services, Metrics::labels, e -> e.getValue().answers().packets());
        nonZero("directrix_service_answer_bytes_total", "Bytes of the frames forwarded from servers to clients.",
            services, Metrics::labels, e -> e.getValue().answers().bytes());
        final SortedMap<String, Tally> vips = new TreeMap<>();
        services.forEach(e -> vips.merge(e.getKey().vip().getHostAddress(), e.getValue(), Tally::plus));
        family("directrix_vip_flows_total", COUNTER, "Flows of the VIP that have begun.",
            List.copyOf(vips.entrySet()), e -> List.of("vip", e.getKey()), e -> e.getValue().flows());
        nonZero("directrix_vip_answer_packets_total", "Packets forwarded from servers to clients (NAT, FULLNAT).",
            List.copyOf(vips.entrySet()), e -> List.of("vip", e.getKey()), e -> e.getValue().answers().packets());
        refusals(services);
    }

    /** Drops of packets whose service was known, and their sums by VIP. */
    private void refusals(final List<Map.Entry<ServiceKey, Tally>> services) {
        final String byService = "directrix_service_dropped_packets_total";
        final SortedMap<String, SortedMap<DropReason, Long>> vips = new TreeMap<>();
        out.family(byService, COUNTER, "Packets of the service that were not forwarded, by reason.");
        for (final ServiceKey service : services.stream().map(Map.Entry::getKey).toList()) {
            view.counters().refused(service).forEach((reason, count) -> {
                out.sample(byService, count, with(labels(service), "reason", reason.label()));
                vips.computeIfAbsent(service.vip().getHostAddress(), vip -> new TreeMap<>())
                    .merge(reason, count, Long::sum);
            });
        }
        final String byVip = "directrix_vip_dropped_packets_total";
        out.family(byVip, COUNTER, "Packets of the VIP's services that were not forwarded, by reason.");
        vips.forEach((vip, drops) -> drops.forEach((reason, count) ->
            out.sample(byVip, count, List.of("vip", vip, "reason", reason.label()))));
    }

    private static List<String> labels(final Map.Entry<ServiceKey, Tally> service) {
        return labels(service.getKey());
    }

    private static List<String> labels(final ServiceKey key) {
        return List.of("vip", key.vip().getHostAddress(), "protocol", key.protocol().toString(),
            "port", key.ports().toString());
    }

    private void servers() {
        final List<ServerReport> servers = view.status().servers();
        family("directrix_server_up", GAUGE, "Whether the health checks let the server serve.", servers,
            Metrics::labels, s -> s.health() == Health.UP ? 1 : 0);
        family("directrix_server_draining", GAUGE, "Whether the server was drained by command.", servers,
            Metrics::labels, s -> s.draining() ? 1 : 0);
        family("directrix_server_weight", GAUGE, "Weight of the server in force.", servers, Metrics::labels,
            ServerReport::weight);
        family("directrix_server_slots", GAUGE, "Slots of the pool's Maglev table that are the server's.", servers,
            Metrics::labels, ServerReport::slots);
        family("directrix_server_flows", GAUGE, "Live flows of the server.", servers, Metrics::labels,
            s -> s.flows().orElse(0));
        family("directrix_server_packets_total", COUNTER, "Packets forwarded to the server.", servers,
            Metrics::labels, s -> tally(s).requests().packets());
        family("directrix_server_bytes_total", COUNTER, "Bytes of the frames forwarded to the server.", servers,
            Metrics::labels, s -> tally(s).requests().bytes());
        family("directrix_server_flows_begun_total", COUNTER, "Flows of the server that have begun.", servers,
            Metrics::labels, s -> tally(s).flows());
        nonZero("directrix_server_answer_packets_total", "Packets forwarded from the server to clients.", servers,
            Metrics::labels, s -> tally(s).answers().packets());
        nonZero("directrix_server_answer_bytes_total", "Bytes of the frames forwarded from the server to clients.",
            servers, Metrics::labels, s -> tally(s).answers().bytes());
        family("directrix_check_duration_seconds", GAUGE, "How long the last health check of the server took.",
            servers.stream().filter(s -> view.checkNanos().containsKey(key(s))).toList(), Metrics::labels,
            s -> view.checkNanos().get(key(s)) / 1e9);
    }

    private Tally tally(final ServerReport server) {
        return view.counters().servers().getOrDefault(key(server), Tally.NONE);
    }

    private static ServerKey key(final ServerReport server) {
        return new ServerKey(server.pool(), server.address());
    }

    private static List<String> labels(final ServerReport server) {
        return List.of("pool", server.pool(), "server", server.name(), "address", server.address().getHostAddress());
    }

    private void neighbors() {
        final List<NeighborReport> neighbors = view.status().neighbors();
        family("directrix_bgp_neighbor_up", GAUGE, "Whether the BGP session is established.", neighbors,
            Metrics::labels, n -> n.isEstablished() ? 1 : 0);
        family("directrix_bgp_neighbor_resting", GAUGE,
            "Whether the session is down because the director is drained.", neighbors,
            Metrics::labels, n -> n.resting() ? 1 : 0);
        family("directrix_bgp_neighbor_routes", GAUGE, "Routes announced to the neighbor.", neighbors,
            Metrics::labels, n -> n.routes().announced());
        family("directrix_bgp_neighbor_messages_sent_total", COUNTER, "BGP messages sent.", neighbors,
            Metrics::labels, n -> n.sent().total());
        family("directrix_bgp_neighbor_messages_received_total", COUNTER, "BGP messages received.", neighbors,
            Metrics::labels, n -> n.received().total());
        family("directrix_bgp_neighbor_routes_pending", GAUGE, "Route changes that wait to be sent to the neighbor.",
            neighbors, Metrics::labels, n -> n.routes().pending());
        family("directrix_bgp_neighbor_state_seconds", GAUGE, "Time since the session went to its present state.",
            neighbors, Metrics::labels, n -> n.sinceChange().toMillis() / 1_000.0);
        family("directrix_bgp_neighbor_established_total", COUNTER, "How often the session came up.", neighbors,
            Metrics::labels, NeighborReport::timesUp);
        family("directrix_bgp_neighbor_flaps_total", COUNTER, "How often a session that was up went down.", neighbors,
            Metrics::labels, NeighborReport::flaps);
        family("directrix_bgp_neighbor_hold_seconds", GAUGE, "Hold time in force, or offered before the session is up.",
            neighbors, Metrics::labels, n -> n.holdTime().toSeconds());
        inbound(neighbors);
        messages(neighbors);
        bfd(neighbors.stream().filter(n -> n.bfd().isPresent()).toList());
    }

    private void inbound(final List<NeighborReport> neighbors) {
        out.family("directrix_bgp_neighbor_prefixes_received", GAUGE,
            "Prefixes that the neighbor has sent; none is imported.");
        neighbors.forEach(neighbor -> neighbor.inbound().prefixes().forEach((family, count) ->
            out.sample("directrix_bgp_neighbor_prefixes_received", count, labels(neighbor, "family", family))));
        family("directrix_bgp_neighbor_malformed_updates", GAUGE,
            "UPDATEs of this session that were malformed and survived (RFC 7606).", neighbors, Metrics::labels,
            n -> n.inbound().malformed());
    }

    private void bfd(final List<NeighborReport> watched) {
        family("directrix_bfd_up", GAUGE, "Whether BFD says that the path to the neighbor works.", watched,
            Metrics::labels, n -> n.bfd().orElseThrow().isUp() ? 1 : 0);
        family("directrix_bfd_downs_total", COUNTER, "How often BFD went down.", watched, Metrics::labels,
            n -> n.bfd().orElseThrow().downs());
        family("directrix_bfd_detection_seconds", GAUGE, "How long the neighbor may be silent.", watched,
            Metrics::labels, n -> n.bfd().orElseThrow().detectionTime().toMillis() / 1_000.0);
        family("directrix_bfd_rejected_packets_total", COUNTER, "BFD packets of the neighbor that were not taken.",
            watched, Metrics::labels, n -> n.bfd().orElseThrow().rejected());
    }

    private void messages(final List<NeighborReport> neighbors) {
        final String name = "directrix_bgp_neighbor_messages_total";
        out.family(name, COUNTER, "BGP messages by direction and type.");
        for (final NeighborReport neighbor : neighbors) {
            Map.of("sent", neighbor.sent(), "received", neighbor.received()).entrySet().stream()
                .sorted(Map.Entry.comparingByKey()).forEach(entry -> byType(entry.getValue()).forEach((type, count) ->
                    out.sample(name, count, labels(neighbor, "direction", entry.getKey(), "type", type))));
        }
    }

    private static SortedMap<String, Long> byType(final NeighborReport.Messages it) {
        return new TreeMap<>(Map.of("open", it.opens(), "update", it.updates(), "notification", it.notifications(),
            "keepalive", it.keepalives(), "route-refresh", it.routeRefreshes()));
    }

    private static List<String> labels(final NeighborReport neighbor, final String... more) {
        return with(labels(neighbor), more);
    }

    private static List<String> with(final List<String> first, final String... more) {
        final List<String> labels = new ArrayList<>(first);
        labels.addAll(List.of(more));
        return labels;
    }

    private static List<String> labels(final NeighborReport neighbor) {
        return List.of("neighbor", neighbor.name(), "asn", Long.toString(neighbor.asn()));
    }

    private void datapath() {
        final DatapathCounters counters = view.counters();
        single("directrix_datapath_ready", GAUGE, "Whether the datapath is warm and its tables are in place.",
            view.status().datapath().ready() ? 1 : 0);
        single("directrix_flows", GAUGE, "Flows in the flow table.", (double) view.status().datapath().flows());
        single("directrix_flow_capacity", GAUGE, "Flows that the flow table holds.",
            (double) view.status().datapath().flowCapacity());
        total("directrix_flows_created_total", "Flows entered in the flow table.", Counters.Total.FLOWS_CREATED);
        total("directrix_flows_expired_total", "Flows whose entry ended by its idle time.",
            Counters.Total.FLOWS_EXPIRED);
        total("directrix_flows_untracked_total", "Packets forwarded by Maglev alone because the flow table was full.",
            Counters.Total.FLOWS_UNTRACKED);
        total("directrix_flows_moved_total", "Flows decided anew because their server went down or away.",
            Counters.Total.FLOWS_MOVED);
        total("directrix_echo_replies_total", "ICMP echo requests to VIPs that were answered.",
            Counters.Total.ECHO_REPLIES);
        family("directrix_dropped_packets_total", COUNTER, "VIP packets that were not forwarded, by reason.",
            List.copyOf(view.status().datapath().drops().entrySet()), e -> List.of("reason", e.getKey()),
            Map.Entry::getValue);
        family("directrix_datapath_events_total", COUNTER, "Everything that the workers count, by event.",
            List.copyOf(new TreeMap<>(counters.totals()).entrySet()),
            e -> List.of("event", e.getKey().name().toLowerCase(Locale.ROOT).replace('_', '-')), Map.Entry::getValue);
    }

    private void interfaces() {
        final List<InterfaceCounters> interfaces = view.counters().interfaces();
        family("directrix_interface_received_packets_total", COUNTER, "VIP frames received.", interfaces,
            Metrics::labels, InterfaceCounters::received);
        family("directrix_interface_transmitted_packets_total", COUNTER, "Frames sent.", interfaces,
            Metrics::labels, InterfaceCounters::transmitted);
        family("directrix_interface_transmit_drops_total", COUNTER,
            "Frames that could not be sent: the ring was full, or the interface down.", interfaces,
            Metrics::labels, InterfaceCounters::transmitDrops);
        family("directrix_interface_receive_lost_total", COUNTER, "VIP frames that a worker was too slow for.",
            interfaces, Metrics::labels, InterfaceCounters::receiveLost);
        final String name = "directrix_xdp_packets_total";
        out.family(name, COUNTER, "Packets by what the XDP program did with them, since it was attached last.");
        interfaces.forEach(it -> it.xdp().forEach((result, count) ->
            out.sample(name, count, List.of("interface", it.name(), "result", result))));
    }

    private static List<String> labels(final InterfaceCounters counters) {
        return List.of("interface", counters.name());
    }

    private void workers() {
        final List<WorkerCounters> workers = view.counters().workers();
        family("directrix_worker_received_packets_total", COUNTER, "Frames that the worker received.", workers,
            Metrics::labels, WorkerCounters::received);
        family("directrix_worker_forwarded_packets_total", COUNTER, "Frames that the worker sent to servers.", workers,
            Metrics::labels, w -> w.tally().requests().packets());
        family("directrix_worker_forwarded_bytes_total", COUNTER, "Bytes of the frames that it sent to servers.",
            workers, Metrics::labels, w -> w.tally().requests().bytes());
        family("directrix_worker_flows_begun_total", COUNTER, "Flows that the worker entered in its table.", workers,
            Metrics::labels, w -> w.tally().flows());
        nonZero("directrix_worker_answer_packets_total", "Packets that the worker sent from servers to clients.",
            workers, Metrics::labels, w -> w.tally().answers().packets());
        family("directrix_worker_dropped_packets_total", COUNTER, "Frames that the worker dropped.", workers,
            Metrics::labels, WorkerCounters::dropped);
        family("directrix_worker_flows", GAUGE, "Flows in the worker's table.", workers, Metrics::labels,
            WorkerCounters::flows);
        final String name = "directrix_worker_drop_reasons_total";
        out.family(name, COUNTER, "Frames that the worker dropped, by reason.");
        workers.forEach(worker -> worker.drops().forEach((reason, count) ->
            out.sample(name, count, with(labels(worker), "reason", reason.label()))));
    }

    private static List<String> labels(final WorkerCounters counters) {
        return List.of("worker", Integer.toString(counters.worker()));
    }

    private void total(final String name, final String help, final Counters.Total total) {
        single(name, COUNTER, help, view.counters().totals().getOrDefault(total, 0L));
    }

    private void single(final String name, final String type, final String help, final double value) {
        out.family(name, type, help).sample(name, value, List.of());
    }

    private <T> void family(
        final String name, final String type, final String help, final List<T> items, final Labels<T> labels,
        final ToDoubleFunction<T> value) {
        out.family(name, type, help);
        items.forEach(item -> out.sample(name, value.applyAsDouble(item), labels.of(item)));
    }

    /** A counter that most have no use for: those that are zero are left out. */
    private <T> void nonZero(
        final String name, final String help, final List<T> items, final Labels<T> labels,
        final ToDoubleFunction<T> value) {
        family(name, COUNTER, help, items.stream().filter(item -> value.applyAsDouble(item) != 0).toList(), labels,
            value);
    }

    @FunctionalInterface
    private interface Labels<T> {

        List<String> of(T item);
    }
}

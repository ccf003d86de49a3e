package dev.directrix.director.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.director.control.DatapathReport;
import dev.directrix.director.control.DirectorState;
import dev.directrix.director.control.Health;
import dev.directrix.director.control.NeighborReport;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.control.Reports;
import dev.directrix.director.control.ServerReport;
import dev.directrix.director.control.ServiceReport;
import dev.directrix.director.control.StatusReport;
import dev.directrix.director.control.TrafficReport;
import dev.directrix.director.control.VipReport;
import dev.directrix.director.control.VipState;
import dev.directrix.forwarder.datapath.DatapathCounters;
import dev.directrix.forwarder.datapath.DatapathCounters.InterfaceCounters;
import dev.directrix.forwarder.datapath.DatapathCounters.Tally;
import dev.directrix.forwarder.datapath.DatapathCounters.Traffic;
import dev.directrix.forwarder.datapath.DatapathCounters.WorkerCounters;
import dev.directrix.forwarder.pipeline.Counters;
import dev.directrix.forwarder.pipeline.DropReason;
import dev.directrix.forwarder.service.PortRange;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.service.ServiceKey;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AdminServerTest {

    private static final InetAddress VIP = InetAddress.ofLiteral("192.0.2.10");
    private static final InetAddress SERVER = InetAddress.ofLiteral("10.0.1.21");
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Test
    void shouldShowEveryMetricWithItsLabels() throws Exception {
        final HttpResponse<String> response = get("/metrics", () -> view(VipState.ANNOUNCED));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
            .hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body().lines()).contains(
            "directrix_info{name=\"d\\\"1\",version=\"0.1\",datapath=\"af-xdp\"} 1",
            "directrix_weight 100",
            "directrix_vip_announced{vip=\"192.0.2.10\"} 1",
            "directrix_vip_packets_total{vip=\"192.0.2.10\"} 1000",
            "directrix_vip_bytes_total{vip=\"192.0.2.10\"} 64000",
            "directrix_service_packets_total{vip=\"192.0.2.10\",protocol=\"tcp\",port=\"80\"} 1000",
            "directrix_server_up{pool=\"web\",server=\"s1\",address=\"10.0.1.21\"} 1",
            "directrix_server_bytes_total{pool=\"web\",server=\"s1\",address=\"10.0.1.21\"} 64000",
            "directrix_check_duration_seconds{pool=\"web\",server=\"s1\",address=\"10.0.1.21\"} 0.0025",
            "directrix_bgp_neighbor_up{neighbor=\"10.0.1.1\",asn=\"65000\"} 1",
            "directrix_bfd_up{neighbor=\"10.0.1.1\",asn=\"65000\"} 1",
            "directrix_bgp_neighbor_flaps_total{neighbor=\"10.0.1.1\",asn=\"65000\"} 2",
            "directrix_bgp_neighbor_prefixes_received{neighbor=\"10.0.1.1\",asn=\"65000\",family=\"ipv4-unicast\"}"
                + " 17",
            "directrix_bgp_neighbor_malformed_updates{neighbor=\"10.0.1.1\",asn=\"65000\"} 2",
            "directrix_bgp_neighbor_messages_total{neighbor=\"10.0.1.1\",asn=\"65000\",direction=\"sent\","
                + "type=\"update\"} 12",
            "directrix_dropped_packets_total{reason=\"no-service\"} 7",
            "directrix_flows 12",
            "directrix_flows_created_total 40",
            "directrix_datapath_events_total{event=\"flows-created\"} 40",
            "directrix_interface_receive_lost_total{interface=\"eth0\"} 3",
            "directrix_interface_transmit_drops_total{interface=\"eth0\"} 2",
            "directrix_xdp_packets_total{interface=\"eth0\",result=\"passed\"} 5",
            "directrix_worker_forwarded_packets_total{worker=\"0\"} 1000",
            "directrix_worker_dropped_packets_total{worker=\"0\"} 8",
            "directrix_worker_drop_reasons_total{worker=\"0\",reason=\"martian\"} 8",
            "directrix_worker_forwarded_bytes_total{worker=\"0\"} 64000",
            "directrix_vip_flows_total{vip=\"192.0.2.10\"} 40",
            "directrix_service_flows_total{vip=\"192.0.2.10\",protocol=\"tcp\",port=\"80\"} 40",
            "directrix_service_answer_packets_total{vip=\"192.0.2.10\",protocol=\"tcp\",port=\"80\"} 900",
            "directrix_service_dropped_packets_total{vip=\"192.0.2.10\",protocol=\"tcp\",port=\"80\","
                + "reason=\"no-server\"} 3",
            "directrix_vip_dropped_packets_total{vip=\"192.0.2.10\",reason=\"no-server\"} 3",
            "directrix_worker_flows{worker=\"0\"} 12");
    }

    @Test
    void shouldShowTheMetricsOfTheCluster() throws Exception {
        final HttpResponse<String> response = get("/metrics", () -> view(VipState.ANNOUNCED));
        assertThat(response.body().lines()).contains(
            "directrix_cluster_serving 1",
            "directrix_cluster_validity_seconds 1.712",
            "directrix_cluster_waiting 1",
            "directrix_cluster_missed_members 2",
            "directrix_cluster_members{state=\"serving\"} 1",
            "directrix_cluster_members{state=\"joining\"} 1",
            "directrix_cluster_members{state=\"silent\"} 1",
            "directrix_cluster_epoch 12",
            "directrix_cluster_phase{phase=\"collect\"} 1",
            "directrix_cluster_phase{phase=\"stable\"} 0",
            "directrix_cluster_slots_in_transit 131",
            "directrix_cluster_exceptions 1200",
            "directrix_cluster_exceptions_room 1048576",
            "directrix_cluster_exceptions_added_total 1500",
            "directrix_cluster_half_open_flows 17",
            "directrix_cluster_pins_sent_total 380",
            "directrix_cluster_settles_total{kind=\"dead\"} 2",
            "directrix_cluster_settle_seconds{kind=\"dead\"} 0.19",
            "directrix_cluster_bytes_sent_total 64000",
            "directrix_cluster_messages_sent_total 120",
            "directrix_cluster_datagrams_refused_total{cause=\"bad-mac\"} 9",
            "directrix_cluster_datagrams_refused_total{cause=\"replay\"} 3",
            "directrix_cluster_etcd_up 0",
            "directrix_cluster_etcd_errors_total 5",
            "directrix_cluster_etcd_refused_total{cause=\"revision\"} 4");
        assertThat(response.body().lines()).as("no such settle yet")
            .noneMatch(line -> line.startsWith("directrix_cluster_settle_seconds{kind=\"n"));
    }

    /** The rules of the text format 0.0.4: help and type before the samples, each family once, finite numbers. */
    @Test
    void shouldKeepToTheTextFormat() throws Exception {
        final String body = get("/metrics", () -> view(VipState.WITHDRAWN)).body();
        assertThat(body).endsWith("\n");
        final Set<String> families = new HashSet<>();
        String family = "";
        for (final String line : body.lines().toList()) {
            if (line.startsWith("# HELP ")) {
                family = line.split(" ", -1)[2];
                assertThat(families.add(family)).as(family).isTrue();
            } else if (line.startsWith("# TYPE ")) {
                assertThat(line).matches("# TYPE " + family + " (gauge|counter)");
                assertThat(line.endsWith("counter")).as(line).isEqualTo(family.endsWith("_total"));
            } else {
                assertThat(line).matches(family + "(\\{([a-z]+=\"([^\"\\\\]|\\\\.)*\",?)+})? -?[0-9.E-]+");
            }
        }
        assertThat(families).hasSizeGreaterThan(25).allMatch(name -> name.startsWith("directrix_"));
    }

    @Test
    void shouldBeReadyOnlyWhileAVipIsAnnounced() throws Exception {
        assertThat(get("/readyz", () -> view(VipState.ANNOUNCED)).statusCode()).isEqualTo(200);
        for (final VipState state : new VipState[] {VipState.WITHDRAWN, VipState.DRAINING, VipState.DRAINED}) {
            final HttpResponse<String> response = get("/readyz", () -> view(state));
            assertThat(response.statusCode()).as("%s", state).isEqualTo(503);
            assertThat(response.body()).isEqualTo("192.0.2.10: no healthy server in pool web\n");
        }
    }

    @Test
    void shouldBeAliveWhileTheDirectorStarts() throws Exception {
        final Supplier<AdminView> starting = () -> {
            throw new OperationException("starting");
        };
        assertThat(get("/healthz", starting).statusCode()).isEqualTo(200);
        assertThat(get("/readyz", starting).statusCode()).isEqualTo(503);
        assertThat(get("/metrics", starting).statusCode()).isEqualTo(503);
        assertThat(get("/elsewhere", starting).statusCode()).isEqualTo(404);
    }

    @Test
    void shouldServeOnlyGetAndHead() throws Exception {
        assertThat(ask("/healthz", "POST", () -> view(VipState.ANNOUNCED)).statusCode()).isEqualTo(405);
        assertThat(ask("/healthz", "HEAD", () -> view(VipState.ANNOUNCED)).body()).isEmpty();
    }

    @Test
    void shouldSayInOneLineThatTheAddressIsTaken() {
        try (AdminServer first = AdminServer.open(ANY, () -> view(VipState.ANNOUNCED))) {
            assertThatThrownBy(() -> AdminServer.open(first.address(), () -> view(VipState.ANNOUNCED)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("admin address 127.0.0.1:" + first.address().getPort()
                    + " cannot be had (Address already in use): stop what has it, or choose another node.admin");
        }
    }

    @Test
    void shouldGiveTheAddressBack() {
        final AdminServer first = AdminServer.open(ANY, () -> view(VipState.ANNOUNCED));
        final InetSocketAddress address = first.address();
        first.close();
        AdminServer.open(address, () -> view(VipState.ANNOUNCED)).close();
    }

    private static HttpResponse<String> get(final String path, final Supplier<AdminView> view) throws Exception {
        return ask(path, "GET", view);
    }

    private static HttpResponse<String> ask(
        final String path, final String method, final Supplier<AdminView> view) throws Exception {
        try (AdminServer server = AdminServer.open(ANY, view); HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + server.address().getPort() + path))
                .timeout(Duration.ofSeconds(20)).method(method, HttpRequest.BodyPublishers.noBody()).build(),
                HttpResponse.BodyHandlers.ofString());
        }
    }

    private static AdminView view(final VipState state) {
        final Tally tally = new Tally(new Traffic(1_000, 64_000), new Traffic(900, 90_000), 40);
        final TrafficReport traffic = new TrafficReport(1_000, 64_000, 10.5, 5_376);
        final ServerReport server = new ServerReport(
            "web", "s1", SERVER, Health.UP, false, 1, 1, "dr", "maglev", 251, 251,
            OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(1_000), Optional.empty(), Duration.ZERO,
            "HTTP 200 in 2.5 ms");
        final VipReport vip = new VipReport(VIP, state,
            state == VipState.ANNOUNCED ? Optional.empty() : Optional.of("no healthy server in pool web"), 100,
            List.of(new ServiceReport(Protocol.TCP, PortRange.of(80), "web", 1, 1)), traffic);
        final NeighborReport neighbor = Reports.NEIGHBORS.getFirst();
        final DatapathReport datapath = new DatapathReport("af-xdp", true, List.of("eth0"), 12, 1_024, traffic,
            List.of(), new TreeMap<>(Map.of("no-service", 7L)));
        return new AdminView(
            new StatusReport("d\"1", "0.1", "director.yaml", DirectorState.RUNNING, Duration.ofSeconds(90), 100,
                datapath, List.of(vip), List.of(server), List.of(neighbor), Optional.of(Reports.CLUSTER),
                List.of(Reports.FINDING), Optional.of(Reports.MONITOR)),
            new DatapathCounters(Map.of(Counters.Total.FLOWS_CREATED, 40L), Map.of(),
                Map.of(new ServiceKey(VIP, Protocol.TCP, 80), tally),
                Map.of(new ServiceKey(VIP, Protocol.TCP, 80), Map.of(DropReason.NO_SERVER, 3L)),
                Map.of(new ServerKey("web", SERVER), tally),
                List.of(new InterfaceCounters("eth0", 1_009, 1_001, 2, 3, Map.of("passed", 5L))),
                List.of(new WorkerCounters(0, 1_009, tally, 1, Map.of(DropReason.MARTIAN, 8L), 12))),
            Map.of(new ServerKey("web", SERVER), 2_500_000L));
    }
}

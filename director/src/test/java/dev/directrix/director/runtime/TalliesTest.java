package dev.directrix.director.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.control.TallyReport;
import dev.directrix.director.control.TallyReport.Scope;
import dev.directrix.director.reconcile.Configs;
import dev.directrix.forwarder.datapath.DatapathCounters;
import dev.directrix.forwarder.datapath.DatapathCounters.Tally;
import dev.directrix.forwarder.datapath.DatapathCounters.Traffic;
import dev.directrix.forwarder.datapath.DatapathCounters.WorkerCounters;
import dev.directrix.forwarder.pipeline.DropReason;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.ServiceKey;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TalliesTest {

    private static final InetAddress VIP = Configs.address("192.0.2.10");

    @Test
    void shouldAddTheServicesOfAVipUp() {
        final ServiceKey http = new ServiceKey(VIP, Protocol.TCP, 80);
        final ServiceKey dns = new ServiceKey(VIP, Protocol.UDP, 53);
        final DatapathCounters counters = new DatapathCounters(Map.of(), Map.of(),
            Map.of(http, tally(10, 2, 3), dns, tally(5, 0, 1)),
            Map.of(http, Map.of(DropReason.NO_SERVER, 4L), dns, Map.of(DropReason.NO_SERVER, 1L)),
            Map.of(), List.of(),
            List.of(new WorkerCounters(0, 20, tally(15, 2, 4), 0, Map.of(DropReason.MARTIAN, 2L), 3)));

        final List<TallyReport> tallies = Tallies.of(counters, Configs.web());

        assertThat(tallies).contains(
            new TallyReport(Scope.VIP, "192.0.2.10", 15, 1500, 4, 2, 200, new TreeMap<>(Map.of("no-server", 5L))),
            new TallyReport(Scope.SERVICE, "udp 192.0.2.10:53", 5, 500, 1, 0, 0,
                new TreeMap<>(Map.of("no-server", 1L))),
            new TallyReport(Scope.WORKER, "0", 15, 1500, 4, 2, 200, new TreeMap<>(Map.of("martian", 2L))));
        assertThat(tallies.stream().filter(tally -> tally.scope() == Scope.SERVER)).isNotEmpty()
            .allMatch(tally -> tally.packets() == 0 && tally.name().contains("/"));
        assertThat(tallies.stream().map(TallyReport::scope)).isSorted();
    }

    private static Tally tally(final long packets, final long answers, final long flows) {
        return new Tally(new Traffic(packets, 100 * packets), new Traffic(answers, 100 * answers), flows);
    }
}

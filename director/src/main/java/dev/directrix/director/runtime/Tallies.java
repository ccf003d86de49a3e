package dev.directrix.director.runtime;

import dev.directrix.director.config.AddressText;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.PoolConfig;
import dev.directrix.director.config.ServerConfig;
import dev.directrix.director.control.TallyReport;
import dev.directrix.director.control.TallyReport.Scope;
import dev.directrix.forwarder.datapath.DatapathCounters;
import dev.directrix.forwarder.datapath.DatapathCounters.Tally;
import dev.directrix.forwarder.pipeline.DropReason;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.service.ServiceKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The datapath's counters by VIP, service, server and worker. Pure functions. */
final class Tallies {

    private Tallies() {
    }

    /** VIPs and services that were ever served, the servers of the configuration, and the workers, in this order. */
    static List<TallyReport> of(final DatapathCounters counters, final DirectorConfig config) {
        final List<TallyReport> services = new ArrayList<>();
        final SortedMap<String, Tally> vips = new TreeMap<>();
        final SortedMap<String, SortedMap<String, Long>> vipDrops = new TreeMap<>();
        counters.services().entrySet().stream().sorted(byName()).forEach(service -> {
            final String vip = AddressText.format(service.getKey().vip());
            final SortedMap<String, Long> drops = byLabel(counters.refused(service.getKey()));
            vips.merge(vip, service.getValue(), Tally::plus);
            drops.forEach((reason, count) ->
                vipDrops.computeIfAbsent(vip, v -> new TreeMap<>()).merge(reason, count, Long::sum));
            services.add(report(Scope.SERVICE, service.getKey().toString(), service.getValue(), drops));
        });
        final List<TallyReport> result = new ArrayList<>();
        vips.forEach((vip, tally) ->
            result.add(report(Scope.VIP, vip, tally, vipDrops.getOrDefault(vip, new TreeMap<>()))));
        result.addAll(services);
        for (final PoolConfig pool : config.pools().values()) {
            for (final ServerConfig server : pool.servers()) {
                result.add(report(Scope.SERVER, pool.name() + "/" + server.name(), counters.servers()
                    .getOrDefault(new ServerKey(pool.name(), server.address()), Tally.NONE), new TreeMap<>()));
            }
        }
        counters.workers().forEach(worker -> result.add(report(
            Scope.WORKER, Integer.toString(worker.worker()), worker.tally(), byLabel(worker.drops()))));
        return result;
    }

    private static Comparator<Map.Entry<ServiceKey, Tally>> byName() {
        return Comparator.comparing(service -> service.getKey().toString());
    }

    private static SortedMap<String, Long> byLabel(final Map<DropReason, Long> drops) {
        final SortedMap<String, Long> result = new TreeMap<>();
        drops.forEach((reason, count) -> result.put(reason.label(), count));
        return result;
    }

    private static TallyReport report(
        final Scope scope, final String name, final Tally tally, final SortedMap<String, Long> drops) {
        return new TallyReport(scope, name, tally.requests().packets(), tally.requests().bytes(), tally.flows(),
            tally.answers().packets(), tally.answers().bytes(), drops);
    }
}

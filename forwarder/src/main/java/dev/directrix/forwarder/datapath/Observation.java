package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.datapath.DatapathCounters.InterfaceCounters;
import dev.directrix.forwarder.datapath.DatapathCounters.Tally;
import dev.directrix.forwarder.datapath.DatapathCounters.Traffic;
import dev.directrix.forwarder.datapath.DatapathCounters.WorkerCounters;
import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.flow.FlowRecord;
import dev.directrix.forwarder.pipeline.Counters;
import dev.directrix.forwarder.pipeline.DropReason;
import dev.directrix.forwarder.pipeline.FlowDecision;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.service.ServiceIndex;
import dev.directrix.forwarder.service.ServiceKey;
import dev.directrix.forwarder.service.TableCompiler;
import dev.directrix.forwarder.xdp.XdpCounter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;

/** Reads what the workers do, while they do it and without making them wait. Any thread, while they exist. */
final class Observation {

    private final List<Worker> workers;
    private final DatapathControl control;
    private final TableCompiler compiler;

    /** A flow and the worker that carries it. */
    private record Carried(FlowRecord flow, int worker) {
    }

    Observation(final List<Worker> workers, final DatapathControl control, final TableCompiler compiler) {
        this.workers = workers;
        this.control = control;
        this.compiler = compiler;
    }

    /**
     * Asks every worker: the one that carries the flow says so. Without one all say the same, as they have one table.
     */
    FlowDecision decide(final FlowKey flow, final long nowNs) {
        FlowDecision byTable = null;
        for (final Worker worker : workers) {
            final FlowDecision decision = worker.pipeline().decide(flow, nowNs);
            if (decision.reason() == FlowDecision.Reason.FLOW_TABLE
                || decision.reason() == FlowDecision.Reason.RECENT_SYN) {
                return decision;
            }
            byTable = decision;
        }
        return byTable;
    }

    List<LiveFlow> flows(final int top, final long nowNs, final ServiceIndex index) {
        if (top <= 0) {
            return List.of();
        }
        final Comparator<Carried> fewestFirst = Comparator.comparingLong(carried -> carried.flow().packets());
        final PriorityQueue<Carried> busiest = new PriorityQueue<>(fewestFirst);
        for (final Worker worker : workers) {
            worker.pipeline().flows().forEach(nowNs, flow -> {
                busiest.add(new Carried(flow, worker.number()));
                if (busiest.size() > top) {
                    busiest.remove();
                }
            });
        }
        return busiest.stream()
            .sorted(fewestFirst.reversed())
            .flatMap(carried -> compiler.servers().keyOf(carried.flow().serverId()).stream()
                .map(server -> live(carried, server, index)))
            .toList();
    }

    Map<ServerKey, Long> flowsByServer(final long nowNs) {
        final long[] flows = new long[compiler.servers().size()];
        for (final Worker worker : workers) {
            worker.pipeline().flows().countByServer(nowNs, flows);
        }
        final Map<ServerKey, Long> result = new LinkedHashMap<>();
        for (int each = 0; each < flows.length; each++) {
            final long count = flows[each];
            compiler.servers().keyOf(each).ifPresent(key -> result.put(key, count));
        }
        return result;
    }

    Map<InetAddress, Long> flowsByVip(final Duration heardWithin, final long nowNs) {
        final long most = heardWithin.toNanos();
        final Map<InetAddress, Long> result = new HashMap<>();
        for (final Worker worker : workers) {
            worker.pipeline().flows().forEach(nowNs, flow -> {
                if (flow.idleNs() <= most) {
                    result.merge(flow.key().destination(), 1L, Long::sum);
                }
            });
        }
        return result;
    }

    DatapathCounters counters() {
        final Map<Counters.Total, Long> totals = new EnumMap<>(Counters.Total.class);
        for (final Counters.Total total : Counters.Total.values()) {
            totals.put(total, sum(counters -> counters.total(total)));
        }
        final Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
        for (final DropReason reason : DropReason.values()) {
            drops.put(reason, sum(counters -> counters.dropped(reason)));
        }
        return new DatapathCounters(totals, drops, services(), refusals(), servers(), interfaces(), workerCounters());
    }

    private Map<ServiceKey, Tally> services() {
        final Map<ServiceKey, Tally> result = new LinkedHashMap<>();
        for (int each = 0; each < compiler.services().size(); each++) {
            final int id = each;
            compiler.services().keyOf(id).ifPresent(key -> result.put(key,
                tally(part -> sum(counters -> counters.ofService(id, part)))));
        }
        return result;
    }

    private Map<ServiceKey, Map<DropReason, Long>> refusals() {
        final Map<ServiceKey, Map<DropReason, Long>> result = new LinkedHashMap<>();
        for (int each = 0; each < compiler.services().size(); each++) {
            final int id = each;
            final Map<DropReason, Long> drops = drops(reason -> sum(counters -> counters.dropped(id, reason)));
            if (!drops.isEmpty()) {
                compiler.services().keyOf(id).ifPresent(key -> result.put(key, drops));
            }
        }
        return result;
    }

    /** The reasons that there were. */
    private static Map<DropReason, Long> drops(final ToLongFunction<DropReason> counter) {
        final Map<DropReason, Long> result = new EnumMap<>(DropReason.class);
        for (final DropReason reason : DropReason.values()) {
            final long count = counter.applyAsLong(reason);
            if (count != 0) {
                result.put(reason, count);
            }
        }
        return result;
    }

    private static Tally tally(final ToLongFunction<Counters.Part> counter) {
        return new Tally(
            new Traffic(counter.applyAsLong(Counters.Part.PACKETS), counter.applyAsLong(Counters.Part.BYTES)),
            new Traffic(counter.applyAsLong(Counters.Part.ANSWERS), counter.applyAsLong(Counters.Part.ANSWER_BYTES)),
            counter.applyAsLong(Counters.Part.FLOWS));
    }

    private Map<ServerKey, Tally> servers() {
        final Map<ServerKey, Tally> result = new LinkedHashMap<>();
        for (int each = 0; each < compiler.servers().size(); each++) {
            final int id = each;
            compiler.servers().keyOf(id).ifPresent(key -> result.put(key,
                tally(part -> sum(counters -> counters.ofServer(id, part)))));
        }
        return result;
    }

    private List<InterfaceCounters> interfaces() {
        final List<InterfaceCounters> result = new ArrayList<>();
        final List<DatapathInterface> all = control.interfaces();
        for (int i = 0; i < all.size(); i++) {
            final int number = i;
            final Map<String, Long> xdp = new LinkedHashMap<>();
            for (final Map.Entry<XdpCounter, Long> entry : all.get(i).xdpCounters().entrySet()) {
                xdp.put(entry.getKey().label(), entry.getValue());
            }
            result.add(new InterfaceCounters(
                all.get(i).name(),
                sumPorts(counters -> counters.received(number)),
                sumPorts(counters -> counters.transmittedBy(number)),
                sumPorts(counters -> counters.transmitDropsOf(number)),
                sumPorts(counters -> counters.lostBy(number)),
                xdp));
        }
        return result;
    }

    private List<WorkerCounters> workerCounters() {
        final List<WorkerCounters> result = new ArrayList<>();
        for (final Worker worker : workers) {
            final Counters counters = worker.pipeline().counters();
            long received = 0;
            for (int i = 0; i < control.interfaces().size(); i++) {
                received += worker.counters().received(i);
            }
            result.add(new WorkerCounters(
                worker.number(),
                received,
                new Tally(
                    new Traffic(
                        counters.total(Counters.Total.FORWARDED), counters.total(Counters.Total.FORWARDED_BYTES)),
                    new Traffic(
                        counters.total(Counters.Total.ANSWERS), counters.total(Counters.Total.ANSWER_BYTES)),
                    counters.total(Counters.Total.FLOWS_CREATED)),
                counters.total(Counters.Total.ECHO_REPLIES),
                drops(counters::dropped),
                worker.pipeline().flows().size()));
        }
        return result;
    }

    private long sum(final ToLongFunction<Counters> value) {
        return workers.stream().mapToLong(worker -> value.applyAsLong(worker.pipeline().counters())).sum();
    }

    private long sumPorts(final ToLongFunction<PortCounters> value) {
        return workers.stream().mapToLong(worker -> value.applyAsLong(worker.counters())).sum();
    }

    private static LiveFlow live(final Carried carried, final ServerKey server, final ServiceIndex index) {
        final FlowRecord flow = carried.flow();
        return new LiveFlow(
            flow.key(),
            server,
            index.server(flow.serverId()).map(RealServer::name),
            flow.state(),
            flow.packets(),
            Duration.ofNanos(flow.idleNs()),
            flow.local(),
            carried.worker());
    }
}

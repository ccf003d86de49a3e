package dev.directrix.director.runtime;

import dev.directrix.forwarder.datapath.Connections;
import dev.directrix.forwarder.datapath.Datapath;
import dev.directrix.forwarder.datapath.DatapathCounters.Tally;
import dev.directrix.forwarder.datapath.DatapathCounters.Traffic;
import dev.directrix.forwarder.datapath.DatapathCounters;
import dev.directrix.forwarder.datapath.DatapathException;
import dev.directrix.forwarder.datapath.DatapathMode;
import dev.directrix.forwarder.datapath.DatapathStatus;
import dev.directrix.forwarder.datapath.InterfaceStatus;
import dev.directrix.forwarder.datapath.LiveFlow;
import dev.directrix.forwarder.datapath.TableVerification;
import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.pipeline.ClusterDecision;
import dev.directrix.forwarder.pipeline.FlowDecision;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.service.ServiceKey;
import dev.directrix.forwarder.service.VirtualService;
import dev.directrix.forwarder.trace.Trace;
import dev.directrix.forwarder.trace.TraceFilter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A datapath that forwards nothing and remembers what it was told. */
final class FakeDatapath implements Datapath {

    private final List<String> journal;
    private final Map<ServiceKey, Tally> services = new ConcurrentHashMap<>();
    volatile ForwardingTable table = ForwardingTable.EMPTY;
    volatile boolean up = true;
    volatile boolean consistent = true;
    volatile Optional<ClusterDecision> cluster = Optional.empty();
    volatile Optional<String> refusal = Optional.empty();
    volatile Map<InetAddress, Long> recentFlows = Map.of();
    final Map<ServerKey, Duration> latencies = new ConcurrentHashMap<>();
    final AtomicInteger applied = new AtomicInteger();
    final AtomicInteger warmed = new AtomicInteger();

    FakeDatapath(final List<String> journal) {
        this.journal = journal;
    }

    void forward(final InetAddress vip, final long packets) {
        services.merge(new ServiceKey(vip, Protocol.TCP, 80),
            new Tally(new Traffic(packets, packets * 100), Traffic.NONE, 0), Tally::plus);
    }

    @Override
    public void apply(final ForwardingTable next) {
        if (refusal.isPresent()) {
            throw new DatapathException(refusal.get());
        }
        table = next;
        applied.incrementAndGet();
        final long active = next.services().stream().map(VirtualService::pool).distinct()
            .mapToLong(pool -> pool.tableServers().size()).sum();
        journal.add("apply " + next.vips().size() + " vips, " + active + " servers");
    }

    @Override
    public void warm() {
        warmed.incrementAndGet();
        journal.add("warm");
    }

    @Override
    public boolean ready() {
        return up && warmed.get() > 0;
    }

    @Override
    public TableVerification verify() {
        return new TableVerification(consistent, new TreeMap<>());
    }

    @Override
    public DatapathStatus status() {
        return new DatapathStatus(DatapathMode.AF_XDP, true, ready(), 1,
            List.of(new InterfaceStatus("eth0", up ? InterfaceStatus.State.UP : InterfaceStatus.State.DOWN, "native",
                false, 1, 1, "02:00:0a:00:01:0b", 1500, up ? "" : "no carrier")), List.of(), List.of());
    }

    @Override
    public DatapathCounters counters() {
        return new DatapathCounters(Map.of(), Map.of(), Map.copyOf(services), Map.of(), Map.of(), List.of(), List.of());
    }

    @Override
    public FlowDecision decide(final FlowKey flow) {
        final var pool = table.services().getFirst().pool();
        final int slot = flow.sourcePort() % pool.table().size();
        final boolean pinned = cluster.filter(ClusterDecision::byException).isPresent();
        return new FlowDecision(flow, pinned ? FlowDecision.Reason.FLOW_TABLE : FlowDecision.Reason.TABLE,
            Optional.of(pool.name()), Optional.of(pool.tableServers().get(pool.table().backendAt(slot))), slot,
            cluster);
    }

    @Override
    public List<LiveFlow> flows(final int top) {
        return List.of();
    }

    @Override
    public Map<InetAddress, Long> flowsByVip(final Duration heardWithin) {
        return recentFlows;
    }

    @Override
    public Map<ServerKey, Long> flowsByServer() {
        return Map.of();
    }

    @Override
    public Map<ServerKey, Connections> connections() {
        return Map.of();
    }

    @Override
    public void latency(final ServerKey server, final Duration latency) {
        latencies.put(server, latency);
    }

    @Override
    public Trace trace(final TraceFilter filter, final int snap) {
        journal.add("trace");
        return new Trace(filter, snap, _ -> Optional.empty(), System.nanoTime());
    }

    @Override
    public void setEnabled(final boolean enabled) {
        journal.add("enabled " + enabled);
    }

    @Override
    public void close() {
        journal.add("close datapath");
    }
}

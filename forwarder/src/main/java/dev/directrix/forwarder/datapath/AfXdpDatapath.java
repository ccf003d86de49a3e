package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.neighbor.HopTarget;
import dev.directrix.forwarder.pipeline.ClusterOptions;
import dev.directrix.forwarder.pipeline.FlowDecision;
import dev.directrix.forwarder.scheduler.Load;
import dev.directrix.forwarder.service.ForwardingMode;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServiceIndex;
import dev.directrix.forwarder.service.TableCompiler;
import dev.directrix.forwarder.service.VirtualService;
import dev.directrix.forwarder.trace.Trace;
import dev.directrix.forwarder.trace.TraceFilter;
import dev.directrix.forwarder.xdp.XdpFilter;
import dev.directrix.linux.LinuxException;
import dev.directrix.maglev.FlowHash;
import dev.directrix.maglev.TableDigest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Java pipeline between AF_XDP sockets, with the XDP program in front of it. */
final class AfXdpDatapath implements Datapath {

    private static final Logger LOG = LoggerFactory.getLogger(AfXdpDatapath.class);
    private static final long WARM_LIMIT_NS = TimeUnit.SECONDS.toNanos(5);

    private final DatapathConfig config;
    private final XdpFilter filter;
    private final List<WorkerThread> workers;
    private final DatapathControl control;
    private final Load load;
    private final Observation observation;
    private final TableCompiler compiler;
    /** Readers use flow tables and maps; closing them is the only writer. */
    private final ReadWriteLock lifetime = new ReentrantReadWriteLock();
    private volatile Optional<AfXdpCluster> life = Optional.empty();
    private boolean closed;
    private volatile boolean enabled;
    private volatile boolean warm;
    private volatile Applied applied = new Applied(ServiceIndex.EMPTY, new TreeMap<>());

    /** A table that was applied, and the digests that it had then. */
    private record Applied(ServiceIndex index, SortedMap<String, TableDigest> digests) {
    }

    AfXdpDatapath(
        final DatapathConfig config,
        final XdpFilter filter,
        final List<WorkerThread> workers,
        final DatapathControl control,
        final Load load) {
        this.config = config;
        this.filter = filter;
        this.workers = workers;
        this.control = control;
        this.load = load;
        this.compiler = new TableCompiler();
        this.observation = new Observation(workers.stream().map(WorkerThread::worker).toList(), control, compiler);
    }

    static Datapath open(final DatapathConfig config) {
        final AfXdpDatapath datapath = new DatapathOpening(config).run();
        datapath.setEnabled(true);
        return datapath;
    }

    @Override
    public synchronized void apply(final ForwardingTable table) {
        whileOpen(() -> {
            final ServiceIndex index = compiler.compile(table);
            if (table.vips().size() > XdpFilter.MAX_VIPS) {
                throw new DatapathException(
                    table.vips().size() + " VIPs are more than the datapath's " + XdpFilter.MAX_VIPS);
            }
            // The servers that go stay reachable until no worker sends to them any more.
            final Map<Integer, HopTarget> both = new HashMap<>(targetsOf(applied.index()));
            both.putAll(targetsOf(index));
            control.servers(both);
            control.vips(table.vips());
            try {
                filter.retain(table.vips());
                workers.forEach(thread -> thread.worker().pipeline().apply(index));
                filter.add(table.vips());
                filter.answers(TranslatedEnds.locals(table), TranslatedEnds.servers(table));
            } catch (final LinuxException e) {
                throw new DatapathException("the VIPs cannot be given to the XDP program: " + e.getMessage(), e);
            }
            control.servers(targetsOf(index));
            applied = new Applied(index, digestsOf(index));
            return index;
        });
    }

    @Override
    public void warm() {
        final long startNs = System.nanoTime();
        final long packets = new Warmup(FlowHash.of(config.seed()), System::nanoTime, WARM_LIMIT_NS)
            .run(applied.index(), life.flatMap(AfXdpCluster::applied));
        if (packets > 0) {
            warm = true;
            LOG.info("warmed up with {} packets in {} ms", packets, (System.nanoTime() - startNs) / 1_000_000);
        }
    }

    @Override
    public boolean ready() {
        return enabled && warm && loadedEverywhere(applied) && control.anyInterfaceUp();
    }

    @Override
    public TableVerification verify() {
        final Applied expected = applied;
        final Set<SortedMap<String, TableDigest>> loaded = new HashSet<>();
        workers.stream()
            .map(thread -> thread.worker().pipeline().index())
            .distinct()
            .forEach(index -> loaded.add(digestsOf(index)));
        return new TableVerification(loaded.equals(Set.of(expected.digests())), expected.digests());
    }

    @Override
    public DatapathStatus status() {
        return new DatapathStatus(
            DatapathMode.AF_XDP,
            enabled,
            ready(),
            workers.size(),
            control.interfaces().stream().map(DatapathInterface::status).toList(),
            control.nextHops(),
            control.warnings());
    }

    @Override
    public DatapathCounters counters() {
        return whileOpen(observation::counters);
    }

    @Override
    public FlowDecision decide(final FlowKey flow) {
        return whileOpen(() -> observation.decide(flow, System.nanoTime()));
    }

    @Override
    public List<LiveFlow> flows(final int top) {
        return whileOpen(() -> observation.flows(top, System.nanoTime(), applied.index()));
    }

    @Override
    public Map<ServerKey, Long> flowsByServer() {
        return whileOpen(() -> observation.flowsByServer(System.nanoTime()));
    }

    @Override
    public Map<InetAddress, Long> flowsByVip(final Duration heardWithin) {
        return whileOpen(() -> observation.flowsByVip(heardWithin, System.nanoTime()));
    }

    @Override
    public Map<ServerKey, Connections> connections() {
        return whileOpen(() -> {
            final Map<ServerKey, Connections> result = new HashMap<>();
            applied.index().servers().keySet().forEach(id -> compiler.servers().keyOf(id).ifPresent(
                key -> result.put(key, new Connections(load.active(id), load.inactive(id)))));
            return result;
        });
    }

    @Override
    public Trace trace(final TraceFilter filter, final int snap) {
        return whileOpen(() -> {
            final Trace trace = new Trace(filter, snap, id -> compiler.servers().keyOf(id), System.nanoTime());
            workers.forEach(thread -> thread.worker().trace(trace));
            return trace;
        });
    }

    @Override
    public void latency(final ServerKey server, final Duration latency) {
        load.latency(compiler.servers().idOf(server), latency.toNanos());
    }

    @Override
    public synchronized ClusterDatapath join(final ClusterOptions options) {
        return whileOpen(() -> {
            life.ifPresent(AfXdpCluster::retire);
            final AfXdpCluster next = new AfXdpCluster(workers.stream().map(WorkerThread::worker).toList(),
                compiler.servers(), options, System::nanoTime, action -> whileOpen(() -> {
                    action.run();
                    return true;
                }));
            next.begin(options);
            life = Optional.of(next);
            return next;
        });
    }

    @Override
    public synchronized void setEnabled(final boolean wanted) {
        whileOpen(() -> {
            filter.gate(wanted ? XdpFilter.GATE_OPEN : XdpFilter.GATE_OFF);
            enabled = wanted;
            return wanted;
        });
    }

    @Override
    public void close() {
        lifetime.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            enabled = false;
            final List<Runnable> steps = new ArrayList<>();
            steps.add(() -> filter.gate(XdpFilter.GATE_OFF));
            steps.add(control::close);
            // A worker looks answers up in the tables of the others: all end before any table goes.
            workers.forEach(thread -> steps.add(thread::close));
            workers.forEach(thread -> steps.add(thread.worker().pipeline().flows()::close));
            steps.add(filter::close);
            steps.forEach(AfXdpDatapath::attempt);
        } finally {
            lifetime.writeLock().unlock();
        }
    }

    /** Runs one step of closing; the others shall happen whatever becomes of it. */
    static void attempt(final Runnable step) {
        try {
            step.run();
        } catch (final RuntimeException e) {
            LOG.warn("while closing the datapath: {}", e.getMessage(), e);
        }
    }

    private boolean loadedEverywhere(final Applied expected) {
        return !expected.index().table().vips().isEmpty()
            && workers.stream().allMatch(thread -> thread.worker().pipeline().index() == expected.index());
    }

    private <T> T whileOpen(final Supplier<T> action) {
        lifetime.readLock().lock();
        try {
            if (closed) {
                throw new DatapathException("the datapath is closed");
            }
            return action.get();
        } finally {
            lifetime.readLock().unlock();
        }
    }

    private static SortedMap<String, TableDigest> digestsOf(final ServiceIndex index) {
        return index.table().services().stream()
            .map(VirtualService::pool)
            .collect(Collectors.toMap(
                pool -> pool.name(), pool -> pool.table().digest(), (first, second) -> first, TreeMap::new));
    }

    /** The servers of a table by id, as next hops need them. */
    private Map<Integer, HopTarget> targetsOf(final ServiceIndex index) {
        final Map<Integer, HopTarget> result = new HashMap<>();
        for (final VirtualService service : index.table().services()) {
            final ServerPool pool = service.pool();
            final boolean routed = pool.forwarding().mode() != ForwardingMode.DR;
            for (final RealServer server : pool.servers()) {
                result.put(compiler.servers().idOf(new ServerKey(pool.name(), server.address())),
                    new HopTarget(server.address(), routed));
            }
        }
        return result;
    }
}

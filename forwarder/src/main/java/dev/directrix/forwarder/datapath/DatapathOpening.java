package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.flow.TimeoutClasses;
import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.neighbor.NextHopResolver;
import dev.directrix.forwarder.neighbor.NextHopTable;
import dev.directrix.forwarder.pipeline.NatFlows;
import dev.directrix.forwarder.pipeline.Pipeline;
import dev.directrix.forwarder.scheduler.Load;
import dev.directrix.forwarder.scheduler.PersistenceTable;
import dev.directrix.forwarder.scheduler.ServiceScheduler;
import dev.directrix.forwarder.service.TableCompiler;
import dev.directrix.forwarder.xdp.XdpFilter;
import dev.directrix.linux.Capability;
import dev.directrix.linux.Channels;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.netlink.Link;
import dev.directrix.linux.netlink.RouteNetlink;
import dev.directrix.linux.xdp.Umem;
import dev.directrix.maglev.FlowHash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.agrona.concurrent.SystemNanoClock;

/** Opens a datapath step by step. When a step fails, those before it are undone, last first. */
final class DatapathOpening {

    private static final int MIN_FLOWS = 1024;
    /** Client networks that persistent services remember: 2 MiB. */
    private static final int PERSISTENT_NETWORKS = 1 << 16;

    private final DatapathConfig config;
    private final TimeoutClasses classes;
    private final Load load = new Load(TableCompiler.MAX_SERVERS);
    private final PersistenceTable persistence;
    private final Deque<Runnable> undo = new ArrayDeque<>();

    DatapathOpening(final DatapathConfig config) {
        this.config = config;
        this.persistence = new PersistenceTable(PERSISTENT_NETWORKS);
        this.classes = new TimeoutClasses(config.idle());
    }

    /**
     * Opens it, with the gate off.
     *
     * @throws DatapathException with one line that says what is missing and what to do
     */
    AfXdpDatapath run() {
        Requirements.mode(config.mode());
        Requirements.capabilities(Capability.effective());
        try {
            return open();
        } catch (final LinuxException e) {
            undoAll();
            throw new DatapathException("the datapath cannot be opened: " + firstLine(e.getMessage()), e);
        } catch (final RuntimeException | Error e) {
            undoAll();
            throw e;
        }
    }

    private AfXdpDatapath open() {
        final RouteNetlink netlink = undoable(RouteNetlink.open());
        final List<Link> links = Requirements.interfaces(config.interfaces(), netlink.links());
        final Layout layout = Layout.of(
            links.stream().map(link -> Channels.receive(link.name())).toList(),
            links.stream().mapToInt(Link::mtu).max().orElseThrow(),
            Runtime.getRuntime().availableProcessors());
        Requirements.lockableMemory(layout.lockedBytes());
        final XdpFilter filter = undoable(XdpFilter.load());
        final NextHopTable hops = new NextHopTable();
        final List<WorkerThread> workers = new ArrayList<>();
        final int capacity = Math.max(MIN_FLOWS, Math.ceilDiv(config.flowCapacity(), layout.workers()));
        final List<FlowTables> tables = tables(layout.workers(), capacity);
        final List<NatFlows> nat = NatFlows.of(tables);
        for (int number = 0; number < layout.workers(); number++) {
            workers.add(worker(number, layout, hops, tables.get(number), nat));
        }
        final List<DatapathInterface> interfaces = new ArrayList<>();
        for (int number = 0; number < links.size(); number++) {
            final DatapathInterface each =
                undoable(new DatapathInterface(number, links.get(number).name(), filter, layout, workers));
            each.open(links.get(number));
            interfaces.add(each);
        }
        workers.forEach(WorkerThread::start);
        final DatapathControl control = undoable(new DatapathControl(
            interfaces, netlink, new NextHopResolver(netlink, config.pinnedNeighbors(), hops), filter::own));
        control.start();
        return new AfXdpDatapath(config, filter, workers, control, load);
    }

    private List<FlowTables> tables(final int workers, final int capacity) {
        final List<FlowTables> result = new ArrayList<>();
        for (int number = 0; number < workers; number++) {
            result.add(undoable(new FlowTables(
                capacity,
                FlowHash.of(config.seed()),
                new LocalPorts(number, workers, LocalPorts.DEFAULT_REST),
                classes,
                load)));
        }
        return result;
    }

    private WorkerThread worker(
        final int number,
        final Layout layout,
        final NextHopTable hops,
        final FlowTables flows,
        final List<NatFlows> nat) {
        final Umem umem = Umem.allocate(layout.frames(), layout.frameSize());
        final Poller poller = new Poller();
        final FlowHash hash = FlowHash.of(config.seed());
        final Pipeline pipeline = new Pipeline(
            hash, flows, hops, new ServiceScheduler(hash, load, persistence, System.nanoTime() + number), nat, number);
        return undoable(new WorkerThread(
            new Worker(number, config.interfaces().size(), pipeline, poller, SystemNanoClock.INSTANCE),
            umem, poller));
    }

    private <T extends AutoCloseable> T undoable(final T resource) {
        undo.push(() -> close(resource));
        return resource;
    }

    private void undoAll() {
        while (!undo.isEmpty()) {
            AfXdpDatapath.attempt(undo.pop());
        }
    }

    /** What the verifier prints is many lines: they stay in the cause. */
    private static String firstLine(final String message) {
        return message.lines().findFirst().orElse("");
    }

    private static void close(final AutoCloseable resource) {
        try {
            resource.close();
        } catch (final RuntimeException e) {
            throw e;
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

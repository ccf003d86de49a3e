package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.flow.FlowTable;
import dev.directrix.forwarder.flow.FlowTimeouts;
import dev.directrix.forwarder.neighbor.NextHopResolver;
import dev.directrix.forwarder.neighbor.NextHopTable;
import dev.directrix.forwarder.pipeline.Pipeline;
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

/** Opens a datapath step by step. When a step fails, those before it are undone, last first. */
final class DatapathOpening {

    private static final int MIN_FLOWS = 1024;

    private final DatapathConfig config;
    private final Deque<Runnable> undo = new ArrayDeque<>();

    DatapathOpening(final DatapathConfig config) {
        this.config = config;
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
        for (int number = 0; number < layout.workers(); number++) {
            workers.add(worker(number, layout, hops));
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
            interfaces, netlink, new NextHopResolver(netlink, config.pinnedNeighbors(), hops)));
        control.start();
        return new AfXdpDatapath(config, filter, workers, control);
    }

    private WorkerThread worker(final int number, final Layout layout, final NextHopTable hops) {
        final int capacity = Math.max(MIN_FLOWS, Math.ceilDiv(config.flowCapacity(), layout.workers()));
        final FlowTable flows =
            undoable(new FlowTable(capacity, FlowTimeouts.ofIdle(config.tcpIdle(), config.udpIdle())));
        final Umem umem = Umem.allocate(layout.frames(), layout.frameSize());
        final Poller poller = new Poller();
        final Pipeline pipeline = new Pipeline(FlowHash.of(config.seed()), flows, hops);
        return undoable(new WorkerThread(
            new Worker(number, config.interfaces().size(), pipeline, poller), umem, poller));
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

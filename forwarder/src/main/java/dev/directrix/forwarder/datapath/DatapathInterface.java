package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.datapath.InterfaceStatus.State;
import dev.directrix.forwarder.neighbor.PortLink;
import dev.directrix.forwarder.port.xsk.XskPort;
import dev.directrix.forwarder.xdp.XdpAttachment;
import dev.directrix.forwarder.xdp.XdpCounter;
import dev.directrix.forwarder.xdp.XdpFilter;
import dev.directrix.linux.Channels;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.bpf.XdpMode;
import dev.directrix.linux.netlink.Link;
import dev.directrix.linux.netlink.MacAddress;
import dev.directrix.linux.xdp.XskConfig;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One interface of the datapath through its life: opened, down, away, back again. Control thread only, but for
 * {@link #status()} and {@link #xdpCounters()}.
 */
final class DatapathInterface implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatapathInterface.class);

    private final int number;
    private final String name;
    private final XdpFilter filter;
    private final Layout layout;
    private final List<WorkerThread> workers;
    private volatile InterfaceStatus status;
    private volatile Optional<XdpAttachment> attachment = Optional.empty();
    private Optional<Link> opened = Optional.empty();
    private int queues;
    private boolean zeroCopy;

    DatapathInterface(
        final int number,
        final String name,
        final XdpFilter filter,
        final Layout layout,
        final List<WorkerThread> workers) {
        this.number = number;
        this.name = name;
        this.filter = filter;
        this.layout = layout;
        this.workers = workers;
        this.status = new InterfaceStatus(name, State.AWAY, "none", false, 0, 0, "", 0, "not opened yet");
    }

    String name() {
        return name;
    }

    /** How it is doing. Any thread. */
    InterfaceStatus status() {
        return status;
    }

    /** What the XDP program counted; empty while it is not attached. Any thread. */
    Map<XdpCounter, Long> xdpCounters() {
        return attachment.map(XdpAttachment::counters).orElse(Map.of());
    }

    /** The interface as next hops need it, unless it is away. */
    Optional<PortLink> portLink() {
        return opened.map(link ->
            new PortLink(number, name, link.index(), link.address().orElseThrow(), link.mtu()));
    }

    /**
     * Attaches the XDP program and gives each receive queue a socket.
     *
     * @throws LinuxException when the kernel refuses; nothing is left behind then
     */
    void open(final Link link) {
        try {
            queues = Channels.receive(name);
            final XdpAttachment attached = filter.attach(link.index());
            attachment = Optional.of(attached);
            zeroCopy = true;
            for (int queue = 0; queue < Math.min(queues, attached.maxQueues()); queue++) {
                bind(attached, link.index(), queue);
            }
            opened = Optional.of(link);
            report(link, stateOf(link), queues, tooLarge(link));
        } catch (final RuntimeException e) {
            release();
            throw e;
        }
    }

    /**
     * Brings the sockets in line with what the kernel says of the interface now.
     *
     * @param present the interface, if it is there
     * @return whether next hops may have changed
     */
    boolean reconcile(final Optional<Link> present) {
        final Optional<Link> before = opened;
        if (present.isEmpty() || present.get().address().isEmpty()) {
            release();
            set(new InterfaceStatus(name, State.AWAY, "none", false, 0, 0, "", 0,
                "the interface is gone; it is opened as soon as it returns"));
            return before.isPresent();
        }
        final Link link = present.get();
        if (before.isPresent() && (before.get().index() != link.index() || broken(link) || recounted())) {
            release();
        }
        if (opened.isEmpty()) {
            reopen(link);
        } else {
            opened = present;
            report(link, stateOf(link), queues, tooLarge(link));
        }
        return !before.map(DatapathInterface::identity).equals(opened.map(DatapathInterface::identity));
    }

    /** Detaches the program first, so that the kernel has the traffic again, then closes the sockets. */
    @Override
    public void close() {
        release();
    }

    private void bind(final XdpAttachment attached, final int interfaceIndex, final int queue) {
        final WorkerThread thread = workers.get(layout.workerOf(queue));
        final XskConfig config = XskConfig.of(interfaceIndex, queue).withRingSize(Layout.RING_SIZE);
        final XskPort port = thread.worker().call(() -> {
            final XskPort opening = XskPort.open(thread.umem(), config);
            thread.worker().attach(number, opening);
            return opening;
        });
        zeroCopy &= port.zeroCopy();
        attached.redirect(queue, port.pollFd());
    }

    private void reopen(final Link link) {
        try {
            open(link);
            LOG.info("interface {} is back: XDP {}, {} of {} queues", name, status.xdpMode(), status.bound(), queues);
        } catch (final LinuxException | DatapathException e) {
            set(new InterfaceStatus(name, State.FAILED, "none", false, queues, 0,
                link.address().map(MacAddress::toString).orElse(""), link.mtu(), e.getMessage()));
        }
    }

    private void release() {
        attachment.ifPresent(XdpAttachment::close);
        attachment = Optional.empty();
        opened = Optional.empty();
        for (final WorkerThread thread : workers) {
            thread.worker().call(() -> {
                thread.worker().detach(number);
                return true;
            });
        }
    }

    /** A socket that failed is of no use any more; while the interface is down, a new one would fail as well. */
    private boolean broken(final Link link) {
        return link.up() && workers.stream().anyMatch(thread -> thread.worker().failure(number).isPresent());
    }

    private boolean recounted() {
        try {
            return Channels.receive(name) != queues;
        } catch (final LinuxException e) {
            return false;
        }
    }

    private static State stateOf(final Link link) {
        return link.up() && link.carrier() ? State.UP : State.DOWN;
    }

    private String tooLarge(final Link link) {
        return link.mtu() <= layout.largestMtu() ? "" : "its MTU " + link.mtu() + " is larger than "
            + layout.largestMtu() + ": larger frames to a VIP are lost; lower the MTU, or restart with it";
    }

    private void report(final Link link, final State state, final int count, final String trouble) {
        final String detail = state == State.DOWN && trouble.isEmpty()
            ? link.up() ? "no carrier" : "set down: ip link set " + name + " up" : trouble;
        set(new InterfaceStatus(name, state, modeName(), zeroCopy, count,
            Math.min(count, attachment.map(XdpAttachment::maxQueues).orElse(0)),
            link.address().orElseThrow().toString(), link.mtu(), detail));
    }

    private String modeName() {
        return attachment.map(XdpAttachment::mode).map(XdpMode::name).orElse("none").toLowerCase(Locale.ROOT);
    }

    private void set(final InterfaceStatus next) {
        final InterfaceStatus before = status;
        status = next;
        if (before.state() != next.state() && before.queues() + next.queues() > 0) {
            LOG.info("interface {} is {}{}", name, next.state().name().toLowerCase(Locale.ROOT),
                next.detail().isEmpty() ? "" : ": " + next.detail());
        }
    }

    private static String identity(final Link link) {
        return link.index() + " " + link.address() + " " + link.mtu();
    }
}

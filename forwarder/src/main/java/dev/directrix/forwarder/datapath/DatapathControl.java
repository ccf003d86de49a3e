package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.neighbor.HopTarget;
import dev.directrix.forwarder.neighbor.NextHopResolver;
import dev.directrix.forwarder.neighbor.NextHopStatus;
import dev.directrix.forwarder.neighbor.PortLink;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.netlink.InterfaceAddress;
import dev.directrix.linux.netlink.Link;
import dev.directrix.linux.netlink.RouteEvent;
import dev.directrix.linux.netlink.RouteListener;
import dev.directrix.linux.netlink.RouteNetlink;
import dev.directrix.linux.netlink.RouteSubscription;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that follows the kernel's interfaces, addresses, routes and neighbours and keeps sockets and next hops
 * in line with them. Packets do not depend on it: they go on as they are while it waits for anything.
 */
final class DatapathControl implements RouteListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DatapathControl.class);
    private static final long TICK_MS = 250;
    private static final int TICKS_PER_SURVEY = 20;
    private static final long ANSWER_TIMEOUT_S = 10;

    private final List<DatapathInterface> interfaces;
    private final RouteNetlink netlink;
    private final NextHopResolver resolver;
    private final Consumer<Set<InetAddress>> ownAddresses;
    private final ScheduledExecutorService thread;
    private Optional<RouteSubscription> subscription = Optional.empty();
    private Optional<Future<?>> ticking = Optional.empty();
    private Set<InetAddress> vips = Set.of();
    private int ticks;
    private boolean surveyNeeded;
    private volatile List<String> vipWarnings = List.of();
    private volatile boolean deaf;

    /**
     * Not started yet.
     *
     * @param interfaces opened already
     * @param netlink    taken over
     * @param resolver   taken over
     * @param ownAddresses is told this host's addresses whenever they may have changed
     */
    DatapathControl(
        final List<DatapathInterface> interfaces,
        final RouteNetlink netlink,
        final NextHopResolver resolver,
        final Consumer<Set<InetAddress>> ownAddresses) {
        this.ownAddresses = ownAddresses;
        this.interfaces = List.copyOf(interfaces);
        this.netlink = netlink;
        this.resolver = resolver;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            final Thread created = new Thread(task, "datapath-control");
            created.setDaemon(true);
            return created;
        });
    }

    /** Begins to follow the kernel, in the calling thread's network namespace. */
    void start() {
        subscription = Optional.of(netlink.subscribe(this));
        resolver.ports(presentPorts());
        ticking = Optional.of(thread.scheduleWithFixedDelay(
            () -> guarded(this::tick), TICK_MS, TICK_MS, TimeUnit.MILLISECONDS));
    }

    /** Resolves these servers, by id, from now on; returns when what the kernel knows of them is published. */
    void servers(final Map<Integer, HopTarget> byId) {
        await(() -> resolver.servers(byId));
    }

    /** Watches that this host does not own one of these addresses. */
    void vips(final Set<InetAddress> wanted) {
        await(() -> {
            vips = wanted;
            checkVips();
        });
    }

    List<DatapathInterface> interfaces() {
        return interfaces;
    }

    List<NextHopStatus> nextHops() {
        return resolver.statuses();
    }

    boolean anyInterfaceUp() {
        return interfaces.stream().anyMatch(each -> each.status().state() == InterfaceStatus.State.UP);
    }

    /** What an engineer should mend although packets flow. Any thread. */
    List<String> warnings() {
        final List<String> result = new ArrayList<>(vipWarnings);
        resolver.statuses().stream()
            .filter(hop -> !hop.detail().isEmpty())
            .map(hop -> "real server " + hop.server().getHostAddress() + ": " + hop.detail())
            .forEach(result::add);
        interfaces.stream()
            .map(DatapathInterface::status)
            .filter(status -> !status.detail().isEmpty())
            .map(status -> "interface " + status.name() + ": " + status.detail())
            .forEach(result::add);
        if (deaf) {
            result.add("the kernel's change notices have ended: changes are seen some seconds late; restart");
        }
        return result;
    }

    @Override
    public void changed(final RouteEvent event) {
        switch (event) {
            case RouteEvent.NeighborEvent neighbor ->
                execute(() -> resolver.refresh(neighbor.neighbor().address()));
            case RouteEvent.LinkEvent link -> execute(this::survey);
            case RouteEvent.AddressEvent address -> execute(() -> surveyNeeded = true);
            case RouteEvent.RouteChange route -> execute(() -> surveyNeeded = true);
        }
    }

    @Override
    public void eventsLost() {
        execute(() -> surveyNeeded = true);
    }

    @Override
    public void failed(final LinuxException reason) {
        deaf = true;
        LOG.warn("the kernel's change notices have ended, looking every few seconds instead: {}", reason.getMessage());
    }

    /** Stops following, detaches from all interfaces, and lets the kernel forget the next hops. */
    @Override
    public void close() {
        subscription.ifPresent(RouteSubscription::close);
        ticking.ifPresent(each -> each.cancel(false));
        thread.shutdown();
        try {
            if (!thread.awaitTermination(ANSWER_TIMEOUT_S, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        interfaces.forEach(each -> AfXdpDatapath.attempt(each::close));
        AfXdpDatapath.attempt(resolver::close);
        netlink.close();
    }

    private void tick() {
        ticks++;
        if (surveyNeeded || ticks % TICKS_PER_SURVEY == 0) {
            surveyNeeded = false;
            survey();
            resolver.refresh();
            checkVips();
            return;
        }
        if (interfaces.stream().anyMatch(each -> each.status().state() != InterfaceStatus.State.UP)) {
            survey();
        }
        resolver.retry();
    }

    /** Looks at all interfaces. Cheap: one dump, and nothing is touched where nothing changed. */
    private void survey() {
        final List<Link> links = netlink.links();
        boolean changed = false;
        for (final DatapathInterface each : interfaces) {
            changed |= each.reconcile(links.stream().filter(link -> link.name().equals(each.name())).findFirst());
        }
        if (changed) {
            resolver.ports(presentPorts());
        }
    }

    private List<PortLink> presentPorts() {
        return interfaces.stream().flatMap(each -> each.portLink().stream()).toList();
    }

    private void checkVips() {
        final List<InterfaceAddress> own = netlink.addresses();
        ownAddresses.accept(own.stream().map(InterfaceAddress::address).collect(Collectors.toSet()));
        vipWarnings = own.stream()
            .filter(each -> vips.contains(each.address()))
            .map(each -> "VIP " + each.address().getHostAddress() + " is an address of this host ("
                + netlink.links().stream()
                    .filter(link -> link.index() == each.interfaceIndex())
                    .map(Link::name).findFirst().orElse("?")
                + "): remove it, or the kernel answers ARP for it and keeps its connections when the datapath is off")
            .toList();
    }

    private void execute(final Runnable task) {
        if (!thread.isShutdown()) {
            thread.execute(() -> guarded(task));
        }
    }

    private void await(final Runnable task) {
        try {
            thread.submit(task).get(ANSWER_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (final ExecutionException e) {
            throw new DatapathException("the kernel's routes and neighbours cannot be read: "
                + e.getCause().getMessage(), e.getCause());
        } catch (final TimeoutException e) {
            LOG.warn("the next hops are resolved late: the control thread is busy");
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatapathException("interrupted while next hops were resolved", e);
        }
    }

    private static void guarded(final Runnable task) {
        try {
            task.run();
        } catch (final RuntimeException e) {
            LOG.warn("while following the kernel's tables: {}", e.getMessage(), e);
        }
    }
}

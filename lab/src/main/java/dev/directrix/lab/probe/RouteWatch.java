package dev.directrix.lab.probe;

import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import dev.directrix.linux.NetworkNamespace;
import dev.directrix.linux.netlink.NextHop;
import dev.directrix.linux.netlink.Route;
import dev.directrix.linux.netlink.RouteNetlink;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at a route in a node's kernel every millisecond or two, without starting a program for it. */
public final class RouteWatch implements AutoCloseable {
    private static final long PAUSE_NS = 1_000_000;

    private final RouteNetlink kernel;
    private final InetAddress destination;

    private RouteWatch(RouteNetlink kernel, InetAddress destination) {
        this.kernel = kernel;
        this.destination = destination;
    }

    /** Opens the kernel's tables of that node. */
    public static RouteWatch open(LabNode node, InetAddress destination) {
        try {
            return new RouteWatch(NetworkNamespace.enter(node.namespace(), RouteNetlink::open), destination);
        } catch (Exception e) {
            throw new LabException("the routes of node " + node.name() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns once the route leads over this next hop, or does not; tells how long that took since {@code fromNs}. */
    public Duration await(InetAddress hop, boolean there, long fromNs, Duration timeout) {
        while (leadsOver(hop) != there) {
            if (System.nanoTime() - fromNs > timeout.toNanos()) {
                throw new LabException("after " + timeout.toSeconds() + " s the route to "
                    + destination.getHostAddress() + (there ? " does not lead" : " still leads") + " over "
                    + hop.getHostAddress());
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        return Duration.ofNanos(System.nanoTime() - fromNs);
    }

    /** Whether the route leads over this next hop now. */
    public boolean leadsOver(InetAddress hop) {
        return nextHops().anyMatch(next -> next.gateway().filter(hop::equals).isPresent());
    }

    /** The next hops that the route has now, with their weights; none without a route. */
    public EcmpRoute route() {
        return new EcmpRoute(nextHops().filter(next -> next.gateway().isPresent()).collect(Collectors.toMap(
            next -> next.gateway().orElseThrow().getHostAddress(), NextHop::weight, Integer::sum)));
    }

    private Stream<NextHop> nextHops() {
        return kernel.routes().stream()
            .filter(route -> route.table() == Route.TABLE_MAIN && route.destination().equals(destination))
            .flatMap(route -> route.nextHops().stream());
    }

    @Override
    public void close() {
        kernel.close();
    }
}

package dev.directrix.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.linux.Errno;
import dev.directrix.linux.Interfaces;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.VethPair;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real kernel's tables, beside what ip(8) says of them. */
@Tag("root")
class KernelTablesTest {

    private static final long WAIT_S = 10;

    @Test
    void shouldDumpWhatIpShows() throws Exception {
        try (VethPair pair = VethPair.create(); RouteNetlink netlink = pair.left().call(RouteNetlink::open)) {
            pair.ipLeft("addr add 2001:db8::1/64 dev left nodad");
            pair.ipLeft("neigh add 10.9.0.77 lladdr 02:00:00:00:00:77 dev left nud permanent");
            pair.ipLeft("nexthop add id 7 via 10.9.0.2 dev left");
            pair.ipLeft("route add 192.0.2.0/24 nhid 7");
            pair.ipLeft("route add 198.51.100.0/24 metric 5 proto bgp nexthop via 10.9.0.2 weight 3 "
                    + "nexthop via 10.9.0.3 weight 250");
            pair.ipLeft("route add 203.0.113.0/24 via inet6 fe80::9 dev left");
            pair.ipLeft("route add blackhole 10.66.0.0/16");
            assertThat(netlink.links()).extracting(Link::name).containsExactlyInAnyOrderElementsOf(
                    strings(pair.ipLeft("-j link"), "ifname"));
            final Link left = netlink.links().stream().filter(l -> "left".equals(l.name())).findFirst().orElseThrow();
            assertThat(left.kind()).isEqualTo("veth");
            assertThat(left.up()).isTrue();
            assertThat(pair.ipLeft("-j link show left")).contains(left.address().orElseThrow().toString());
            assertThat(netlink.addresses()).extracting(a -> a.address().getHostAddress() + "/" + a.prefixLength())
                    .contains("10.9.0.1/24", "2001:db8:0:0:0:0:0:1/64")
                    .hasSameSizeAs(strings(pair.ipLeft("-j addr"), "local"));
            assertThat(netlink.neighbors()).contains(new Neighbor(left.index(), address("10.9.0.77"),
                    Optional.of(MacAddress.parse("02:00:00:00:00:77")), NeighborState.PERMANENT, false));
            assertThat(netlink.routes()).filteredOn(r -> r.destination().getAddress().length == 4)
                    .hasSameSizeAs(strings(pair.ipLeft("-j -4 route show table all"), "dst"));
            final Route multipath = route(netlink, "198.51.100.0");
            assertThat(multipath.protocol()).isEqualTo(186);
            assertThat(multipath.metric()).isEqualTo(5);
            assertThat(multipath.nextHops()).extracting(NextHop::weight).containsExactly(3, 250);
            assertThat(route(netlink, "192.0.2.0").nextHopId()).hasValue(7);
            assertThat(route(netlink, "203.0.113.0").nextHops().getFirst().gateway()).contains(address("fe80::9"));
            assertThat(route(netlink, "10.66.0.0").type()).isEqualTo(RouteType.BLACKHOLE);
        }
    }

    @Test
    void shouldLookUpTheWayToAnAddress() throws Exception {
        try (VethPair pair = VethPair.create(); RouteNetlink netlink = pair.left().call(RouteNetlink::open)) {
            final int left = pair.left().call(() -> Interfaces.index("left"));
            pair.ipLeft("route add 192.0.2.0/24 via 10.9.0.2");
            final Route route = netlink.lookup(address("192.0.2.9")).orElseThrow();
            assertThat(route.nextHops()).containsExactly(
                    new NextHop(left, Optional.of(address("10.9.0.2")), 1, true));
            assertThat(route.source()).contains(address("10.9.0.1"));
            assertThat(netlink.lookup(address("10.9.0.5")).orElseThrow().nextHops().getFirst().gateway()).isEmpty();
            assertThat(netlink.lookup(address("10.9.0.1")).orElseThrow().type()).isEqualTo(RouteType.LOCAL);
            assertThat(netlink.lookup(address("8.8.8.8"))).isEmpty();
        }
    }

    @Test
    void shouldHaveTheKernelResolveAndKeepANeighbor() throws Exception {
        try (VethPair pair = VethPair.create(); RouteNetlink netlink = pair.left().call(RouteNetlink::open)) {
            final int left = pair.left().call(() -> Interfaces.index("left"));
            final Events events = new Events();
            final InetAddress peer = address("10.9.0.2");
            try (RouteSubscription subscription = pair.left().call(() -> netlink.subscribe(events))) {
                assertThat(subscription).isNotNull();
                assertThat(netlink.neighbor(left, peer)).isEmpty();
                netlink.resolve(left, peer);
                final RouteEvent event = events.first(e -> e instanceof RouteEvent.NeighborEvent n
                        && n.neighbor().address().equals(peer) && n.neighbor().usable());
                assertThat(event.removed()).isFalse();
                final Neighbor neighbor = netlink.neighbor(left, peer).orElseThrow();
                assertThat(neighbor.managed()).isTrue();
                assertThat(pair.ipRight("-j link show right")).contains(neighbor.mac().orElseThrow().toString());
                assertThat(netlink.forget(left, peer)).isTrue();
                assertThat(netlink.forget(left, address("10.9.0.99"))).isFalse();
            }
            pair.ipLeft("neigh add 10.9.0.77 lladdr 02:00:00:00:00:77 dev left nud permanent");
            netlink.resolve(left, address("10.9.0.77"));
            assertThat(netlink.neighbor(left, address("10.9.0.77")).orElseThrow().state())
                    .isEqualTo(NeighborState.PERMANENT);
        }
    }

    @Test
    void shouldTellOfEveryKindOfChange() throws Exception {
        final Events events = new Events();
        try (VethPair pair = VethPair.create(); RouteNetlink netlink = pair.left().call(RouteNetlink::open);
                RouteSubscription subscription = pair.left().call(() -> netlink.subscribe(events))) {
            pair.ipLeft("route add 192.0.2.0/24 via 10.9.0.2");
            events.first(e -> e instanceof RouteEvent.RouteChange r && !r.removed() && r.route().prefixLength() == 24
                    && r.route().destination().equals(address("192.0.2.0")));
            pair.ipLeft("addr add 10.9.1.1/25 dev left");
            events.first(e -> e instanceof RouteEvent.AddressEvent a && a.address().prefixLength() == 25);
            pair.ipLeft("link set left down");
            events.first(e -> e instanceof RouteEvent.LinkEvent l && !l.link().up());
            pair.ipLeft("link del left");
            events.first(e -> e instanceof RouteEvent.LinkEvent l && l.removed() && "left".equals(l.link().name()));
            assertThat(subscription).isNotNull();
            assertThat(events.failures).isEmpty();
        }
    }

    @Test
    void shouldAskForANewDumpWhenEventsWereLost(@TempDir final Path folder) throws Exception {
        final CountDownLatch release = new CountDownLatch(1);
        final CountDownLatch lost = new CountDownLatch(1);
        final RouteListener slow = new RouteListener() {
            @Override
            public void changed(final RouteEvent event) {
                try {
                    release.await();
                } catch (final InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }

            @Override
            public void eventsLost() {
                lost.countDown();
            }

            @Override
            public void failed(final LinuxException reason) {
                throw reason;
            }
        };
        try (VethPair pair = VethPair.create(); RouteNetlink netlink = pair.left().call(RouteNetlink::open);
                RouteSubscription subscription = pair.left().call(() -> netlink.subscribe(slow))) {
            assertThat(subscription).isNotNull();
            final StringBuilder routes = new StringBuilder();
            for (int i = 0; i < 30_000; i++) {
                routes.append("route add 11.").append(i >> 8).append('.').append(i & 255).append(".1/32 dev left\n");
            }
            final Path batch = Files.writeString(folder.resolve("routes"), routes);
            pair.ipLeft("-batch " + batch);
            release.countDown();
            assertThat(lost.await(WAIT_S, TimeUnit.SECONDS)).isTrue();
            assertThat(netlink.routes()).hasSizeGreaterThan(30_000);
        }
    }

    @Test
    void shouldCloseQuietlyWhenItsThreadHasEndedByItself() throws Exception {
        final CountDownLatch failed = new CountDownLatch(1);
        final RouteListener broken = new RouteListener() {
            @Override
            public void changed(final RouteEvent event) {
                throw new LinuxException("read what the kernel said", Errno.EIO.number());
            }

            @Override
            public void eventsLost() {
                failed.countDown();
            }

            @Override
            public void failed(final LinuxException reason) {
                failed.countDown();
            }
        };
        try (VethPair pair = VethPair.create(); RouteNetlink netlink = pair.left().call(RouteNetlink::open);
                RouteSubscription subscription = pair.left().call(() -> netlink.subscribe(broken))) {
            assertThat(subscription).isNotNull();
            pair.ipLeft("route add 192.0.2.0/24 via 10.9.0.2");
            assertThat(failed.await(WAIT_S, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Route route(final RouteNetlink netlink, final String destination) {
        return netlink.routes().stream().filter(r -> r.destination().getHostAddress().equals(destination)
                && r.table() == Route.TABLE_MAIN).findFirst().orElseThrow();
    }

    private static List<String> strings(final String json, final String key) {
        return Pattern.compile("\"" + key + "\":\"([^\"]*)\"").matcher(json).results().map(m -> m.group(1)).toList();
    }

    private static InetAddress address(final String text) {
        return InetAddress.ofLiteral(text);
    }

    /** Remembers events for the test's thread. */
    private static final class Events implements RouteListener {

        private final BlockingQueue<RouteEvent> queue = new LinkedBlockingQueue<>();
        private final BlockingQueue<LinuxException> failures = new LinkedBlockingQueue<>();

        RouteEvent first(final Predicate<RouteEvent> wanted) throws InterruptedException {
            while (true) {
                final RouteEvent event = queue.poll(WAIT_S, TimeUnit.SECONDS);
                if (event == null) {
                    throw new AssertionError("no such event within " + WAIT_S + " s");
                }
                if (wanted.test(event)) {
                    return event;
                }
            }
        }

        @Override
        public void changed(final RouteEvent event) {
            queue.add(event);
        }

        @Override
        public void eventsLost() {
            failures.add(new LinuxException("events lost"));
        }

        @Override
        public void failed(final LinuxException reason) {
            failures.add(reason);
        }
    }
}

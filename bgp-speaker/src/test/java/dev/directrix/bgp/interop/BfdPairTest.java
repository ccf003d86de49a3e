package dev.directrix.bgp.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.directrix.bgp.bfd.BfdPeer;
import dev.directrix.bgp.bfd.BfdPorts;
import dev.directrix.bgp.bfd.BfdSession;
import dev.directrix.bgp.bfd.BfdSettings;
import dev.directrix.bgp.bfd.BfdSpeaker;
import dev.directrix.bgp.bfd.BfdState;
import dev.directrix.bgp.bfd.BfdTransition;
import dev.directrix.linux.Interfaces;
import dev.directrix.linux.NetworkNamespace;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two of our own at 50 ms x 3, each in a namespace, over a wire that is cut. */
@Tag("root")
class BfdPairTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final BfdSettings SETTINGS = BfdSettings.of(Duration.ofMillis(50), 3);
    private static final String BASE = "dxb-" + ProcessHandle.current().pid();

    private final Queue<BfdTransition> heard = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void wire() {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root for network namespaces");
        Commands.run("ip", "netns", "add", BASE + "l");
        Commands.run("ip", "netns", "add", BASE + "r");
        Commands.run("ip", "-n", BASE + "l", "link", "add", "wire", "type", "veth", "peer", "name", "wire",
            "netns", BASE + "r");
        side("l", 1);
        side("r", 2);
    }

    @AfterEach
    void remove() {
        Commands.output("ip", "netns", "del", BASE + "l");
        Commands.output("ip", "netns", "del", BASE + "r");
    }

    @ParameterizedTest
    @CsvSource({"10.9.0.1, 10.9.0.2, false", "2001:db8:9::1, 2001:db8:9::2, false", "fe80::1, fe80::2, false",
        "10.9.0.1, 10.9.0.2, true"})
    void shouldComeUpNoticeACutWireAndComeBack(final String here, final String there, final boolean multihop)
        throws Exception {
        final BfdSettings settings = multihop ? SETTINGS.withMultihop(255) : SETTINGS;
        try (BfdSpeaker left = NetworkNamespace.enter(BASE + "l", () -> BfdSpeaker.start(BfdPorts.REGISTERED));
            BfdSpeaker right = NetworkNamespace.enter(BASE + "r", () -> BfdSpeaker.start(BfdPorts.REGISTERED))) {
            final BfdSession ours = left.open(peer("l", here, there), settings, heard::add);
            final BfdSession theirs = right.open(peer("r", there, here), settings, heard::add);
            awaitState(ours, BfdState.UP);
            awaitState(theirs, BfdState.UP);
            await().atMost(PATIENCE).until(() -> ours.status(), status -> status.state() == BfdState.UP
                && status.detectionTime().equals(Duration.ofMillis(150))
                && status.sendInterval().equals(Duration.ofMillis(50)));

            Commands.run("ip", "-n", BASE + "r", "link", "set", "wire", "down");
            final Instant cut = Instant.now();
            awaitState(ours, BfdState.DOWN);
            assertThat(Duration.between(cut, ours.status().since())).isLessThan(Duration.ofSeconds(1));
            awaitState(theirs, BfdState.DOWN);
            assertThat(heard).anyMatch(BfdTransition::isFailure);
            assertThat(ours.status().rejected()).isZero();

            side("r", 2);
            awaitState(ours, BfdState.UP);
            awaitState(theirs, BfdState.UP);
        }
    }

    /** Gives a side its addresses, some of which a wire that goes down takes along. */
    private static void side(final String side, final int number) {
        Commands.run("ip", "-n", BASE + side, "link", "set", "wire", "addrgenmode", "none");
        Commands.run("ip", "-n", BASE + side, "link", "set", "wire", "up");
        Commands.run("ip", "-n", BASE + side, "addr", "replace", "10.9.0." + number + "/24", "dev", "wire");
        Commands.run("ip", "-n", BASE + side, "addr", "replace", "2001:db8:9::" + number + "/64", "dev", "wire",
            "nodad");
        Commands.run("ip", "-n", BASE + side, "addr", "replace", "fe80::" + number + "/64", "dev", "wire", "nodad");
    }

    private static BfdPeer peer(final String side, final String local, final String remote) throws Exception {
        return new BfdPeer(address(side, remote), Optional.of(address(side, local)));
    }

    private static InetAddress address(final String side, final String text) throws Exception {
        final InetAddress address = InetAddress.getByName(text);
        return address.isLinkLocalAddress() ? Inet6Address.getByAddress("", address.getAddress(),
            NetworkNamespace.enter(BASE + side, () -> Interfaces.index("wire"))) : address;
    }

    private static void awaitState(final BfdSession session, final BfdState state) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> session.status().state() == state);
    }
}

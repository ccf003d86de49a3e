package dev.directrix.bgp.bmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.directrix.bgp.BgpException;
import dev.directrix.ecmp.Prefix;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BmpStationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final InetAddress ROUTER = InetAddress.ofLiteral("127.0.0.31");
    private static final InetAddress STRANGER = InetAddress.ofLiteral("127.0.0.32");
    private static final String DIRECTOR = "10.0.1.11";

    private BmpStation station;

    @BeforeEach
    void open() {
        station = BmpStation.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), Set.of(ROUTER));
        station.watch(BmpFrames.VIPS);
    }

    @AfterEach
    void close() {
        station.close();
    }

    private Socket connect(final InetAddress from, final byte[]... messages) throws IOException {
        return connect(station, from, messages);
    }

    private static Socket connect(final BmpStation station, final InetAddress from, final byte[]... messages)
        throws IOException {
        final Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(station.address(), 5_000);
        for (final byte[] message : messages) {
            socket.getOutputStream().write(message);
        }
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** Until its first message is read: a connection closed over unread octets is reset, and has no orderly end. */
    private void awaitName(final String router) {
        await().atMost(PATIENCE).until(() -> station.report().routers().stream()
            .anyMatch(it -> it.name().equals(router)));
    }

    private long paths() {
        return station.report().routers().stream().flatMap(it -> it.peers().stream())
            .mapToLong(it -> it.paths().size()).sum();
    }

    @Test
    void shouldKeepWhatARouterTellsUntilItIsGone() throws Exception {
        try (Socket router = connect(ROUTER, BmpFrames.initiation("r1"), BmpFrames.up(DIRECTOR, false),
            BmpFrames.route(DIRECTOR, true))) {
            await().atMost(PATIENCE).until(() -> paths() == 1);
            assertThat(station.report().routers().getFirst().name()).isEqualTo("r1");
            assertThat(router.isConnected()).isTrue();
        }
        await().atMost(PATIENCE).until(() -> station.report().routers().isEmpty());
        assertThat(station.report().malformed()).isZero();
    }

    @Test
    void shouldRefuseStrangersAndWhoIsOneNow() throws Exception {
        try (Socket stranger = connect(STRANGER)) {
            assertThat(stranger.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(station.report().refused()).isEqualTo(1);
        try (Socket router = connect(ROUTER, BmpFrames.initiation("r1"))) {
            awaitName("r1");
            station.routers(Set.of(STRANGER));
            assertThat(router.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void shouldCloseAConnectionOverWhichNonsenseComes() throws Exception {
        try (Socket router = connect(ROUTER, "GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII))) {
            assertThat(router.getInputStream().read()).isEqualTo(-1);
        }
        await().atMost(PATIENCE).until(() -> station.report().malformed() == 1);
        await().atMost(PATIENCE).until(() -> station.report().routers().isEmpty());
    }

    @Test
    void shouldSurviveAFaultOfItsOwnInWhatOneRouterSays() throws Exception {
        final InetAddress other = InetAddress.ofLiteral("127.0.0.33");
        final byte[] poison = BmpFrames.message(4, BmpFrames.tlv(2, "poison"));
        final BmpDecoder decoder = new BmpDecoder();
        try (BmpStation faulty = BmpStation.open(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
            Set.of(ROUTER, other), octets -> {
                if (Arrays.equals(octets, poison)) {
                    throw new IllegalStateException("a fault");
                }
                return decoder.decode(octets);
            })) {
            faulty.watch(BmpFrames.VIPS);
            try (Socket sound = connect(faulty, other, BmpFrames.initiation("r2"), BmpFrames.up(DIRECTOR, false));
                Socket bad = connect(faulty, ROUTER, BmpFrames.initiation("r1"), poison)) {
                assertThat(bad.getInputStream().read()).as("the connection ends").isEqualTo(-1);
                await().atMost(PATIENCE).until(() -> faulty.report().malformed() == 1);
                sound.getOutputStream().write(BmpFrames.route(DIRECTOR, true));
                await().atMost(PATIENCE).until(() -> faulty.report().routers().stream()
                    .flatMap(it -> it.peers().stream()).anyMatch(it -> it.paths().size() == 1));
                await().atMost(PATIENCE).untilAsserted(() ->
                    assertThat(faulty.report().routers()).extracting(BmpReport.Router::name).containsExactly("r2"));
            }
            try (Socket again = connect(faulty, ROUTER, BmpFrames.initiation("r1"))) {
                await().atMost(PATIENCE).until(() -> faulty.report().routers().stream()
                    .anyMatch(it -> it.name().equals("r1")));
                assertThat(again.isConnected()).isTrue();
            }
        }
    }

    @Test
    void shouldKeepTheLatestConnectionOfARouter() throws Exception {
        try (Socket first = connect(ROUTER, BmpFrames.initiation("r1"))) {
            awaitName("r1");
            try (Socket second = connect(ROUTER, BmpFrames.initiation("again"))) {
                assertThat(first.getInputStream().read()).isEqualTo(-1);
                awaitName("again");
                assertThat(second.isConnected()).isTrue();
            }
        }
    }

    @Test
    void shouldHaveRoutersTellAllAgainWhenThereAreNewPrefixes() throws Exception {
        try (Socket router = connect(ROUTER, BmpFrames.initiation("r1"))) {
            awaitName("r1");
            station.watch(Set.of(BmpFrames.VIP, Prefix.host(InetAddress.ofLiteral("192.0.2.11"))));
            assertThat(router.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void shouldSayThatItsAddressIsTaken() {
        assertThatThrownBy(() -> BmpStation.open(station.address(), Set.of(ROUTER)))
            .isInstanceOf(BgpException.class).hasMessageContaining("cannot listen for BMP at 127.0.0.1:");
    }
}

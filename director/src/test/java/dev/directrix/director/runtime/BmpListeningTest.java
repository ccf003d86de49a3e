package dev.directrix.director.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.directrix.bgp.BgpException;
import dev.directrix.bgp.bmp.BmpStation;
import dev.directrix.director.config.GuardConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BmpListeningTest {

    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.34");

    private static GuardConfig at(final int port) {
        return new GuardConfig(Optional.of(new GuardConfig.Bmp(new InetSocketAddress(HERE, port), Set.of(HERE))),
            Map.of());
    }

    /** A free one from here on, below those that clients get. */
    private static int freePort(final int from) {
        int port = from;
        while (true) {
            try (ServerSocket socket = new ServerSocket(port, 1, HERE)) {
                return socket.getLocalPort();
            } catch (final IOException e) {
                port++;
            }
        }
    }

    /** A listener ends once the thread that waits at it has noticed. */
    private static void awaitClosed(final int port) {
        await().atMost(Duration.ofSeconds(10)).until(() -> !isListening(port));
    }

    private static boolean isListening(final int port) {
        try (Socket socket = new Socket(HERE, port)) {
            return socket.isConnected();
        } catch (final IOException e) {
            return false;
        }
    }

    @Test
    void shouldOpenMoveAndCloseAsTheFileSays() {
        final int first = freePort(21_100);
        final int second = freePort(first + 1);
        try (BmpListening listening = BmpListening.open(GuardConfig.NONE)) {
            assertThat(listening.station()).isEmpty();
            change(listening, at(first));
            assertThat(isListening(first)).isTrue();
            final BmpStation station = listening.station().orElseThrow();
            change(listening, at(first));
            assertThat(listening.station()).as("nothing has changed").containsSame(station);
            change(listening, at(second));
            assertThat(isListening(second)).isTrue();
            awaitClosed(first);
            change(listening, GuardConfig.NONE);
            assertThat(listening.station()).isEmpty();
            awaitClosed(second);
        }
    }

    @Test
    void shouldStayWhereItIsWhenTheChangeIsGivenUpOrCannotBe() throws IOException {
        final int first = freePort(21_100);
        final int second = freePort(first + 1);
        try (BmpListening listening = BmpListening.open(at(first))) {
            try (BmpListening.Change change = listening.prepare(at(second))) {
                assertThat(change).isNotNull();
                assertThat(isListening(second)).isTrue();
            }
            awaitClosed(second);
            assertThat(isListening(first)).isTrue();
            try (ServerSocket taken = new ServerSocket(second, 1, HERE)) {
                assertThatThrownBy(() -> listening.prepare(at(taken.getLocalPort()))).isInstanceOf(BgpException.class)
                    .hasMessageContaining("cannot listen for BMP at 127.0.0.34:");
            }
            assertThat(isListening(first)).isTrue();
        }
        awaitClosed(first);
    }

    private static void change(final BmpListening listening, final GuardConfig config) {
        try (BmpListening.Change change = listening.prepare(config)) {
            change.take();
        }
    }
}

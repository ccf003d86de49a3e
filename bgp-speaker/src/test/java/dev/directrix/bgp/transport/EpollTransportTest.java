package dev.directrix.bgp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.LoopbackPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EpollTransportTest {

    /** A child holds every descriptor of its parent from its fork to its exec, listening sockets too. */
    @Test
    void shouldListenAgainAtOnceWhileProgramsAreStarted() throws Exception {
        final InetSocketAddress address = new InetSocketAddress("127.0.0.24", LoopbackPort.free());
        final AtomicBoolean over = new AtomicBoolean();
        final CompletableFuture<Integer> started = CompletableFuture.supplyAsync(() -> startPrograms(over));
        try (EpollTransport transport = new EpollTransport()) {
            for (int round = 0; round < 2_000; round++) {
                transport.listen(address, List.of(), Link::finish).close();
            }
        } finally {
            over.set(true);
        }
        assertThat(started.join()).isPositive();
    }

    private static int startPrograms(final AtomicBoolean over) {
        int started = 0;
        while (!over.get()) {
            try {
                started += new ProcessBuilder("true").start().waitFor() == 0 ? 1 : 0;
            } catch (final IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return started;
    }
}

package dev.directrix.bgp.transport;

import static org.awaitility.Awaitility.await;

import dev.directrix.bgp.LoopbackPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EpollTransportTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A child holds every descriptor of its parent from its fork to its exec, listening sockets too. */
    @Test
    void shouldListenAgainAtOnceWhileProgramsAreStarted() throws Exception {
        final InetSocketAddress address = new InetSocketAddress("127.0.0.24", LoopbackPort.free());
        final AtomicBoolean over = new AtomicBoolean();
        final AtomicInteger started = new AtomicInteger();
        final CompletableFuture<Void> programs = CompletableFuture.runAsync(() -> startPrograms(over, started));
        try (EpollTransport transport = new EpollTransport()) {
            await().atMost(PATIENCE).until(() -> started.get() > 0);
            for (int round = 0; round < 2_000; round++) {
                transport.listen(address, List.of(), Link::finish).close();
            }
        } finally {
            over.set(true);
        }
        programs.join();
    }

    private static void startPrograms(final AtomicBoolean over, final AtomicInteger started) {
        while (!over.get()) {
            try {
                started.addAndGet(new ProcessBuilder("true").start().waitFor() == 0 ? 1 : 0);
            } catch (final IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}

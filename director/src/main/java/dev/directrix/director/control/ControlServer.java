package dev.directrix.director.control;

import dev.directrix.director.control.ControlProtocol.ErrorCode;
import dev.directrix.director.control.json.JsonText;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a director's operations at its control socket. Each client has a virtual thread of its own, little time and
 * little space, so that none can hold up another.
 */
public final class ControlServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final Duration REFUSAL_TIME = Duration.ofSeconds(1);

    private final ControlSocketFile socket;
    private final ControlDispatcher dispatcher;
    private final ControlLimits limits;
    private final Semaphore places;
    private final ScheduledThreadPoolExecutor timer;
    private final Set<LineChannel> clients = ConcurrentHashMap.newKeySet();

    private ControlServer(
        final ControlSocketFile socket, final Operations operations, final ControlLimits limits) {
        this.socket = socket;
        this.dispatcher = new ControlDispatcher(operations);
        this.limits = limits;
        this.places = new Semaphore(limits.clients());
        this.timer = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("control-timer").factory());
        this.timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Makes the socket and serves it until {@link #close}.
     *
     * @throws ControlException if the socket cannot be had: another director has it, or the path cannot be used
     */
    public static ControlServer open(final Path path, final Operations operations) {
        return open(path, operations, ControlLimits.DEFAULT);
    }

    /** Answers request lines that came by another way than a socket. */
    public static UnaryOperator<String> answering(final Operations operations) {
        final ControlDispatcher dispatcher = new ControlDispatcher(operations);
        return line -> JsonText.compact(dispatcher.answer(line));
    }

    static ControlServer open(final Path path, final Operations operations, final ControlLimits limits) {
        final ControlServer server =
            new ControlServer(ControlSocketFile.open(path.toAbsolutePath()), operations, limits);
        Thread.ofPlatform().daemon().name("control-accept").start(server::accept);
        return server;
    }

    private void accept() {
        while (socket.channel().isOpen()) {
            try {
                final LineChannel client = new LineChannel(socket.channel().accept(), timer);
                clients.add(client);
                Thread.ofVirtual().name("control-client").start(() -> serve(client));
            } catch (final ClosedChannelException e) {
                return;
            } catch (final IOException e) {
                LOG.warn("The control socket cannot accept a client: {}", e.getMessage());
                pause();
            }
        }
    }

    /** Out of file descriptors, most likely: not the moment to spin. */
    private static void pause() {
        try {
            Thread.sleep(Duration.ofMillis(100));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(final LineChannel client) {
        try (client) {
            if (!places.tryAcquire()) {
                client.write(refusal(ErrorCode.BUSY, "the director serves " + limits.clients()
                    + " clients already; try again"), REFUSAL_TIME);
                return;
            }
            try {
                answer(client);
            } finally {
                places.release();
            }
        } catch (final IOException e) {
            LOG.debug("A control client went away: {}", e.getMessage());
        } finally {
            clients.remove(client);
        }
    }

    private void answer(final LineChannel client) throws IOException {
        final Optional<String> request = client.read(limits.requestOctets(), limits.readTime());
        if (request.isPresent()) {
            client.write(JsonText.compact(dispatcher.answer(request.get())), limits.writeTime());
        } else if (!client.late()) {
            client.write(refusal(ErrorCode.BAD_REQUEST, "a request is one line of at most "
                + limits.requestOctets() + " octets"), REFUSAL_TIME);
        }
    }

    private static String refusal(final ErrorCode code, final String message) {
        return JsonText.compact(ControlProtocol.error(code, message));
    }

    /** Ends all connections and removes the socket. Idempotent. */
    @Override
    public void close() {
        socket.close();
        clients.forEach(LineChannel::close);
        timer.shutdownNow();
    }
}

package dev.directrix.director.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Lines over a blocking channel, with a bound on their length and on the time that they take: the channel is closed
 * under whoever is late. Used by one thread.
 */
final class LineChannel implements AutoCloseable {

    private static final int CHUNK = 8192;

    private final SocketChannel channel;
    private final ScheduledExecutorService timer;
    private volatile boolean late;

    LineChannel(final SocketChannel channel, final ScheduledExecutorService timer) {
        this.channel = channel;
        this.timer = timer;
    }

    /**
     * Reads up to the first line feed, without it; what comes behind it is not looked at.
     *
     * @return empty: the other side closed, sent nothing more in time, or too much
     */
    Optional<String> read(final int maxOctets, final Duration time) throws IOException {
        return within(time, () -> {
            final ByteArrayOutputStream line = new ByteArrayOutputStream();
            final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            while (channel.read(chunk.clear()) >= 0) {
                final int end = lineFeed(chunk.flip());
                line.write(chunk.array(), 0, end < 0 ? chunk.limit() : end);
                if (line.size() > maxOctets) {
                    return Optional.empty();
                }
                if (end >= 0) {
                    return Optional.of(line.toString(StandardCharsets.UTF_8));
                }
            }
            return Optional.empty();
        });
    }

    private static int lineFeed(final ByteBuffer chunk) {
        for (int i = 0; i < chunk.limit(); i++) {
            if (chunk.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Writes a line and its line feed. */
    void write(final String line, final Duration time) throws IOException {
        final ByteBuffer octets = StandardCharsets.UTF_8.encode(line + "\n");
        within(time, () -> {
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            return octets;
        });
    }

    /** Whether time ran out. */
    boolean late() {
        return late;
    }

    private <T> T within(final Duration time, final Transfer<T> transfer) throws IOException {
        final ScheduledFuture<?> deadline = timer.schedule(this::giveUp, time.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return transfer.run();
        } finally {
            deadline.cancel(false);
        }
    }

    private void giveUp() {
        late = true;
        close();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException e) {
            throw new ControlException("a control connection cannot be closed: " + e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Transfer<T> {
        T run() throws IOException;
    }
}

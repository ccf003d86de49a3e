package dev.directrix.cluster.etcd;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * Cuts a stream into lines of bounded length and hands them to an executor in order. More is read only after the lines
 * before it have been handled, so that nothing piles up.
 */
final class LineSubscriber implements HttpResponse.BodySubscriber<Void> {
    private static final int FIRST_BYTES = 4096;

    private final int maxLineBytes;
    private final Executor executor;
    private final Consumer<byte[]> onLine;
    private final Consumer<Optional<Throwable>> onEnd;
    private byte[] line = new byte[FIRST_BYTES];
    private int length;
    private boolean done;
    private Optional<Flow.Subscription> subscription = Optional.empty();
    private boolean cancelled;

    /**
     * Not yet subscribed.
     *
     * @param maxLineBytes a longer line ends the stream
     * @param executor     one that runs its tasks one after the other
     * @param onLine       each line, without its end
     * @param onEnd        once, with the reason if the stream did not end by itself; not after {@link #cancel}
     */
    LineSubscriber(
            final int maxLineBytes,
            final Executor executor,
            final Consumer<byte[]> onLine,
            final Consumer<Optional<Throwable>> onEnd) {
        this.maxLineBytes = maxLineBytes;
        this.executor = executor;
        this.onLine = onLine;
        this.onEnd = onEnd;
    }

    /** The body is done as soon as it begins: its lines go elsewhere. */
    @Override
    public CompletionStage<Void> getBody() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onSubscribe(final Flow.Subscription begun) {
        synchronized (this) {
            subscription = Optional.of(begun);
            if (cancelled) {
                begun.cancel();
                return;
            }
        }
        begun.request(1);
    }

    @Override
    public void onNext(final List<ByteBuffer> buffers) {
        for (final ByteBuffer buffer : buffers) {
            while (buffer.hasRemaining() && !done) {
                take(buffer.get());
            }
        }
        if (!done) {
            executor.execute(this::more);
        }
    }

    @Override
    public void onError(final Throwable thrown) {
        end(Optional.of(thrown));
    }

    @Override
    public void onComplete() {
        if (length > 0 && !done) {
            hand(Arrays.copyOf(line, length));
        }
        end(Optional.empty());
    }

    /** Ends the stream: the connection is closed. Any thread. */
    synchronized void cancel() {
        cancelled = true;
        subscription.ifPresent(Flow.Subscription::cancel);
    }

    private synchronized void more() {
        subscription.ifPresent(begun -> begun.request(1));
    }

    private void take(final byte next) {
        if (next == '\n') {
            hand(Arrays.copyOf(line, length));
            length = 0;
            return;
        }
        if (length == maxLineBytes) {
            cancel();
            end(Optional.of(EtcdException.malformed("a line of more than " + maxLineBytes + " bytes")));
            return;
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, (int) Math.min(maxLineBytes, 2L * length));
        }
        line[length++] = next;
    }

    private void hand(final byte[] whole) {
        executor.execute(() -> onLine.accept(whole));
    }

    private void end(final Optional<Throwable> why) {
        if (!done) {
            done = true;
            executor.execute(() -> onEnd.accept(why));
        }
    }
}

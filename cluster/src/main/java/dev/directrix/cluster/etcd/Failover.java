package dev.directrix.cluster.etcd;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * One call over several endpoints: each in turn, with a fair share of the time that is left, until one answers.
 *
 * @param <T> what the call gives
 */
@SuppressWarnings("FutureReturnValueIgnored") // The result is the future; those on the way only feed it.
final class Failover<T> {
    private final EtcdClient client;
    private final Endpoints endpoints;
    private final List<URI> order;
    private final long endNs;
    private final boolean repeatable;
    private final Function<Attempt, CompletableFuture<T>> call;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    /**
     * A call not yet begun.
     *
     * @param endNs      monotonic time at which the call must be over
     * @param repeatable whether it may be made again where its outcome is unknown
     * @param call       makes it at one endpoint
     */
    Failover(
            final EtcdClient client,
            final Endpoints endpoints,
            final long endNs,
            final boolean repeatable,
            final Function<Attempt, CompletableFuture<T>> call) {
        this.client = client;
        this.endpoints = endpoints;
        this.order = endpoints.order(client.nowNs());
        this.endNs = endNs;
        this.repeatable = repeatable;
        this.call = call;
    }

    /** Makes the call; the future fails with the last endpoint's {@link EtcdException}. */
    CompletableFuture<T> start() {
        ask(0);
        return result;
    }

    private void ask(final int index) {
        final URI endpoint = order.get(index);
        final long nowNs = client.nowNs();
        final long turnNs = (endNs - nowNs) / (order.size() - index);
        attempt(new Attempt(client, endpoint, nowNs + turnNs)).whenCompleteAsync((value, thrown) -> {
            if (thrown == null) {
                endpoints.worked(endpoint);
                result.complete(value);
            } else {
                moveOn(index, endpoint, EtcdException.of(thrown));
            }
        }, client.executor());
    }

    private void moveOn(final int index, final URI endpoint, final EtcdException failure) {
        client.countFailure();
        final long nowNs = client.nowNs();
        if (failure.blamesEndpoint() && !client.isClosed()) {
            endpoints.failed(endpoint, nowNs, failure);
        }
        if (index + 1 < order.size() && nowNs - endNs < 0 && failure.mayMoveOn(repeatable) && !client.isClosed()) {
            ask(index + 1);
        } else {
            result.completeExceptionally(failure);
        }
    }

    private CompletableFuture<T> attempt(final Attempt attempt) {
        try {
            return call.apply(attempt);
        } catch (final RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}

package dev.directrix.cluster.etcd;

import dev.directrix.cluster.etcd.EtcdException.Kind;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * At each interval, whether or not the one before has been answered: a keep-alive, and after it, at the same endpoint,
 * a linearizable look at the keys. On the store's thread only.
 *
 * <p><b>Why both.</b> A keep-alive does not go through Raft. A leader that was frozen, or cut off, and does not yet
 * know that it has been deposed still confirms keep-alives (etcd issue 15247), and before 3.4.38 one may be confirmed
 * whose lease has just been revoked (etcd change 20813). Therefore what a keep-alive says, good or bad, counts only if
 * a linearizable read sent after its answer passes the {@link RevisionFence} and the {@link Checkpoint}, was made in
 * the same term of Raft, and finds this node's key, if it has one, under the lease. The look also tells whether the
 * watch is still alive: etcd 3.4's gateway offers nothing for that (progress can be asked for only in the stream of
 * the request, and comes by itself every ten minutes).
 */
@SuppressWarnings("FutureReturnValueIgnored") // What becomes of a call is handled where it is made.
final class KeepAliveRounds {
    /** Bound on rounds under way: they end by their time-out; only a clock that jumps makes so many meet. */
    private static final int MAX_OUTSTANDING = 8;

    private final StoreLoop loop;
    private final StoreKeys keys;
    private final PrefixView view;
    private final LeaseState lease;
    private final MemberWriter writer;
    private final WatchLoop watch;
    private final StoreListener listener;
    private int outstanding;
    private long sent;
    private long lastHeard;
    private Optional<Boolean> told = Optional.empty();

    /** What one round found. */
    private record Round(Optional<LeaseAnswer> lease, Probe probe, String endpoint) {
    }

    KeepAliveRounds(
            final StoreLoop loop,
            final StoreKeys keys,
            final PrefixView view,
            final LeaseState lease,
            final MemberWriter writer,
            final WatchLoop watch,
            final StoreListener listener) {
        this.loop = loop;
        this.keys = keys;
        this.view = view;
        this.lease = lease;
        this.writer = writer;
        this.watch = watch;
        this.listener = listener;
    }

    /** Begins a round. */
    void begin() {
        watch.moveIfBetter();
        if (outstanding >= MAX_OUTSTANDING) {
            return;
        }
        outstanding++;
        final long number = ++sent;
        final OptionalLong id = lease.id();
        final boolean keyExpected = writer.hasKey();
        final Checkpoint checkpoint = view.checkpoint();
        loop.client().call(true, attempt -> round(attempt, id, checkpoint)).whenCompleteAsync((round, thrown) -> {
            outstanding--;
            if (thrown != null) {
                tell(number, false, EtcdException.of(thrown).getMessage());
                return;
            }
            tell(number, true, round.endpoint);
            round.lease.ifPresent(answer -> lease.heard(answer, round.probe, keyExpected));
            if (lease.isOver()) {
                writer.next();
            }
            watch.compare(round.probe);
        }, loop);
    }

    private CompletableFuture<Round> round(
            final Attempt attempt, final OptionalLong id, final Checkpoint checkpoint) {
        final String endpoint = attempt.endpoint().toString();
        if (id.isEmpty()) {
            return Probe.take(attempt, keys, checkpoint)
                    .thenApply(probe -> new Round(Optional.empty(), probe, endpoint));
        }
        return attempt.keepAlive(id.getAsLong()).thenCompose(answer ->
                Probe.take(attempt, keys, checkpoint).thenApply(probe -> {
                    if (answer.raftTerm() != probe.header().raftTerm()) {
                        throw new EtcdException(Kind.LEADER_CHANGED, "etcd at " + endpoint
                                + ": the leader changed while the lease was kept alive");
                    }
                    return new Round(Optional.of(answer), probe, endpoint);
                }));
    }

    private void tell(final long number, final boolean reachable, final String why) {
        if (number < lastHeard) {
            return;
        }
        lastHeard = number;
        if (told.isEmpty() || told.get() != reachable) {
            told = Optional.of(reachable);
            listener.reachable(reachable, why);
        }
    }
}

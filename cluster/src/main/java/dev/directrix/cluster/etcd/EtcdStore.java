package dev.directrix.cluster.etcd;

import dev.directrix.cluster.etcd.EtcdException.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster's store in etcd: the record at {@code /directrix/CLUSTER/record}, a member at
 * {@code /directrix/CLUSTER/members/NAME}. Several stores, one after the other or for several clusters, share a client.
 *
 * <p>An etcd that is not believed (see {@link EtcdClient}) is the same as none: nothing it says is told, no lease is
 * prolonged by it. If all of etcd was restored from a backup on purpose, all directors must be restarted to believe it.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Those that matter are returned; the others only feed them.
public final class EtcdStore implements ClusterStore {
    private static final Logger LOG = LoggerFactory.getLogger(EtcdStore.class);
    private static final long CLOSE_TIMEOUT_MS = 1000;

    private final EtcdClient client;
    private final StoreSettings settings;
    private final StoreKeys keys;
    private final Loop loop;
    /** Calls that have no result yet, by their number. */
    private final Map<Long, CompletableFuture<?>> open = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();
    private volatile Optional<Parts> parts = Optional.empty();
    private volatile boolean closed;

    /** What there is once it is started. */
    private record Parts(
            PrefixView view, LeaseState lease, MemberWriter writer, WatchLoop watch, KeepAliveRounds rounds) {
    }

    /**
     * A store not yet started.
     *
     * @param client is not closed with the store
     */
    public EtcdStore(final EtcdClient client, final StoreSettings settings) {
        this.client = client;
        this.settings = settings;
        this.keys = new StoreKeys(settings);
        this.loop = new Loop();
    }

    @Override
    public void start(final StoreListener listener) {
        if (parts.isPresent()) {
            throw new IllegalStateException("the store has been started before");
        }
        final StoreListener guarded = new GuardedListener(listener, () -> closed);
        final PrefixView view = new PrefixView(keys, guarded);
        final LeaseState lease = new LeaseState(guarded);
        final MemberWriter writer = new MemberWriter(loop, keys, lease);
        final WatchLoop watch = new WatchLoop(loop, keys, view, guarded, settings.watchGrace());
        final KeepAliveRounds rounds = new KeepAliveRounds(loop, keys, view, lease, writer, watch, guarded);
        parts = Optional.of(new Parts(view, lease, writer, watch, rounds));
        loop.execute(watch::load);
        loop.repeat(settings.keepAliveInterval(), rounds::begin);
    }

    @Override
    public CompletableFuture<Duration> grantLease(final Duration ttl) {
        final LeaseState lease = parts().lease;
        return onLoop(done -> {
            if (!lease.ask()) {
                done.completeExceptionally(new EtcdException(Kind.CLOSED, "this life has had its lease already"));
                return;
            }
            client.call(true, attempt -> attempt.grant(ttl.plusNanos(999_999_999).toSeconds()))
                    .whenCompleteAsync((granted, thrown) -> granted(ttl, granted, thrown, done), loop);
        });
    }

    @Override
    public CompletableFuture<Boolean> reclaim(
            final Duration ttl, final long expectedModRevision, final byte[] own) {
        final Parts life = parts();
        return onLoop(done -> {
            if (!life.lease.askAgain()) {
                done.completeExceptionally(new EtcdException(Kind.CLOSED, "no other lease is needed now"));
                return;
            }
            client.call(true, attempt -> attempt.grant(ttl.plusNanos(999_999_999).toSeconds()))
                    .whenCompleteAsync((granted, thrown) -> {
                        if (thrown != null || isTooLittle(granted, ttl)) {
                            life.lease.notGranted();
                            done.completeExceptionally(
                                    thrown != null ? EtcdException.of(thrown) : tooLittle(granted, ttl));
                        } else {
                            reclaim(granted, expectedModRevision, own, done);
                        }
                    }, loop);
        });
    }

    private void reclaim(
            final LeaseAnswer granted,
            final long expectedModRevision,
            final byte[] own,
            final CompletableFuture<Boolean> done) {
        final Parts life = parts();
        final Txn txn = new Txn().ifModRevision(keys.record(), expectedModRevision).ifAbsent(keys.own())
                .put(keys.own(), own, granted.id());
        client.call(false, attempt -> attempt.txn(txn.json())).whenCompleteAsync((answer, thrown) -> {
            if (thrown != null || !answer.succeeded()) {
                // Should the key have been written all the same, it ends with its lease, which nobody keeps alive.
                life.lease.notGranted();
                if (thrown != null) {
                    done.completeExceptionally(EtcdException.of(thrown));
                } else {
                    done.complete(false);
                }
            } else {
                life.lease.regained(granted);
                life.writer.regained(answer.header().revision());
                done.complete(true);
            }
        }, loop);
    }

    @Override
    public void putMember(final byte[] value) {
        final MemberWriter writer = parts().writer;
        loop.execute(() -> writer.put(value));
    }

    @Override
    public CompletableFuture<Boolean> swapRecord(final long expectedModRevision, final byte[] next) {
        return swapRecord(expectedModRevision, next, Set.of(), Optional.empty());
    }

    @Override
    public CompletableFuture<Boolean> swapRecord(
            final long expectedModRevision,
            final byte[] next,
            final Set<String> requireAbsent,
            final Optional<byte[]> own) {
        final Parts life = parts();
        final Set<String> absent = Set.copyOf(requireAbsent);
        return onLoop(done -> {
            final RecordSwap swap = new RecordSwap(expectedModRevision, life.view.record()
                    .filter(record -> record.modRevision() == expectedModRevision).map(KeyValue::value), next, absent);
            if (own.isPresent()) {
                life.writer.put(own.get(), swap).whenComplete(completing(done));
                return;
            }
            final Txn txn = new Txn();
            swap.addTo(txn, keys);
            client.call(false, attempt -> attempt.txn(txn.json()).thenApply(TxnAnswer::succeeded))
                    .whenCompleteAsync(completing(done), loop);
        });
    }

    @Override
    public CompletableFuture<Void> deleteMember() {
        final Parts life = parts();
        return onLoop(done -> {
            final OptionalLong id = life.lease.id();
            life.lease.giveUp();
            life.writer.next();
            if (id.isEmpty()) {
                done.complete(null);
                return;
            }
            client.call(true, attempt -> attempt.revoke(id.getAsLong())).whenCompleteAsync((nothing, thrown) -> {
                if (thrown == null || EtcdException.of(thrown).isLeaseUnknown()) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(EtcdException.of(thrown));
                }
            }, loop);
        });
    }

    @Override
    public void close() {
        closed = true;
        parts.ifPresent(life -> life.watch.stop());
        loop.close();
        open.values().forEach(future -> future.completeExceptionally(storeClosed()));
    }

    private void granted(
            final Duration ttl,
            final LeaseAnswer granted,
            final Throwable thrown,
            final CompletableFuture<Duration> done) {
        final Parts life = parts();
        if (thrown != null) {
            life.lease.notGranted();
            done.completeExceptionally(EtcdException.of(thrown));
        } else if (isTooLittle(granted, ttl)) {
            life.lease.notGranted();
            done.completeExceptionally(tooLittle(granted, ttl));
        } else if (life.lease.isOver()) {
            done.completeExceptionally(new EtcdException(Kind.CLOSED, "this life has ended"));
        } else {
            life.lease.granted(granted);
            done.complete(Duration.ofSeconds(granted.ttlSeconds()));
            life.writer.next();
        }
    }

    /** Whether a lease is none, or ends before the others may count on its having ended. */
    private static boolean isTooLittle(final LeaseAnswer granted, final Duration ttl) {
        return granted.id() == 0 || Duration.ofSeconds(granted.ttlSeconds()).compareTo(ttl) < 0;
    }

    private static EtcdException tooLittle(final LeaseAnswer granted, final Duration ttl) {
        return EtcdException.malformed("a lease of " + granted.ttlSeconds() + " s was granted where "
                + ttl.toMillis() + " ms were asked for");
    }

    private Parts parts() {
        return parts.orElseThrow(() -> new IllegalStateException("the store has not been started"));
    }

    /** Runs a call's first step on the loop; its future is failed by closing the store at the latest. */
    private <T> CompletableFuture<T> onLoop(final Consumer<CompletableFuture<T>> step) {
        final CompletableFuture<T> done = new CompletableFuture<>();
        final long number = calls.incrementAndGet();
        open.put(number, done);
        done.whenComplete((value, thrown) -> open.remove(number));
        loop.execute(() -> step.accept(done));
        if (closed) {
            done.completeExceptionally(storeClosed());
        }
        return done;
    }

    private static <T> BiConsumer<T, Throwable> completing(final CompletableFuture<T> done) {
        return (value, thrown) -> {
            if (thrown == null) {
                done.complete(value);
            } else {
                done.completeExceptionally(EtcdException.of(thrown));
            }
        };
    }

    private static EtcdException storeClosed() {
        return new EtcdException(Kind.UNANSWERED, "the store was closed");
    }

    /** The store's thread. */
    private final class Loop implements StoreLoop {
        private final ThreadFactory factory =
                Thread.ofPlatform().daemon().name("etcd-store-" + settings.member()).factory();
        private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, this::newThread);
        private volatile Optional<Thread> current = Optional.empty();

        Loop() {
            thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
            thread.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        }

        @Override
        public void execute(final Runnable task) {
            try {
                thread.execute(guarded(task));
            } catch (final RejectedExecutionException e) {
                return; // The store is closed: nothing is to be done any more.
            }
        }

        @Override
        public void later(final Duration delay, final Runnable task) {
            try {
                thread.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            } catch (final RejectedExecutionException e) {
                return; // The store is closed: nothing is to be done any more.
            }
        }

        @Override
        public void checkSoon() {
            execute(parts().rounds::begin);
        }

        @Override
        public EtcdClient client() {
            return client;
        }

        void repeat(final Duration interval, final Runnable task) {
            thread.scheduleWithFixedDelay(guarded(task), 0, interval.toNanos(), TimeUnit.NANOSECONDS);
        }

        private Runnable guarded(final Runnable task) {
            return () -> {
                try {
                    task.run();
                } catch (final RuntimeException e) {
                    LOG.error("the cluster's store failed", e);
                }
            };
        }

        private Thread newThread(final Runnable work) {
            final Thread made = factory.newThread(work);
            current = Optional.of(made);
            return made;
        }

        void close() {
            thread.shutdown();
            if (current.filter(Thread.currentThread()::equals).isPresent()) {
                return; // The listener closes the store: its thread cannot wait for itself.
            }
            try {
                thread.awaitTermination(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

package dev.directrix.cluster.etcd;

import dev.directrix.cluster.etcd.EtcdException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the cluster's keys once and watches them from there on, at one endpoint after the other, without a gap and
 * without telling anything twice. On the store's thread, except {@link #stop}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What becomes of a call is handled where it is made.
final class WatchLoop {
    private static final Logger LOG = LoggerFactory.getLogger(WatchLoop.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    /** The delay doubles up to 1.6 s. */
    private static final int MAX_DOUBLINGS = 4;
    /** A watch that lived for so long was a good one: the next is opened at once. */
    private static final Duration GOOD_LIFE = Duration.ofSeconds(2);

    private final StoreLoop loop;
    private final StoreKeys keys;
    private final PrefixView view;
    private final StoreListener listener;
    private final Duration grace;
    private Optional<EtcdWatch> watch = Optional.empty();
    /** Each opening has a number; what belongs to an earlier one is ignored. */
    private int opening;
    private int failures;
    private long openedNs;
    private boolean started;
    private boolean behind;
    private long behindSinceNs;
    private long behindRevision;
    private volatile boolean stopped;

    WatchLoop(
            final StoreLoop loop,
            final StoreKeys keys,
            final PrefixView view,
            final StoreListener listener,
            final Duration grace) {
        this.loop = loop;
        this.keys = keys;
        this.view = view;
        this.listener = listener;
        this.grace = grace;
    }

    /** Reads all keys, then opens the watch. */
    void load() {
        if (stopped) {
            return;
        }
        final int number = ++opening;
        final Checkpoint checkpoint = view.checkpoint();
        loop.client().call(true, attempt -> checkpoint.revision() == 0
                ? attempt.range(keys.all())
                : Probe.take(attempt, keys, checkpoint).thenCompose(probe -> attempt.range(keys.all())))
                .whenCompleteAsync((all, thrown) -> {
                    if (number != opening || stopped) {
                        return;
                    }
                    if (thrown != null) {
                        loop.later(delay(), this::load);
                        return;
                    }
                    final Optional<String> gap = view.load(all);
                    if (gap.isPresent()) {
                        gap(gap.get());
                        return;
                    }
                    if (!started) {
                        started = true;
                        listener.started();
                    }
                    open();
                }, loop);
    }

    /** Ends the watch for good. Any thread. */
    void stop() {
        stopped = true;
        loop.execute(() -> {
            watch.ifPresent(EtcdWatch::close);
            watch = Optional.empty();
        });
    }

    /** Moves the watch away from an endpoint that failed, if there is another one. */
    void moveIfBetter() {
        watch.filter(open -> loop.client().hasBetterThan(open.endpoint())).ifPresent(open -> {
            LOG.info("the watch leaves etcd at {}, which is avoided", open.endpoint());
            reopen();
        });
    }

    /** Compares with a look at the keys: a watch that stays behind it is dead, whatever its connection says. */
    void compare(final Probe probe) {
        if (!started || !view.isBehind(probe)) {
            behind = false;
            return;
        }
        final long nowNs = loop.client().nowNs();
        if (!behind || behindRevision != view.revision()) {
            behind = true;
            behindSinceNs = nowNs;
            behindRevision = view.revision();
        } else if (watch.isPresent() && nowNs - behindSinceNs > grace.toNanos()) {
            final EtcdException why = new EtcdException(Kind.UNANSWERED, "etcd at " + watch.get().endpoint()
                    + ": the watch is silent at revision " + behindRevision + ", while revision "
                    + probe.newestRevision() + " is there");
            loop.client().blame(watch.get().endpoint(), why);
            reopen();
        }
    }

    private void open() {
        if (stopped) {
            return;
        }
        final int number = ++opening;
        final Checkpoint checkpoint = view.checkpoint();
        loop.client().call(true, attempt -> open(attempt, checkpoint, number))
                .whenComplete((open, thrown) -> {
                    if (stopped && open != null) {
                        open.close();
                    }
                })
                .whenCompleteAsync((open, thrown) -> {
                    if (number != opening || stopped) {
                        if (open != null) {
                            open.close();
                        }
                    } else if (thrown != null) {
                        loop.later(delay(), this::open);
                    } else {
                        watch = Optional.of(open);
                        openedNs = loop.client().nowNs();
                        behind = false;
                    }
                }, loop);
    }

    private CompletableFuture<EtcdWatch> open(final Attempt attempt, final Checkpoint checkpoint, final int number) {
        return Probe.take(attempt, keys, checkpoint).thenCompose(probe ->
                attempt.watch(keys.watch(checkpoint.revision() + 1), checkpoint.revision(), new Sink(number), loop));
    }

    private void reopen() {
        watch.ifPresent(EtcdWatch::close);
        final boolean wasGood = watch.isPresent() && loop.client().nowNs() - openedNs > GOOD_LIFE.toNanos();
        watch = Optional.empty();
        if (wasGood) {
            failures = 0;
            open();
        } else {
            final int number = ++opening;
            loop.later(delay(), () -> {
                if (number == opening) {
                    open();
                }
            });
        }
    }

    private Duration delay() {
        final Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
        failures++;
        return delay;
    }

    private void gap(final String why) {
        stop();
        listener.gap(why);
    }

    /** Hears the watch of one opening. */
    private final class Sink implements WatchSink {
        private final int number;

        Sink(final int number) {
            this.number = number;
        }

        @Override
        public void onResponse(final EtcdWatch from, final WatchResponse response) {
            if (number != opening || stopped) {
                return;
            }
            if (response.compactRevision() > 0) {
                LOG.info("etcd no longer has the changes after revision {}: reading anew", view.revision());
                from.close();
                watch = Optional.empty();
                load();
            } else if (response.canceled()) {
                throw EtcdClient.error(from.endpoint(), response.cancelReason());
            } else {
                view.apply(response.events()).ifPresent(WatchLoop.this::gap);
            }
        }

        @Override
        public void onEnd(final EtcdWatch from, final EtcdException why) {
            if (number != opening || stopped) {
                return;
            }
            LOG.info("the watch is opened anew: {}", why.getMessage());
            if (why.blamesEndpoint()) {
                loop.client().blame(from.endpoint(), why);
            }
            if (why.blamesToken()) {
                loop.client().tokens().forget();
            }
            reopen();
        }
    }
}

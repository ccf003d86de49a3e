package dev.directrix.director.membership;

import dev.directrix.cluster.etcd.EtcdClient;
import dev.directrix.cluster.etcd.EtcdCounters;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.ServerOverride;
import dev.directrix.cluster.member.Wish;
import dev.directrix.cluster.runtime.ClusterListener;
import dev.directrix.cluster.runtime.ClusterRuntime;
import dev.directrix.cluster.runtime.ClusterView;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.health.ServerHealth;
import dev.directrix.forwarder.datapath.ClusterUse;
import dev.directrix.forwarder.service.ServerKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of a director in a cluster of its own kind. */
final class ClusterMembership implements Membership, ClusterListener {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterMembership.class);
    private static final long ANSWER_S = 10;
    private static final long LEAVE_MS = 5_000;
    /** Files are changed on one director after the other: so long they may differ. */
    private static final long DIFFERING_MS = 30_000;
    /** A server that is used no more is kept for a moment: packets on their way still find it. */
    private static final long KEPT_MS = 10_000;

    private final Runnable changed;
    private final EtcdClient etcd;
    private final LongSupplier clockMs;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final Map<ServerKey, Long> lastUsedMs = new HashMap<>();
    private final ClusterRuntime runtime;
    private volatile DirectorConfig config;
    private volatile Set<ServerKey> kept = Set.of();
    private Wish told = Wish.NONE;
    private Optional<DirectorConfig> described = Optional.empty();
    private long differsSinceMs = Long.MIN_VALUE;

    /**
     * A member to be.
     *
     * @param changed runs when the standing has changed, on any thread
     * @param etcd    what the runtime asks etcd with; closed at the end
     */
    ClusterMembership(
        final DirectorConfig config, final Function<ClusterListener, ClusterRuntime> opening,
        final Runnable changed, final LongSupplier clockMs, final EtcdClient etcd) {
        this.config = config;
        this.etcd = etcd;
        this.changed = changed;
        this.clockMs = clockMs;
        this.runtime = opening.apply(this);
    }

    @Override
    public boolean isClustered() {
        return true;
    }

    @Override
    public synchronized Optional<String> obstacle() {
        final ClusterView view = runtime.view();
        if (!begun.get()) {
            return Optional.of("not in the cluster yet: waiting for the datapath and the first health checks");
        }
        final Optional<String> difference = Standing.difference(view, config);
        if (difference.isEmpty()) {
            differsSinceMs = Long.MIN_VALUE;
        } else if (differsSinceMs == Long.MIN_VALUE) {
            differsSinceMs = clockMs.getAsLong();
            LOG.warn("cluster: {}; if that lasts, this director withdraws", difference.get());
        }
        return Standing.obstacle(view, config, kept,
            difference.filter(_ -> clockMs.getAsLong() - differsSinceMs >= DIFFERING_MS));
    }

    @Override
    public synchronized void wish(
        final DirectorConfig next, final Function<ServerKey, ServerHealth> healthOf, final Set<ServerKey> still) {
        config = next;
        kept = still;
        final Wish wish = Wishes.of(next, healthOf);
        if (!wish.equals(told)) {
            told = wish;
            runtime.wish(wish);
        }
        if (!Optional.of(next).equals(described)) {
            described = Optional.of(next);
            runtime.describe(Fingerprint.ofServices(next), Fingerprint.ofAnnouncements(next));
        }
    }

    @Override
    public void begin() {
        if (begun.compareAndSet(false, true)) {
            runtime.start();
        }
    }

    @Override
    public Map<ServerKey, ServerOverride> commands() {
        final Map<ServerKey, ServerOverride> result = new HashMap<>();
        runtime.view().record().ifPresent(record -> record.overrides().forEach(
            each -> result.put(Standing.key(each.server()), each)));
        return result;
    }

    @Override
    public synchronized Set<ServerKey> used() {
        final long now = clockMs.getAsLong();
        Standing.used(runtime.view()).forEach(key -> lastUsedMs.put(key, now));
        lastUsedMs.values().removeIf(last -> now - last > KEPT_MS);
        return new HashSet<>(lastUsedMs.keySet());
    }

    @Override
    public void command(final ServerOverride override) {
        runtime.command(override);
    }

    @Override
    public void vouchOff(final Set<MemberId> members) {
        runtime.vouchOff(members);
    }

    @Override
    public String ask(final String director, final String request) {
        try {
            return runtime.ask(director, request).get(ANSWER_S, TimeUnit.SECONDS);
        } catch (final ExecutionException e) {
            throw new OperationException(e.getCause().getMessage(), e.getCause());
        } catch (final TimeoutException e) {
            throw new OperationException("director " + director + " does not answer", e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationException("interrupted while director " + director + " was asked", e);
        }
    }

    @Override
    public Optional<Map<ServerKey, Integer>> slots() {
        return Optional.of(Standing.slots(runtime.view()));
    }

    @Override
    public ClusterView view() {
        return runtime.view();
    }

    @Override
    public Optional<EtcdCounters> etcd() {
        return Optional.of(etcd.counters());
    }

    @Override
    public Optional<ClusterUse> use() {
        return runtime.use();
    }

    @Override
    public void leave() {
        if (begun.get()) {
            runtime.leave(LEAVE_MS);
        }
    }

    @Override
    public void close() {
        runtime.close();
        etcd.close();
    }

    @Override
    public void serving() {
        LOG.info("cluster: this director serves");
        changed.run();
    }

    @Override
    public void stopped(final String why, final boolean forGood) {
        if (forGood) {
            LOG.warn("cluster: this director does not serve, for good: {}", why);
        } else {
            LOG.warn("cluster: this director does not serve: {}; it begins a new life", why);
        }
        changed.run();
    }

    @Override
    public void report(final String text) {
        LOG.warn("cluster: {}", text);
    }
}

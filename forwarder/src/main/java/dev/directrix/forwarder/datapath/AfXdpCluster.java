package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.epoch.AdoptedFlows;
import dev.directrix.forwarder.epoch.ClusterTables;
import dev.directrix.forwarder.epoch.FlowQuery;
import dev.directrix.forwarder.epoch.FlowVisitor;
import dev.directrix.forwarder.flow.FlowStore;
import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.pipeline.ClusterIndex;
import dev.directrix.forwarder.pipeline.ClusterOptions;
import dev.directrix.forwarder.pipeline.Pipeline;
import dev.directrix.forwarder.port.SendPermit;
import dev.directrix.forwarder.service.IdRegistry;
import dev.directrix.forwarder.service.ServerKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.concurrent.NanoClock;

/** One life of the workers in a cluster. */
final class AfXdpCluster implements ClusterDatapath {

    /** What the ages of flow entries may be wrong by. */
    private static final long AGE_ERROR_NS = TimeUnit.MILLISECONDS.toNanos(3);

    private final List<Worker> workers;
    private final IdRegistry<ServerKey> servers;
    private final NanoClock clock;
    private final Consumer<Runnable> whileOpen;
    private final Validity validity;
    private final AdoptedFlows adopted;
    private final long bornNs;
    private volatile Optional<ClusterIndex> applied = Optional.empty();
    private volatile boolean left;
    private volatile OptionalLong incompleteAtNs = OptionalLong.empty();

    /**
     * Not begun yet.
     *
     * @param servers   gives servers their ids
     * @param clock     monotonic
     * @param whileOpen runs an action while the workers and their tables exist, or refuses
     */
    AfXdpCluster(
        final List<Worker> workers,
        final IdRegistry<ServerKey> servers,
        final ClusterOptions options,
        final NanoClock clock,
        final Consumer<Runnable> whileOpen) {
        this.workers = List.copyOf(workers);
        this.servers = servers;
        this.clock = clock;
        this.whileOpen = whileOpen;
        this.validity = new Validity(clock);
        this.adopted = new AdoptedFlows(options.adoptedFlows(), options.adoptedFor().toNanos());
        this.bornNs = clock.nanoTime();
    }

    /** Begins this life: nothing leaves any more when it returns. */
    void begin(final ClusterOptions options) {
        everyWorker(worker -> {
            worker.permit(validity);
            worker.pipeline().join(options);
            return true;
        });
    }

    @Override
    public void apply(final ClusterTables next) {
        whileOpen.accept(() -> {
            checkNotLeft();
            final ClusterIndex index = ClusterIndex.of(next, servers);
            workers.forEach(worker -> worker.pipeline().apply(index));
            pass();
            applied = Optional.of(index);
        });
    }

    /** What was applied last in this life, unless it was left. */
    Optional<ClusterIndex> applied() {
        return left ? Optional.empty() : applied;
    }

    @Override
    public boolean validUntil(final long deadlineNs) {
        return validity.until(deadlineNs);
    }

    @Override
    public void serve() {
        checkNotLeft();
        if (applied.isEmpty()) {
            throw new DatapathException("no tables of the cluster were applied");
        }
        if (!validity.open()) {
            throw new DatapathException("the deadline has passed: join the cluster anew");
        }
    }

    @Override
    public void stop() {
        validity.end();
        whileOpen.accept(this::pass);
    }

    /** Ends this life because another begins: calls that come late change nothing of that one. */
    void retire() {
        left = true;
        stop();
    }

    @Override
    public boolean serving() {
        return validity.maySend();
    }

    @Override
    public void leave() {
        whileOpen.accept(() -> {
            checkNotLeft();
            left = true;
            validity.end();
            everyWorker(worker -> {
                worker.pipeline().leave();
                worker.permit(SendPermit.ALWAYS);
                return true;
            });
        });
    }

    @Override
    public boolean collect(final FlowQuery query, final FlowVisitor visitor) {
        final boolean[] complete = {true};
        whileOpen.accept(() -> {
            final long nowNs = clock.nanoTime();
            final long ageNs = nowNs - bornNs + AGE_ERROR_NS;
            final FlowVisitor ofThisLife = (hash, pool, server, idleNs) -> {
                if (idleNs <= ageNs) {
                    visitor.visit(hash, pool, server, idleNs);
                }
            };
            workers.forEach(worker -> complete[0] &= worker.pipeline().collect(query, nowNs, ofThisLife));
            final FlowVisitor wanted = workers.getFirst().pipeline().wanted(query, visitor);
            adopted.collect(nowNs, (hash, pool, server, idleNs) -> {
                if (idleNs <= query.longestIdleNs()) {
                    wanted.visit(hash, pool, server, idleNs);
                }
            });
        });
        if (!complete[0]) {
            incompleteAtNs = OptionalLong.of(clock.nanoTime());
        }
        return complete[0];
    }

    @Override
    public boolean adopt(final long hash, final int pool, final int server, final long ageNs) {
        return adopted.adopt(hash, pool, server, ageNs, clock.nanoTime());
    }

    @Override
    public TrackGap trackGap() {
        return new TrackGap(
            latest(Stream.concat(Stream.of(incompleteAtNs), perWorker(Pipeline::untrackedAtNs))),
            latest(perWorker(Pipeline::synLostAtNs)));
    }

    @Override
    public ClusterUse use() {
        long flows = 0;
        double fullest = 0;
        int held = 0;
        int halfOpen = 0;
        final long nowNs = clock.nanoTime();
        for (final Worker worker : workers) {
            final FlowTables own = worker.pipeline().flows();
            for (final FlowStore store : List.of(own.ipv4(), own.ipv6())) {
                flows += store.size();
                fullest = Math.max(fullest, (double) store.size() / store.capacity());
            }
            held += worker.pipeline().heldNow();
            halfOpen += worker.pipeline().halfOpenNow(nowNs);
        }
        return new ClusterUse(flows, fullest, adopted.size(), halfOpen,
            applied.map(each -> each.tables().exceptions().size()).orElse(0), held);
    }

    private Stream<OptionalLong> perWorker(final Function<Pipeline, OptionalLong> time) {
        return workers.stream().map(worker -> time.apply(worker.pipeline()));
    }

    private static OptionalLong latest(final Stream<OptionalLong> times) {
        return times.flatMapToLong(OptionalLong::stream).reduce((one, other) -> one - other < 0 ? other : one);
    }

    /** Returns when every worker is between two batches that it began later. */
    private void pass() {
        everyWorker(_ -> true);
    }

    private void everyWorker(final Function<Worker, Boolean> command) {
        for (final Worker worker : workers) {
            final Supplier<Boolean> step = () -> command.apply(worker);
            worker.call(step);
        }
    }

    private void checkNotLeft() {
        if (left) {
            throw new DatapathException("this life in the cluster is over: join anew");
        }
    }
}

package dev.directrix.cluster.runtime;

import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.ServerOverride;
import dev.directrix.cluster.member.Wish;
import dev.directrix.cluster.protocol.ClusterAction;
import dev.directrix.cluster.protocol.ClusterEvent;
import dev.directrix.forwarder.datapath.ClusterDatapath;
import dev.directrix.forwarder.datapath.ClusterUse;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A director's part in its cluster, from start to end: one life after the other, each with another incarnation. Methods
 * may be called from any thread and return at once, but for {@link #leave} and {@link #close}.
 */
public final class ClusterRuntime implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterRuntime.class);
    private static final long PAUSE_NS = 500_000_000L;
    private static final long STATUS_NS = 100_000_000L;
    private static final long MOST_REST_NS = 40_000_000L;
    private static final long END_S = 5;

    private final ClusterParts parts;
    private final ClusterListener listener;
    private final ExecutorService slow = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("cluster-tables").daemon(true).factory());
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private Optional<Life> life = Optional.empty();
    private Optional<Wish> wish = Optional.empty();
    private Optional<ClusterEvent.Described> described = Optional.empty();
    private String ended = "";
    private long lives;
    private boolean forGood;
    private long nextLifeNs;
    private long nextStatusNs;
    private volatile boolean closing;
    private volatile ClusterView view = ClusterView.NONE;
    private volatile Optional<ClusterDatapath> datapath = Optional.empty();

    /** A member that has not begun: see {@link #start}. */
    public ClusterRuntime(final ClusterParts parts, final ClusterListener listener) {
        this.parts = parts;
        this.listener = listener;
        this.thread = Thread.ofPlatform().name("cluster").daemon(true).unstarted(this::run);
    }

    /** Begins: to be called once, when the datapath is warm and each server has a verdict. */
    public void start() {
        nextLifeNs = parts.nanoClock().getAsLong();
        nextStatusNs = nextLifeNs;
        thread.start();
    }

    /** What configuration and health checks say of the servers, from now on. */
    public void wish(final Wish next) {
        post(() -> {
            if (!wish.equals(Optional.of(next))) {
                wish = Optional.of(next);
                life.ifPresent(now -> now.tell(new ClusterEvent.Wished(next)));
            }
        });
    }

    /** What must be equal on all members, from now on: see the protocol's event. */
    public void describe(final String config, final String announced) {
        post(() -> {
            final ClusterEvent.Described next = new ClusterEvent.Described(config, announced);
            if (!described.equals(Optional.of(next))) {
                described = Optional.of(next);
                life.ifPresent(now -> now.tell(next));
            }
        });
    }

    /** An operator's command about a server, for the whole cluster. */
    public void command(final ServerOverride override) {
        post(() -> life.ifPresent(now -> now.tell(new ClusterEvent.Command(override))));
    }

    /**
     * Asks another director of the cluster.
     *
     * @return its answer; fails with {@link IllegalStateException} if there is no such director now
     */
    public CompletableFuture<String> ask(final String director, final String question) {
        final CompletableFuture<String> answer = new CompletableFuture<>();
        post(() -> life.ifPresentOrElse(now -> now.ask(director, question, answer),
                () -> answer.completeExceptionally(
                        new IllegalStateException("this director is not in the cluster: " + ended))));
        return answer;
    }

    /** An operator vouches that these, who are no members any more, are off: see the protocol's event. */
    public void vouchOff(final Set<MemberId> members) {
        final Set<MemberId> off = Set.copyOf(members);
        post(() -> life.ifPresent(now -> now.tell(new ClusterEvent.Off(off))));
    }

    /** How it stands, as of a moment ago. */
    public ClusterView view() {
        return view;
    }

    /** How full the datapath's tables are; empty between two lives. Takes a moment, on the calling thread. */
    public Optional<ClusterUse> use() {
        return datapath.map(ClusterDatapath::use);
    }

    /**
     * Leaves the cluster after routes were withdrawn: forwards nothing any more, hands the flows over. Waits.
     *
     * @param mostMs how long; then the others are left to find out
     */
    public void leave(final long mostMs) {
        post(() -> {
            life.ifPresent(now -> now.tell(new ClusterEvent.Leave()));
            forGood = true;
        });
        final long untilNs = parts.nanoClock().getAsLong() + TimeUnit.MILLISECONDS.toNanos(mostMs);
        while (view.isMember() && thread.isAlive() && parts.nanoClock().getAsLong() - untilNs < 0) {
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(10);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void post(final Runnable command) {
        commands.add(command);
        parts.transport().wakeUp();
    }

    private void run() {
        while (!closing) {
            try {
                final long nowNs = parts.nanoClock().getAsLong();
                int work = 0;
                Runnable command = commands.poll();
                while (command != null) {
                    command.run();
                    work++;
                    command = commands.poll();
                }
                work += live(nowNs);
                if (nowNs - nextStatusNs >= 0) {
                    nextStatusNs = nowNs + STATUS_NS;
                    view = ClusterView.of(parts, life, lives, ended, nowNs);
                }
                if (work == 0) {
                    parts.transport().await(life.map(now -> Math.min(MOST_REST_NS, now.restNs(nowNs)))
                            .orElse(MOST_REST_NS));
                }
            } catch (final RuntimeException e) {
                LOG.error("cluster: a defect; this life ends", e);
                end(new ClusterAction.Stop("a defect: " + e.getMessage(), false));
            }
        }
        life.ifPresent(Life::close);
    }

    private int live(final long nowNs) {
        if (life.isEmpty()) {
            if (!forGood && nowNs - nextLifeNs >= 0) {
                begin();
            }
            return 0;
        }
        final int work = life.get().work(nowNs);
        life.get().stopped().ifPresent(this::end);
        return work;
    }

    private void begin() {
        final Life next = new Life(parts, listener, slow, parts.transport()::wakeUp);
        wish.ifPresent(each -> next.tell(new ClusterEvent.Wished(each)));
        described.ifPresent(next::tell);
        life = Optional.of(next);
        datapath = Optional.of(next.datapath());
        lives++;
        ended = "";
    }

    private void end(final ClusterAction.Stop stop) {
        listener.stopped(stop.why(), stop.forGood());
        ended = stop.why();
        forGood |= stop.forGood();
        life.ifPresent(Life::close);
        datapath = Optional.empty();
        life = Optional.empty();
        nextLifeNs = parts.nanoClock().getAsLong() + PAUSE_NS;
        view = ClusterView.of(parts, life, lives, ended, nextLifeNs);
    }

    /** Ends without a word to the others but that this member is gone. */
    @Override
    public void close() {
        closing = true;
        parts.transport().wakeUp();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(END_S));
            slow.shutdownNow();
            if (!slow.awaitTermination(END_S, TimeUnit.SECONDS)) {
                LOG.warn("cluster: the datapath does not answer");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        parts.transport().close();
    }
}

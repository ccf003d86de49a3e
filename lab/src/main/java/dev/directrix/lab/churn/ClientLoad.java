package dev.directrix.lab.churn;

import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import dev.directrix.linux.NetworkNamespace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Clients in one node, all by one thread: connections that stay and ask in turn, and new ones at a steady rate. */
final class ClientLoad implements AutoCloseable {
    private static final long WAIT_MS = 1;
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final LoadPlan plan;
    private final LabNode node;
    private final LoadLog log = new LoadLog();
    private final Thread thread = Thread.ofPlatform().name("clients").daemon().unstarted(this::enter);
    private final List<LongConnection> connections = new ArrayList<>();
    private final Deque<NewConnection> fresh = new ArrayDeque<>();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(Echo.QUESTION);
    private volatile Optional<Exception> failure = Optional.empty();
    private volatile boolean calling;
    private volatile boolean ended;
    private long turns;
    private long turnsFromNs;
    private long calls;
    private long callsFromNs;
    private long synsRepeated;

    private ClientLoad(LabNode node, LoadPlan plan) {
        this.node = node;
        this.plan = plan;
    }

    /** Opens the connections that stay, and returns once all of them stand. */
    static ClientLoad start(LabNode node, LoadPlan plan, Duration timeout) {
        ClientLoad load = new ClientLoad(node, plan);
        load.thread.start();
        try {
            Deadline.in(timeout).await(() -> load.log.standing() == plan.connections() || load.failure.isPresent(),
                () -> "of " + plan.connections() + " connections only " + load.log.standing() + " stand after "
                    + timeout.toSeconds() + " s");
            load.check();
            return load;
        } catch (RuntimeException e) {
            load.close();
            throw e;
        }
    }

    /** Begins with new connections. */
    void call() {
        calling = true;
    }

    LoadLog log() {
        return log;
    }

    /** What the clients saw since this was asked last. */
    LoadCounts take() {
        check();
        long repeated = KernelCounters.synsRepeated(node);
        LoadCounts counts = log.take(repeated - synsRepeated);
        synsRepeated = repeated;
        return counts;
    }

    /** Throws when the clients have stopped by themselves. */
    void check() {
        failure.ifPresent(cause -> {
            throw new LabException("the clients have stopped: " + cause, cause);
        });
    }

    private void enter() {
        try {
            NetworkNamespace.enter(node.namespace(), () -> {
                try (Selector selector = Selector.open()) {
                    run(selector);
                } finally {
                    connections.forEach(LongConnection::drop);
                }
                return null;
            });
        } catch (Exception e) {
            failure = Optional.of(e);
        }
    }

    private void run(Selector selector) throws IOException {
        for (int number = 1; number <= plan.connections(); number++) {
            connections.add(new LongConnection(number, selector, log));
        }
        openAll(selector);
        turnsFromNs = System.nanoTime();
        while (!ended) {
            long nowNs = System.nanoTime();
            giveTurns(nowNs);
            if (calling) {
                open(selector, nowNs);
            }
            poll(selector);
        }
    }

    /** Opens them at the plan's pace, while those that stand already wait. */
    private void openAll(Selector selector) throws IOException {
        long fromNs = System.nanoTime();
        for (int at = 0; at < connections.size() && !ended; at++) {
            while (System.nanoTime() - fromNs < at * SECOND_NS / plan.openedPerSecond()) {
                poll(selector);
            }
            connections.get(at).turn(System.nanoTime(), scratch);
        }
    }

    private static void poll(Selector selector) throws IOException {
        selector.select(key -> ((Conversation) key.attachment()).ready(key, System.nanoTime()), WAIT_MS);
    }

    /** A thread that was kept waiting for longer than the interval skips what it missed. */
    private void giveTurns(long nowNs) {
        int all = connections.size();
        if (all == 0) {
            return;
        }
        long due = (long) ((double) (nowNs - turnsFromNs) * all / plan.interval().toNanos());
        turns = Math.max(turns, due - all);
        for (; turns < due; turns++) {
            connections.get((int) (turns % all)).turn(nowNs, scratch);
        }
    }

    private void open(Selector selector, long nowNs) throws IOException {
        if (callsFromNs == 0) {
            callsFromNs = nowNs;
        }
        long due = (long) ((double) (nowNs - callsFromNs) * plan.newPerSecond() / SECOND_NS);
        calls = Math.max(calls, due - plan.newPerSecond());
        for (; calls < due; calls++) {
            fresh.add(NewConnection.open(selector, log, nowNs));
        }
        while (!fresh.isEmpty() && fresh.peekFirst().isLate(nowNs)) {
            fresh.removeFirst();
        }
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.pipeline.Outbox;
import dev.directrix.forwarder.pipeline.Pipeline;
import dev.directrix.forwarder.pipeline.Verdict;
import dev.directrix.forwarder.port.Port;
import dev.directrix.forwarder.port.SendPermit;
import dev.directrix.forwarder.trace.Tap;
import dev.directrix.forwarder.trace.Trace;
import dev.directrix.linux.LinuxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.NanoClock;

/**
 * One thread that carries packets: it owns a pipeline and its flow table, and a port on each interface at least, so
 * that any frame it receives it can send by itself. Commands of other threads run between two batches.
 */
final class Worker implements Agent {

    private static final int COMMAND_CAPACITY = 256;
    private static final int COMMAND_TIMEOUT_S = 10;
    private static final long HOUSEKEEPING_NS = 250_000_000;

    private final int number;
    private final Pipeline pipeline;
    private final Poller poller;
    private final NanoClock clock;
    private final PortCounters counters;
    private final ManyToOneConcurrentArrayQueue<Runnable> commands =
        new ManyToOneConcurrentArrayQueue<>(COMMAND_CAPACITY);
    private final long[] offsets = new long[Pipeline.MAX_BATCH];
    private final int[] lengths = new int[Pipeline.MAX_BATCH];
    private final int[] verdicts = new int[Pipeline.MAX_BATCH];
    private final List<Attached> attached = new ArrayList<>();
    private final Port[] senders;
    private final AtomicReferenceArray<String> failures;
    private final long[] lostBefore;
    /** Holds null while nothing is traced. */
    private final AtomicReference<Tap> tap = new AtomicReference<>();
    private Attached[] ports = {};
    private boolean unsettled;
    private volatile SendPermit permit = SendPermit.ALWAYS;
    private long nextHousekeepingNs;
    private volatile boolean running;

    /** A port and the interface that it belongs to. */
    private record Attached(int interfaceNumber, Port port) {
    }

    /**
     * A worker without ports.
     *
     * @param number     for its name and for counters
     * @param interfaces how many interfaces the datapath has
     * @param clock      monotonic
     */
    Worker(
        final int number,
        final int interfaces,
        final Pipeline pipeline,
        final Poller poller,
        final NanoClock clock) {
        this.clock = clock;
        this.number = number;
        this.pipeline = pipeline;
        this.poller = poller;
        this.counters = new PortCounters(interfaces);
        this.senders = new Port[interfaces];
        this.failures = new AtomicReferenceArray<>(interfaces);
        this.lostBefore = new long[interfaces];
    }

    int number() {
        return number;
    }

    Pipeline pipeline() {
        return pipeline;
    }

    PortCounters counters() {
        return counters;
    }

    /**
     * Has the worker run a command between two batches, and waits for the outcome; before the worker runs, at once on
     * the calling thread. Any thread but the worker's.
     *
     * @throws DatapathException when the worker does not get to it in time
     */
    <T> T call(final Supplier<T> command) {
        if (!running) {
            return command.get();
        }
        final CompletableFuture<T> outcome = new CompletableFuture<>();
        if (!commands.offer(() -> complete(outcome, command))) {
            throw new DatapathException("worker " + number + " does not get to its commands");
        }
        poller.wake();
        try {
            return outcome.get(COMMAND_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (final ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (final TimeoutException e) {
            throw new DatapathException("worker " + number + " does not answer", e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatapathException("interrupted while worker " + number + " was asked", e);
        }
    }

    /** Takes part in a trace from the next batch on, instead of one that it took part in before. Any thread. */
    void trace(final Trace trace) {
        tap.set(trace.tap(number));
    }

    /** Asks this permit from the next turn on, before frames are decided and again before they leave. Any thread. */
    void permit(final SendPermit next) {
        permit = next;
    }

    /** What went wrong for good with a port of an interface; empty when nothing did. Any thread. */
    Optional<String> failure(final int interfaceNumber) {
        return Optional.ofNullable(failures.getAcquire(interfaceNumber));
    }

    /** Serves a port from now on. Before the worker starts, or on its thread. */
    void attach(final int interfaceNumber, final Port port) {
        attached.add(new Attached(interfaceNumber, port));
        rearrange();
    }

    /** Closes the ports of an interface. Before the worker starts, or on its thread. */
    void detach(final int interfaceNumber) {
        for (final Attached each : List.copyOf(attached)) {
            if (each.interfaceNumber == interfaceNumber) {
                lostBefore[interfaceNumber] += lost(each.port);
                attached.remove(each);
                each.port.close();
            }
        }
        failures.setRelease(interfaceNumber, null);
        rearrange();
    }

    /** Commands wait for the worker's thread from now on, which is about to start. */
    void starting() {
        running = true;
    }

    @Override
    public int doWork() {
        int work = commands.isEmpty() ? 0 : commands.drain(Runnable::run);
        final long nowNs = clock.nanoTime();
        final Attached[] all = ports;
        lendFrames(all);
        for (final Attached each : all) {
            work += serve(each, nowNs);
        }
        boolean waiting = decideHeld(all, nowNs);
        final SendPermit leaving = permit;
        for (final Attached each : all) {
            waiting |= each.port.flush(leaving);
        }
        unsettled = waiting;
        if (leaving != SendPermit.ALWAYS) {
            work += keepPermit(leaving);
        }
        if (work == 0) {
            work += pipeline.expire(nowNs) ? 1 : 0;
            traceReleased(all, nowNs);
            empty(all);
        }
        if (nowNs - nextHousekeepingNs >= 0) {
            nextHousekeepingNs = nowNs + HOUSEKEEPING_NS;
            keepHouse();
        }
        return work;
    }

    /** Whether sent frames are still on their way. On the worker's thread. */
    boolean unsettled() {
        return unsettled;
    }

    @Override
    public void onClose() {
        running = false;
        for (final Attached each : attached) {
            each.port.close();
        }
        attached.clear();
        rearrange();
    }

    @Override
    public String roleName() {
        return "datapath-" + number;
    }

    private int serve(final Attached from, final long nowNs) {
        final Port port = from.port;
        final int count = port.receive(offsets, lengths, Pipeline.MAX_BATCH);
        if (count == 0) {
            return 0;
        }
        final int interfaceNumber = from.interfaceNumber;
        counters.received(interfaceNumber, count);
        if (!permit.maySend()) {
            refuse(port, count);
            return count;
        }
        try {
            final Tap traced = tap.getAcquire();
            if (traced == null) {
                pipeline.processBatch(port.memory(), offsets, lengths, verdicts, count, interfaceNumber, nowNs);
            } else {
                processTraced(traced, port, count, interfaceNumber, nowNs);
            }
        } catch (final RuntimeException e) {
            for (int i = 0; i < count; i++) {
                port.discard(offsets[i]);
            }
            throw e;
        }
        for (int i = 0; i < count; i++) {
            dispatch(from, offsets[i], lengths[i], verdicts[i]);
        }
        empty(from);
        return count;
    }

    /** This director may be out of date: others may decide otherwise by now. */
    private void refuse(final Port port, final int count) {
        for (int i = 0; i < count; i++) {
            port.discard(offsets[i]);
        }
        pipeline.refuse(count);
    }

    /**
     * Sees to it that nothing leaves without a permit: a port with unsent frames in its ring is closed before the
     * worker sleeps in poll(2), which would send them. While there is a permit, the worker does not sleep with such
     * frames at all: it could be stopped there.
     *
     * @return 1 if it must not sleep now, else 0
     */
    private int keepPermit(final SendPermit leaving) {
        int unsent = 0;
        final boolean over = !leaving.maySend();
        for (final Attached each : ports) {
            pipeline.refuse(each.port.recalled());
            if (over && each.port.hasUnsent()) {
                abandon(each);
            } else if (each.port.hasUnsent() && each.port.failure().isEmpty()) {
                unsent = 1;
            }
        }
        return unsent;
    }

    /** Closes a port; the control thread opens another as soon as it sees that this one has failed. */
    private void abandon(final Attached each) {
        lostBefore[each.interfaceNumber] += lost(each.port);
        attached.remove(each);
        each.port.close();
        rearrange();
        failures.setRelease(each.interfaceNumber, "closed with frames that were not to leave any more");
    }

    private void dispatch(final Attached from, final long offset, final int length, final int verdict) {
        if (!Verdict.isTx(verdict)) {
            if (verdict == Verdict.HELD) {
                from.port.keep(offset);
            } else {
                from.port.discard(offset);
            }
            return;
        }
        final int out = Verdict.port(verdict);
        // Out by the queue it came in by, where that is possible: fewer rings to touch and to wake.
        final Port sender = out == from.interfaceNumber ? from.port : senders[out];
        if (sender != null && sender.send(offset, length)) {
            counters.transmitted(out);
        } else {
            counters.transmitDropped(out);
            from.port.discard(offset);
        }
    }

    /** Takes what leaves beside the frames that came in; any port of the worker may handle it. */
    private void empty(final Attached through) {
        final Outbox outbox = pipeline.outbox();
        for (int i = 0; i < outbox.count(); i++) {
            dispatch(through, outbox.offset(i), outbox.length(i), outbox.verdict(i));
        }
        outbox.clear();
    }

    private void empty(final Attached[] all) {
        if (all.length > 0) {
            empty(all[0]);
        }
    }

    /** Frames for the parts of packets that have to be cut. */
    private void lendFrames(final Attached[] all) {
        final Outbox outbox = pipeline.outbox();
        if (all.length == 0 || outbox.wantedSpares() == 0) {
            return;
        }
        long spare = all[0].port.take();
        while (spare != Port.NO_FRAME) {
            outbox.lend(spare);
            spare = outbox.wantedSpares() == 0 ? Port.NO_FRAME : all[0].port.take();
        }
    }

    private void processTraced(
        final Tap traced, final Port port, final int count, final int interfaceNumber, final long nowNs) {
        if (traced.ended(nowNs)) {
            tap.compareAndSet(traced, null);
        }
        traced.processBatch(pipeline, port.memory(), offsets, lengths, verdicts, count, interfaceNumber, nowNs);
    }

    /** Fragments may have waited in vain. */
    private void traceReleased(final Attached[] all, final long nowNs) {
        final Tap traced = tap.getAcquire();
        if (traced != null && all.length > 0) {
            traced.released(pipeline, all[0].port.memory(), 0, nowNs);
        }
    }

    /** Packets that wait for the cluster's tables leave behind those that came with this turn. */
    private boolean decideHeld(final Attached[] all, final long nowNs) {
        final boolean waiting = pipeline.decideHeld(nowNs);
        if (pipeline.outbox().count() != 0) {
            traceReleased(all, nowNs);
            empty(all);
        }
        return waiting;
    }

    /** What need not happen at every turn: look for failed ports, and read what the kernel lost. */
    private void keepHouse() {
        for (final Attached each : ports) {
            if (!each.port.failure().isEmpty()) {
                failures.setRelease(each.interfaceNumber, each.port.failure());
            }
        }
        for (int i = 0; i < senders.length; i++) {
            long lost = lostBefore[i];
            for (final Attached each : ports) {
                lost += each.interfaceNumber == i ? lost(each.port) : 0;
            }
            counters.lost(i, lost);
        }
    }

    private void rearrange() {
        ports = attached.toArray(Attached[]::new);
        Arrays.fill(senders, null);
        final int[] fds = new int[ports.length];
        for (int i = ports.length - 1; i >= 0; i--) {
            senders[ports[i].interfaceNumber] = ports[i].port;
            fds[i] = ports[i].port.pollFd();
        }
        poller.watch(fds);
    }

    private static <T> void complete(final CompletableFuture<T> outcome, final Supplier<T> command) {
        try {
            outcome.complete(command.get());
        } catch (final RuntimeException e) {
            outcome.completeExceptionally(e);
        }
    }

    private static long lost(final Port port) {
        try {
            return port.lost();
        } catch (final LinuxException e) {
            return 0;
        }
    }
}

package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.pipeline.Pipeline;
import dev.directrix.forwarder.pipeline.Verdict;
import dev.directrix.forwarder.port.Port;
import dev.directrix.linux.LinuxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * One thread that carries packets: it owns a pipeline and its flow table, and a port on each interface at least, so
 * that any frame it receives it can send by itself. Commands of other threads run between two batches.
 */
final class Worker implements Agent {

    private static final int COMMAND_CAPACITY = 256;

    private final int number;
    private final Pipeline pipeline;
    private final Poller poller;
    private final PortCounters counters;
    private final ManyToOneConcurrentArrayQueue<Runnable> commands =
        new ManyToOneConcurrentArrayQueue<>(COMMAND_CAPACITY);
    private final long[] offsets = new long[Pipeline.MAX_BATCH];
    private final int[] lengths = new int[Pipeline.MAX_BATCH];
    private final int[] verdicts = new int[Pipeline.MAX_BATCH];
    private final List<Attached> attached = new ArrayList<>();
    private final Port[] senders;
    private Attached[] ports = {};

    /** A port and the interface and queue that it serves. */
    private record Attached(int interfaceNumber, int queue, Port port) {
    }

    /**
     * A worker without ports.
     *
     * @param number     for its name and for counters
     * @param interfaces how many interfaces the datapath has
     */
    Worker(final int number, final int interfaces, final Pipeline pipeline, final Poller poller) {
        this.number = number;
        this.pipeline = pipeline;
        this.poller = poller;
        this.counters = new PortCounters(interfaces);
        this.senders = new Port[interfaces];
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
     * Has the worker run a command between two batches. Any thread.
     *
     * @return false when too many commands wait
     */
    boolean submit(final Runnable command) {
        final boolean accepted = commands.offer(command);
        poller.wake();
        return accepted;
    }

    /** Ends a sleep in poll. Any thread. */
    void wake() {
        poller.wake();
    }

    /** Serves a port from now on. Before the worker starts, or on its thread. */
    void attach(final int interfaceNumber, final int queue, final Port port) {
        attached.add(new Attached(interfaceNumber, queue, port));
        rearrange();
    }

    /** Closes the ports of an interface. Before the worker starts, or on its thread. */
    void detach(final int interfaceNumber) {
        for (final Attached each : List.copyOf(attached)) {
            if (each.interfaceNumber == interfaceNumber) {
                counters.lost(interfaceNumber, lost(each.port));
                attached.remove(each);
                each.port.close();
            }
        }
        rearrange();
    }

    /** What is wrong with a port of an interface, if something is. On the worker's thread. */
    Optional<String> failure(final int interfaceNumber) {
        return attached.stream()
            .filter(each -> each.interfaceNumber == interfaceNumber)
            .map(each -> each.port.failure())
            .filter(failure -> !failure.isEmpty())
            .findFirst();
    }

    /** Frames that the interface's ports lost since they were opened. On the worker's thread. */
    long lost(final int interfaceNumber) {
        return attached.stream()
            .filter(each -> each.interfaceNumber == interfaceNumber)
            .mapToLong(each -> lost(each.port))
            .sum();
    }

    @Override
    public int doWork() {
        int work = commands.isEmpty() ? 0 : commands.drain(Runnable::run);
        final Attached[] all = ports;
        for (final Attached each : all) {
            work += serve(each);
        }
        boolean busy = false;
        for (final Attached each : all) {
            busy |= each.port.flush();
        }
        if (work == 0) {
            pipeline.expire(System.nanoTime());
        }
        return busy ? work + 1 : work;
    }

    @Override
    public void onClose() {
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

    private int serve(final Attached from) {
        final Port port = from.port;
        final int count = port.receive(offsets, lengths, Pipeline.MAX_BATCH);
        if (count == 0) {
            return 0;
        }
        final int interfaceNumber = from.interfaceNumber;
        counters.received(interfaceNumber, count);
        pipeline.processBatch(
            port.memory(), offsets, lengths, verdicts, count, interfaceNumber, System.nanoTime());
        for (int i = 0; i < count; i++) {
            final int verdict = verdicts[i];
            if (!Verdict.isTx(verdict)) {
                port.discard(offsets[i]);
                continue;
            }
            final int out = Verdict.port(verdict);
            // Out by the queue it came in by, where that is possible: fewer rings to touch and to wake.
            final Port sender = out == interfaceNumber ? port : senders[out];
            if (sender != null && sender.send(offsets[i], lengths[i])) {
                counters.transmitted(out);
            } else {
                counters.transmitDropped(out);
                port.discard(offsets[i]);
            }
        }
        return count;
    }

    private void rearrange() {
        ports = attached.toArray(Attached[]::new);
        Arrays.fill(senders, null);
        final int[] fds = new int[ports.length];
        for (int i = ports.length - 1; i >= 0; i--) {
            senders[ports[i].interfaceNumber] = ports[i].port;
            fds[i] = ports[i].port.pollFd();
        }
        poller.watch(fds, fds.length);
    }

    private static long lost(final Port port) {
        try {
            return port.lost();
        } catch (final LinuxException e) {
            return 0;
        }
    }
}

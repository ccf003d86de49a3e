package dev.directrix.forwarder.trace;

import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.pipeline.FlowDecision;
import dev.directrix.forwarder.pipeline.Outbox;
import dev.directrix.forwarder.pipeline.Pipeline;
import dev.directrix.forwarder.pipeline.Verdict;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;

/**
 * One worker's end of a trace: has its pipeline decide packets one by one and writes down those that match. On the
 * worker's thread. A packet that does not match costs two copies of its headers; one that does, some objects as well.
 */
public final class Tap {

    /** Octets that the filter looks at, however few are kept: VLAN tags, IPv6, extension headers, ports. */
    private static final int HEADERS = 128;
    private static final int RECORD = 1;
    /** As many fragments as a pipeline holds. */
    private static final int MOST_WAITING = 64;
    private static final int TCP = 6;
    private static final int UDP = 17;

    private final Trace trace;
    private final int worker;
    private final byte[] before;
    private final byte[] after;
    private final Headers came = new Headers();
    private final Headers left = new Headers();
    private final long[] offset = new long[1];
    private final int[] length = new int[1];
    private final int[] verdict = new int[1];
    private final List<Waiting> waiting = new ArrayList<>();
    /** What became of the packet that is looked at, its octets then, and whether it waited for another. */
    private int fate;
    private int leftLength;
    private boolean waited;

    /** A fragment that the pipeline holds: where its frame begins, and its first octets as it came. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared but with itself.
    private record Waiting(long offset, byte[] in, int length, int port) {
    }

    Tap(final Trace trace, final int worker) {
        this.trace = trace;
        this.worker = worker;
        this.before = new byte[Math.max(trace.snap(), HEADERS)];
        this.after = new byte[before.length];
    }

    /** Whether the trace has ended, so that the worker can forget its tap. */
    public boolean ended(final long nowNs) {
        return !trace.running(nowNs);
    }

    /** As {@link Pipeline#processBatch}, with the trace. */
    public void processBatch(
        final Pipeline pipeline, final MemorySegment memory, final long[] offsets, final int[] lengths,
        final int[] verdicts, final int count, final int port, final long nowNs) {
        for (int i = 0; i < count; i++) {
            offset[0] = offsets[i];
            length[0] = lengths[i];
            process(pipeline, memory, port, nowNs);
            offsets[i] = offset[0];
            lengths[i] = length[0];
            verdicts[i] = verdict[0];
        }
    }

    /**
     * Writes down what has become of fragments that waited: frames of the pipeline's outbox, which must not have been
     * taken out yet. {@link #processBatch} does it by itself; to be called where time passed without packets.
     *
     * @param first the first frame of the outbox to look at
     */
    public void released(final Pipeline pipeline, final MemorySegment memory, final int first, final long nowNs) {
        final Outbox outbox = pipeline.outbox();
        for (int i = first; i < outbox.count() && !waiting.isEmpty(); i++) {
            final long at = outbox.offset(i);
            final Optional<Waiting> fragment =
                waiting.stream().filter(each -> Math.abs(each.offset - at) <= Pipeline.HEADROOM).findFirst();
            if (fragment.isPresent()) {
                waiting.remove(fragment.get());
                final byte[] in = fragment.get().in;
                System.arraycopy(in, 0, before, 0, in.length);
                came.parse(before, in.length);
                fate = outbox.verdict(i);
                leftLength = outbox.length(i);
                waited = true;
                final int outKept = Verdict.isTx(fate) ? copy(memory, at, leftLength, after) : 0;
                left.parse(after, outKept);
                show(pipeline, fragment.get().port, nowNs, Optional.empty(), in.length, fragment.get().length, outKept);
            }
        }
    }

    private void process(final Pipeline pipeline, final MemorySegment memory, final int port, final long nowNs) {
        final long inOffset = offset[0];
        final int inLength = length[0];
        final int inKept = copy(memory, inOffset, inLength, before);
        came.parse(before, inKept);
        final Optional<FlowDecision> decision =
            trace.selection().matches(came) ? decide(pipeline, nowNs) : Optional.empty();
        final int others = pipeline.outbox().count();
        pipeline.processBatch(memory, offset, length, verdict, 1, port, nowNs);
        fate = verdict[0];
        leftLength = length[0];
        waited = false;
        if (fate == Verdict.HELD) {
            if (waiting.size() == MOST_WAITING) {
                waiting.removeFirst();
            }
            waiting.add(new Waiting(inOffset, Arrays.copyOf(before, inKept), inLength, port));
        }
        final int outKept = Verdict.isTx(fate) ? copy(memory, offset[0], leftLength, after) : 0;
        left.parse(after, outKept);
        show(pipeline, port, nowNs, decision, inKept, inLength, outKept);
        released(pipeline, memory, others, nowNs);
    }

    /** Writes the packet down if it is one that the filter asks for. */
    private void show(
        final Pipeline pipeline, final int port, final long nowNs, final Optional<FlowDecision> decision,
        final int inKept, final int inLength, final int outKept) {
        final Selection selection = trace.selection();
        if ((!selection.matches(came) && !selection.matches(left)) || !selection.matches(fate)) {
            return;
        }
        final int server = Verdict.isTx(fate) && toServer(pipeline) ? pipeline.lastServer() : TraceRecord.NONE;
        if (!selection.wantsServer() || isWantedServer(pipeline, server)) {
            write(port, nowNs, server, decision, inKept, inLength, outKept);
        }
    }

    /** What the flow table and the scheduler say before the packet changes them. */
    private Optional<FlowDecision> decide(final Pipeline pipeline, final long nowNs) {
        if ((came.protocol() != TCP && came.protocol() != UDP) || !isToVip(pipeline)) {
            return Optional.empty();
        }
        return Optional.of(pipeline.decide(new FlowKey(Protocol.ofNumber(came.protocol()), came.source(),
            came.sourcePort(), came.destination(), came.destinationPort()), nowNs));
    }

    private boolean isToVip(final Pipeline pipeline) {
        return came.protocol() != Headers.NONE && pipeline.index().table().vips().contains(came.destination());
    }

    /** An answer of the director itself goes back to where the packet came from. */
    private boolean toServer(final Pipeline pipeline) {
        final boolean answered =
            left.destinationHigh() == came.sourceHigh() && left.destinationLow() == came.sourceLow();
        return !answered && isToVip(pipeline);
    }

    private boolean isWantedServer(final Pipeline pipeline, final int server) {
        return server == TraceRecord.NONE
            ? came.protocol() != Headers.NONE && trace.selection().isServer(came.source())
            : pipeline.index().server(server).map(RealServer::address).filter(trace.selection()::isServer).isPresent();
    }

    private void write(
        final int port, final long nowNs, final int server, final Optional<FlowDecision> decision, final int inKept,
        final int inLength, final int outKept) {
        final int inWritten = Math.min(inKept, trace.snap());
        final int outWritten = Math.min(outKept, trace.snap());
        final ManyToOneRingBuffer ring = trace.ring();
        final int at = ring.tryClaim(RECORD, TraceRecord.length(inWritten, outWritten));
        if (at < 0) {
            trace.countLost();
            return;
        }
        TraceRecord.writeDecision(ring.buffer(), at, nowNs, worker, port, fate, server, decision);
        TraceRecord.writeWaited(ring.buffer(), at, waited);
        TraceRecord.writePacket(ring.buffer(), at, before, inWritten, inLength, after, outWritten,
            outKept == 0 ? 0 : leftLength);
        ring.commit(at);
    }

    private static int copy(final MemorySegment memory, final long from, final int length, final byte[] to) {
        final int kept = Math.min(length, to.length);
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, from, to, 0, kept);
        return kept;
    }
}

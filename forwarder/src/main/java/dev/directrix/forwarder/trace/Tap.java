package dev.directrix.forwarder.trace;

import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.pipeline.FlowDecision;
import dev.directrix.forwarder.pipeline.Pipeline;
import dev.directrix.forwarder.pipeline.Verdict;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.forwarder.service.RealServer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

    private void process(final Pipeline pipeline, final MemorySegment memory, final int port, final long nowNs) {
        final int inLength = length[0];
        final int inKept = copy(memory, offset[0], inLength, before);
        came.parse(before, inKept);
        final boolean asItCame = trace.selection().matches(came);
        final Optional<FlowDecision> decision = asItCame ? decide(pipeline, nowNs) : Optional.empty();
        pipeline.processBatch(memory, offset, length, verdict, 1, port, nowNs);
        final boolean sent = Verdict.isTx(verdict[0]);
        final int outKept = sent ? copy(memory, offset[0], length[0], after) : 0;
        left.parse(after, outKept);
        if ((!asItCame && !trace.selection().matches(left)) || !trace.selection().matches(verdict[0])) {
            return;
        }
        final int server = sent && toServer(pipeline) ? pipeline.lastServer() : TraceRecord.NONE;
        if (!trace.selection().wantsServer() || isWantedServer(pipeline, server)) {
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
        TraceRecord.writeDecision(ring.buffer(), at, nowNs, worker, port, verdict[0], server, decision);
        TraceRecord.writePacket(ring.buffer(), at, before, inWritten, inLength, after, outWritten,
            outKept == 0 ? 0 : length[0]);
        ring.commit(at);
    }

    private static int copy(final MemorySegment memory, final long from, final int length, final byte[] to) {
        final int kept = Math.min(length, to.length);
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, from, to, 0, kept);
        return kept;
    }
}

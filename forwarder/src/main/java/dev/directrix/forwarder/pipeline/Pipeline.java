package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.flow.FlowTable;
import dev.directrix.forwarder.service.ServiceIndex;
import dev.directrix.maglev.FlowHash;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The way of one worker's packets: parse, look the service up, find or decide the server, rewrite in place. One thread
 * calls {@link #process} and {@link #expire}; {@link #apply} and the reading methods may be called by any thread.
 */
public final class Pipeline {
    private final FlowTable flows;
    private final Counters counters = new Counters();
    private volatile ServiceIndex index = ServiceIndex.EMPTY;

    /**
     * A pipeline that serves nothing yet.
     *
     * @param hash     the directors' common flow hash
     * @param flows    this worker's own flow table
     * @param nextHops MAC addresses of servers and of our interfaces
     */
    public Pipeline(final FlowHash hash, final FlowTable flows, final NextHops nextHops) {
        this.flows = flows;
    }

    /** Serves this index from the next packet on. Any thread. */
    public void apply(final ServiceIndex next) {
        this.index = next;
    }

    /** What is served now. Any thread. */
    public ServiceIndex index() {
        return index;
    }

    /**
     * Decides one frame and rewrites it in place if it is to be transmitted.
     *
     * @param memory holds the frame
     * @param offset where the Ethernet header begins
     * @param length bytes of the frame, without FCS
     * @param port   where it came in: an index in the datapath's list of interfaces
     * @param nowNs  monotonic time
     * @return see {@link Verdict}
     */
    public int process(
            final MemorySegment memory, final long offset, final int length, final int port, final long nowNs) {
        return Verdict.PASS;
    }

    /**
     * Decides several frames, as {@link #process} would one after the other, but with their memory accesses overlapped.
     *
     * @param offsets  where each frame begins
     * @param lengths  bytes of each
     * @param verdicts receives the verdicts
     * @param count    frames, at most {@link #MAX_BATCH}
     */
    public void processBatch(
            final MemorySegment memory,
            final long[] offsets,
            final int[] lengths,
            final int[] verdicts,
            final int count,
            final int port,
            final long nowNs) {
        for (int i = 0; i < count; i++) {
            verdicts[i] = process(memory, offsets[i], lengths[i], port, nowNs);
        }
    }

    /** Most frames of a batch. */
    public static final int MAX_BATCH = 64;

    /**
     * Lets time pass without packets: removes some of the flows whose idle time is over. Cheap; to be called when a
     * worker finds no packets. {@link #process} does its share by itself.
     */
    public void expire(final long nowNs) {
        // With the flow table's layout.
    }

    /** Which server the next packet of a flow would be given by this worker. Any thread. */
    public FlowDecision decide(final FlowKey flow, final long nowNs) {
        return new FlowDecision(
                flow, FlowDecision.Reason.NO_SERVICE, Optional.empty(), Optional.empty(), FlowDecision.NO_SLOT);
    }

    /** This worker's flows. Any thread. */
    public FlowTable flows() {
        return flows;
    }

    /** This worker's counters. Any thread. */
    public Counters counters() {
        return counters;
    }
}

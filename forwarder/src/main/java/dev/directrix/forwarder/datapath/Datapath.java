package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.pipeline.ClusterOptions;
import dev.directrix.forwarder.pipeline.FlowDecision;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.trace.Trace;
import dev.directrix.forwarder.trace.TraceFilter;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The datapath of one director. Thread-safe; none of the methods makes packets wait.
 *
 * <p>The order of life: {@link #open}, {@link #apply}, {@link #warm()}, then (when {@link #ready()}) announce the VIPs.
 */
public interface Datapath extends AutoCloseable {

    /**
     * Opens a datapath that serves nothing yet. Checks what it needs first, and leaves nothing behind when it fails.
     *
     * @throws DatapathException with one line that says what is missing and what to do
     */
    static Datapath open(final DatapathConfig config) {
        return AfXdpDatapath.open(config);
    }

    /**
     * Serves this table from the next packet on, each packet by one whole table. New VIPs are taken from the kernel
     * only after every worker has the table; VIPs that are gone are left to it before.
     *
     * @throws DatapathException if the kernel refuses a VIP
     */
    void apply(ForwardingTable table);

    /**
     * Runs synthetic packets of the applied table through the pipeline until it is compiled, so that the first client
     * does not wait for it. Returns when done, after at most some seconds.
     */
    void warm();

    /**
     * Whether a VIP may be announced: a table is applied and verified, the pipeline is warm, VIP traffic is taken, and
     * at least one interface is up.
     */
    boolean ready();

    /** Computes, from what each worker has loaded, the digests of its tables and whether all are those applied. */
    TableVerification verify();

    /** How it is doing. */
    DatapathStatus status();

    /** What was counted since it was opened. */
    DatapathCounters counters();

    /** Which server the next packet of a flow would be given, and why. */
    FlowDecision decide(FlowKey flow);

    /**
     * The live flows with the most packets.
     *
     * @param top how many at most
     */
    List<LiveFlow> flows(int top);

    /**
     * How many live flows each real server has; those with none may be absent. Reads every flow, which takes
     * milliseconds for a million, but makes no worker wait.
     */
    Map<ServerKey, Long> flowsByServer();

    /**
     * How many flows of each VIP had a packet lately; VIPs with none are absent. Reads every flow, one after the other,
     * but makes no worker wait.
     *
     * @param heardWithin how long ago the last packet may be
     */
    Map<InetAddress, Long> flowsByVip(Duration heardWithin);

    /** The connections of each real server as schedulers and limits count them; those with none may be absent. */
    Map<ServerKey, Connections> connections();

    /**
     * Tells how long a server took to answer; schedulers by latency compare it.
     *
     * @param latency zero: not known (any more)
     */
    void latency(ServerKey server, Duration latency);

    /**
     * Begins to trace packets that come to a worker, instead of a trace that runs. What the XDP program passes or drops
     * by itself is not seen.
     *
     * @param snap octets of each packet that are kept, at most {@link Trace#MAX_SNAP}
     */
    Trace trace(TraceFilter filter, int snap);

    /**
     * Begins a life as member of a cluster. From now on nothing is forwarded until {@link ClusterDatapath#serve}; a
     * life that was begun before is over.
     *
     * @throws DatapathException if this datapath can take part in none, or a worker does not answer
     */
    default ClusterDatapath join(final ClusterOptions options) {
        throw new DatapathException("this datapath can take part in no cluster");
    }

    /** Takes VIP traffic, or leaves it to the kernel as if no datapath were here. On when opened. */
    void setEnabled(boolean enabled);

    /** Detaches from the interfaces, stops the workers, frees everything. A second call does nothing. */
    @Override
    void close();
}

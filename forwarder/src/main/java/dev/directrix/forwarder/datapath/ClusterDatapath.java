package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.epoch.ClusterTables;
import dev.directrix.forwarder.epoch.FlowQuery;
import dev.directrix.forwarder.epoch.FlowVisitor;

/**
 * A datapath in a cluster, for one life of this director as its member: {@link Datapath#join} begins one, in which
 * nothing is forwarded until {@link #serve}. Thread-safe; no packet ever waits for a call, but for those that the
 * cluster's rules let wait.
 *
 * <p>The order of a life: {@link #apply}, {@link Datapath#warm}, {@link #validUntil}, {@link #serve}; then tables and
 * deadlines again and again.
 */
public interface ClusterDatapath {

    /**
     * Decides the packets of the cluster's pools by these tables. When it returns, no packet is decided by older ones
     * any more, and those that were have been handed to the kernel. Exceptions may be added to the tables in force at
     * any time without a call.
     *
     * @throws DatapathException if a worker does not get to it within some seconds; another call is right then
     */
    void apply(ClusterTables tables);

    /**
     * Sets until when packets may be forwarded: every frame is held against it before it is decided, and again before
     * it is handed to the kernel. Past it all packets to VIPs are dropped and counted, and this life is over, whatever
     * deadline is set later.
     *
     * @param deadlineNs by {@link System#nanoTime}
     * @return false when this life is over: the deadline that was set before has passed
     */
    boolean validUntil(long deadlineNs);

    /**
     * Begins to forward, after tables were applied and a deadline was set.
     *
     * @throws DatapathException if the deadline has passed, or there are no tables
     */
    void serve();

    /** Ends this life: when it returns, nothing leaves any more, and all packets to VIPs are dropped. */
    void stop();

    /** Whether packets are forwarded now: this life has begun and is not over. */
    boolean serving();

    /**
     * Leaves the cluster for good: packets are decided as by a director that stands alone, also after a missed
     * deadline.
     */
    void leave();

    /**
     * Shows the flows that are asked for: those that workers tracked in this life and that were not silent for too
     * long, those of which only a SYN was seen, and those that were adopted. Runs on the calling thread and reads every
     * entry: some ten milliseconds for a million. A flow may be shown twice, and may have begun or ended meanwhile.
     *
     * <p>After {@link #apply} of tables in which a slot is frozen, this shows every flow of the slot that was forwarded
     * without an exception before.
     *
     * @return false if a flow may have been missed, because a table so full that flows are moved in it was read;
     *         {@link #trackGap} tells of that too
     */
    boolean collect(FlowQuery query, FlowVisitor visitor);

    /**
     * Takes over a flow that another director forwarded: {@link #collect} shows it until its idle time is over.
     *
     * @param ageNs how long ago its last packet was seen
     * @return false if there is no room
     */
    boolean adopt(long hash, int pool, int server, long ageNs);

    /** When flows were forwarded in this life that {@link #collect} cannot show. */
    TrackGap trackGap();

    /** How full the tables are. Reads all half-open flows: not for every packet. */
    ClusterUse use();
}

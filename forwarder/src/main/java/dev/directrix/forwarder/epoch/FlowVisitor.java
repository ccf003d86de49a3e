package dev.directrix.forwarder.epoch;

/** Is shown live flows. */
@FunctionalInterface
public interface FlowVisitor {
    /**
     * One flow.
     *
     * @param hash   the flow's hash
     * @param pool   the pool's number in the cluster
     * @param server the number of the server that its last packet went to, or {@link SlotTable#NO_SERVER} for one that
     *               has no number in the cluster
     * @param idleNs how long ago that was
     */
    void visit(long hash, int pool, int server, long idleNs);
}

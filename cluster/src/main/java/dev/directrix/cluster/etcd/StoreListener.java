package dev.directrix.cluster.etcd;

/**
 * What a {@link ClusterStore} tells of the cluster, on one thread of its own, one call after the other. Must not block.
 * What is thrown is logged and otherwise ignored.
 *
 * <p>The order: first what was there at the start, oldest change first, then {@link #started}, then each change. All
 * changes of one transaction come one after the other, before anything else. After {@link #gap} no more of
 * {@code recordSeen}, {@code memberSeen} and {@code memberGone}; after {@link #leaseLost} no more of
 * {@code keepAliveConfirmed}; after {@link ClusterStore#close} has returned, nothing (but a call that was running).
 */
public interface StoreListener {

    /**
     * The record has this value. Each version is told once, in order, and none is left out.
     *
     * @param modRevision what {@link ClusterStore#swapRecord} wants to be told; grows with each version
     * @param value       not to be written to
     */
    void recordSeen(long modRevision, byte[] value);

    /**
     * A member says this of itself; this node's own key is told as well. Of several values in a short time only the
     * last is sure to be told.
     *
     * @param value       not to be written to
     * @param modRevision etcd's revision of the change
     */
    void memberSeen(String name, byte[] value, long modRevision);

    /** A member's key is gone: its lease has ended by etcd's clock, or the member has ended it. */
    void memberGone(String name);

    /** All that was there at the start has been told: without a {@code recordSeen} before, there was no record. */
    void started();

    /**
     * Versions of the record were missed, or the record was deleted: nothing can be told from here on. The node must
     * begin a new life, with a new store. The lease is kept meanwhile.
     */
    void gap(String why);

    /**
     * The lease lives for at least its TTL from this moment on.
     *
     * @param sentAtNs monotonic time right before the confirmed request was sent; greater at each call
     */
    void keepAliveConfirmed(long sentAtNs);

    /**
     * The lease, or this node's key under it, is gone: others may know. Told once for each lease; the node takes
     * another by {@link ClusterStore#reclaim}, if the record still has it, or begins a new life.
     */
    void leaseLost(String why);

    /**
     * Etcd answers, or no longer does. Told first after the first attempt, then on changes.
     *
     * @param why for people; where it answers from, or what failed last
     */
    void reachable(boolean reachable, String why);
}

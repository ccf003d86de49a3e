package dev.directrix.cluster.member;

/** Where the cluster stands with a change of its tables. */
public enum Phase {
    /** No change is under way. */
    STABLE,
    /** The live flows of the slots that will change are being collected. */
    COLLECT,
    /** The new tables hold; members change over to them. */
    COMMITTED
}

package dev.directrix.cluster.runtime;

/** Hears how a member fares. Called on the cluster's thread: must not block. */
public interface ClusterListener {

    /** The datapath forwards as a member from now on: VIPs may be announced. */
    void serving();

    /**
     * Nothing is forwarded any more: all routes are to be withdrawn at once.
     *
     * @param why     for people
     * @param forGood whether the member does not come back by itself
     */
    void stopped(String why, boolean forGood);

    /** Something that an engineer should know. */
    void report(String text);
}

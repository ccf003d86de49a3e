package dev.directrix.ecmp.receiver;

import java.util.List;

/** A router, as far as it decides how the traffic of a VIP is shared. Implementations are pure and immutable. */
public interface Receiver {

    /** What kind of router, with its release, for people: {@code FRR 10.3.1}. */
    String name();

    /**
     * What the router makes of all the paths to one VIP.
     *
     * @param paths in the order in which the router prefers them if nothing that is announced decides: the oldest
     *              first, then by router id. Matters only for more paths than the router takes, and for MED that
     *              differs within some of several neighbour ASes.
     */
    EcmpSet receive(List<Path> paths);
}

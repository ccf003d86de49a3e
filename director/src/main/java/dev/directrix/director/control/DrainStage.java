package dev.directrix.director.control;

/** How far a VIP is on its way out of the routers' ECMP set. */
public enum DrainStage {

    /** Announced with GRACEFUL_SHUTDOWN; packets still come, or came a moment ago. */
    DRAINING,
    /**
     * The time is over, packets still come, and no other director is known to take them: announced as before, so that
     * nothing breaks, until they end by themselves, another director takes them, or an operator decides.
     */
    HELD,
    /**
     * Announced like this since the start, because what had been commanded before could not be read: routers use it if
     * there is no other director. An operator decides.
     */
    LAST_RESORT,
    /** No packets came any more: withdrawn. */
    MOVED,
    /** The time was over and packets still came: withdrawn all the same. */
    WITHDRAWN;

    /** Whether nothing happens any more: the VIP is withdrawn. */
    public boolean over() {
        return this == MOVED || this == WITHDRAWN;
    }
}

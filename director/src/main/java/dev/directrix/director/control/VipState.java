package dev.directrix.director.control;

/** How a VIP stands towards the routers. */
public enum VipState {

    /** Announced with its weight. */
    ANNOUNCED,
    /** Announced with GRACEFUL_SHUTDOWN: routers move their flows away. */
    DRAINING,
    /** Drained: no longer announced, by command. */
    DRAINED,
    /** Not announced because it is not ready. */
    WITHDRAWN
}

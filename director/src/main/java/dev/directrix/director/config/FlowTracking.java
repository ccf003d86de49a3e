package dev.directrix.director.config;

/** Which flows are remembered. */
public enum FlowTracking {
    /** Every flow that is forwarded. */
    ALWAYS,
    /** In a cluster, those that are forwarded while a change of the servers is being prepared. */
    ON_CHANGE
}

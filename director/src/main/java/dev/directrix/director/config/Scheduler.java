package dev.directrix.director.config;

/** How a server is chosen for a flow. */
public enum Scheduler {

    /** Maglev hashing: the same choice on every director. */
    MAGLEV
}

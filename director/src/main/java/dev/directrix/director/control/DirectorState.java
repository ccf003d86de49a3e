package dev.directrix.director.control;

/** What a director is doing as a whole. */
public enum DirectorState {

    /** Not ready to announce yet. */
    STARTING,
    /** Serving. */
    RUNNING,
    /** Leaving the routers' ECMP set. */
    DRAINING,
    /** Going down. */
    STOPPING
}

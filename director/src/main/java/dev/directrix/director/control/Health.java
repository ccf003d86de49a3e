package dev.directrix.director.control;

/** What the checks say of a server. */
public enum Health {

    /** Not decided yet. */
    UNKNOWN,
    /** Fit for traffic. */
    UP,
    /** Not fit for traffic. */
    DOWN
}

package dev.directrix.director.control;

/** What becomes of the sessions to the routers when a director is drained. */
public enum SessionsAfterDrain {

    /** They stay: single VIPs are drained, or that was asked for. */
    STAY,
    /** They end when everything has left. */
    TO_END,
    /** They have ended with Cease, and come back with {@code undrain}. */
    ENDED
}

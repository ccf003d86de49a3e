package dev.directrix.bgp;

/** Which way a message went. */
public enum Flow {
    /** We sent it. */
    SENT,
    /** The router sent it. */
    RECEIVED
}

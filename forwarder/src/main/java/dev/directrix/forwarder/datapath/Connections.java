package dev.directrix.forwarder.datapath;

/**
 * The connections of a server, as IPVS counts them. Immutable.
 *
 * @param active   established TCP, and UDP
 * @param inactive half-open and closing TCP
 */
public record Connections(long active, long inactive) {
    /** No connection. */
    public static final Connections NONE = new Connections(0, 0);
}

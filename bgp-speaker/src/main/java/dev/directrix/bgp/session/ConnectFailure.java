package dev.directrix.bgp.session;

/** How a connection attempt fails. */
public enum ConnectFailure {
    /** The peer answered that nobody listens. */
    REFUSED,
    /** No route, or the network said no. */
    UNREACHABLE,
    /** We could not even try: source address, permissions. */
    LOCAL,
    /** Anything else. */
    OTHER
}

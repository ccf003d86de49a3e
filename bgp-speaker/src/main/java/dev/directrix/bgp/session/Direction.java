package dev.directrix.bgp.session;

/** Who opened a TCP connection. A session may have one of each until the collision is resolved (RFC 4271 §6.8). */
public enum Direction {
    /** We did. */
    OUTGOING,
    /** The peer did. */
    INCOMING;

    /** The other one. */
    public Direction other() {
        return this == OUTGOING ? INCOMING : OUTGOING;
    }
}

package dev.directrix.bgp.session;

/** Where a session stands (RFC 4271 §8.2.2). */
public enum SessionState {
    /** Not trying: stopped, or resting after an error. */
    IDLE,
    /** A TCP connection is being made. */
    CONNECT,
    /** Waiting for the peer, or for the next try. */
    ACTIVE,
    /** Connected, our OPEN is sent, the peer's is awaited. */
    OPEN_SENT,
    /** The peer's OPEN was good, its KEEPALIVE is awaited. */
    OPEN_CONFIRM,
    /** Up: routes are exchanged. */
    ESTABLISHED
}

package dev.directrix.forwarder.service;

/** What a real server may be given. */
public enum ServerState {
    /** Takes new flows and keeps its old ones. */
    ACTIVE,
    /** Keeps its old flows, takes no new one. */
    DRAINING,
    /** Takes nothing; its flows are decided anew. */
    DOWN
}

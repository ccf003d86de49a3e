package dev.directrix.cluster.member;

/** Why tables change. */
public enum SettleKind {
    /** Servers were added, drained or weighted anew: live flows stay where they are. */
    NORMAL,
    /** Servers are dead for every member: there is nothing to keep. */
    DEAD
}

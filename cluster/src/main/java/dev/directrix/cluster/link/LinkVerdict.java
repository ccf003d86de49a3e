package dev.directrix.cluster.link;

/** What becomes of a frame that was handed over. */
public enum LinkVerdict {
    /** It is done with: the sender may forget it. */
    CONSUME,
    /** Not yet: it stays at the head of its link, and the other links go on. */
    HOLD
}

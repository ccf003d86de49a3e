package dev.directrix.ecmp.receiver;

/** ORIGIN of a path (RFC 4271 §5.1.1), best first. */
public enum Origin {
    /** From inside the AS. */
    IGP,
    /** From EGP. */
    EGP,
    /** From anything else; what GoBGP says unless told otherwise. */
    INCOMPLETE
}

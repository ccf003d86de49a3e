package dev.directrix.bgp.attribute;

/** What to do about an error in an UPDATE (RFC 7606 §2), mildest first; the strongest of several counts (§3 h). */
public enum Treatment {
    /** Drop the attribute, use the rest. */
    ATTRIBUTE_DISCARD,
    /** Take the routes of the message as withdrawn. */
    TREAT_AS_WITHDRAW,
    /** Ignore the address family for the rest of the session. */
    AFI_SAFI_DISABLE,
    /** Send the NOTIFICATION and end the session. */
    SESSION_RESET
}

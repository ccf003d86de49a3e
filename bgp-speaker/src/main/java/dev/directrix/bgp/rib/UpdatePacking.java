package dev.directrix.bgp.rib;

/** How changes of routes share messages. */
public enum UpdatePacking {
    /** Prefixes with equal attributes share a message as far as it goes; withdrawals come first and share theirs. */
    FULL,
    /**
     * As ExaBGP does it with {@code group-updates true}: only announcements of IPv4 prefixes share messages.
     * Withdrawals come first.
     */
    IPV4_ANNOUNCEMENTS,
    /** Each change has a message of its own, in the order of the changes. */
    NONE
}

package dev.directrix.lab.modes;

import java.util.Locale;

/** Kinds of traffic that every mode has to carry. */
public enum Traffic {
    /** A request that fits in a packet. */
    SMALL,
    /** A large file, compared by checksum. */
    DOWNLOAD,
    /** Small datagrams, echoed. */
    UDP,
    /** Datagrams of 4,000 octets: three fragments each way. */
    FRAGMENTS,
    /** A file for a client behind a link of 1,400 octets: a router tells the VIP "too big". */
    TOO_BIG,
    /** An upload while the director's link to the servers takes 1,400 octets only. */
    SMALL_LINK;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

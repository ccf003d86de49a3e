package dev.directrix.forwarder.service;

import java.util.Locale;

/** What is done about packets that do not fit the link to the server once they are in the tunnel. */
public enum OversizePolicy {
    /** The client is told by ICMP (RFC 1191, RFC 8201); rate-limited. */
    TOO_BIG,
    /** The MSS option of the client's SYN is lowered; what is too big all the same is treated as above. */
    MSS_CLAMP;

    /** Lower case with dashes, as in the configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package dev.directrix.bgp.session;

import dev.directrix.bgp.wire.Family;
import java.net.Inet4Address;
import java.util.SortedSet;

/**
 * What a session is configured to be. Immutable.
 *
 * @param name            what the neighbour is called in messages
 * @param port            the port it listens on
 * @param localAsn        our AS number
 * @param peerAsn         the AS number it must have, or {@link #ANY_ASN}
 * @param routerId        our BGP identifier
 * @param holdTimeSeconds hold time to offer: 0 or at least 3
 * @param connectRetryMs  pause between connection attempts, and the longest one, before jitter
 * @param sendHoldMs      least time of a stuck output (RFC 9687 §4); 0: it may be stuck for ever
 * @param passive         never connect
 * @param password        whether TCP-MD5 is on: for what to say when nobody answers
 * @param offer           what to offer in our OPEN
 */
public record SessionSettings(
    String name,
    int port,
    long localAsn,
    long peerAsn,
    Inet4Address routerId,
    int holdTimeSeconds,
    long connectRetryMs,
    long sendHoldMs,
    boolean passive,
    boolean password,
    CapabilityOffer offer) {

    /** Stands for whatever AS number the neighbour says that it has. */
    public static final long ANY_ASN = 0;

    /** Families to offer. */
    public SortedSet<Family> families() {
        return offer.families();
    }

    /** Whether the neighbour is configured to be in our own AS. */
    public boolean internal() {
        return localAsn == peerAsn;
    }
}

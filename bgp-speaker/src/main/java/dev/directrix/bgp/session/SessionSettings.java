package dev.directrix.bgp.session;

import dev.directrix.bgp.wire.Family;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.SortedSet;

/**
 * What a session is configured to be. Immutable.
 *
 * @param peer            the neighbour
 * @param port            the port it listens on
 * @param localAsn        our AS number
 * @param peerAsn         the AS number it must have
 * @param routerId        our BGP identifier
 * @param holdTimeSeconds hold time to offer: 0 or at least 3
 * @param connectRetryMs  pause between connection attempts, and the longest one, before jitter
 * @param passive         never connect
 * @param password        whether TCP-MD5 is on: for what to say when nobody answers
 * @param offer           what to offer in our OPEN
 */
public record SessionSettings(
    InetAddress peer,
    int port,
    long localAsn,
    long peerAsn,
    Inet4Address routerId,
    int holdTimeSeconds,
    long connectRetryMs,
    boolean passive,
    boolean password,
    CapabilityOffer offer) {

    /** Families to offer. */
    public SortedSet<Family> families() {
        return offer.families();
    }

    /** Whether the neighbour is in our own AS. */
    public boolean internal() {
        return localAsn == peerAsn;
    }

    /** The neighbour's address as text. */
    public String name() {
        return peer.getHostAddress();
    }
}

package dev.directrix.cluster.link;

/**
 * What a transport did since it was opened. Immutable.
 *
 * @param sent          datagrams taken
 * @param refused       times that it had no room for a datagram
 * @param unheard       datagrams that were taken while nobody listened
 * @param received      datagrams handed over
 * @param sentBytes     octets of the datagrams taken
 * @param receivedBytes octets of the datagrams handed over
 * @param reopened      times that it had to begin anew, after this process stood still for long or by an error
 */
public record TransportStatus(
        long sent, long refused, long unheard, long received, long sentBytes, long receivedBytes, long reopened) {

    /** Of one that was never opened. */
    public static final TransportStatus NONE = new TransportStatus(0, 0, 0, 0, 0, 0, 0);
}

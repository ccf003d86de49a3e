package dev.directrix.cluster.link;

/**
 * Carries datagrams between members, and vouches for nothing: it may lose, double and reorder them, and deliver what
 * strangers send. One thread calls everything but {@link #wakeUp}.
 */
public interface Transport extends DatagramSink, AutoCloseable {

    /** Datagrams go to this member too from now on. It need not be there. */
    void addPeer(Endpoint peer);

    /** Datagrams go to this member no longer. */
    void removePeer(Endpoint peer);

    /**
     * Sends what was taken, and hands over what arrived.
     *
     * @param limit most datagrams to hand over
     * @return 0 if there was nothing to do, so that the caller may {@link #await}
     */
    int poll(DatagramHandler handler, int limit);

    /** Waits until something arrived, somebody wakes it, or a time is over; or less long. */
    void await(long timeoutNs);

    /** Ends {@link #await}, or the next one at once. Any thread. */
    void wakeUp();

    /** What it did. */
    TransportStatus status();

    /** Gives everything back. */
    @Override
    void close();
}

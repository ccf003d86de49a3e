package dev.directrix.cluster.simulation;

/**
 * A client's packet.
 *
 * @param flow     the connection it belongs to; nobody's if forged
 * @param pool     name of the pool
 * @param hash     of the five-tuple
 * @param kind     what it is
 * @param sequence of data, for acknowledgement
 */
record Packet(Flow flow, String pool, long hash, Kind kind, long sequence) {
    /** What a packet is. */
    enum Kind {
        /** Begins a connection. */
        SYN,
        /** Confirms, carries data or both. */
        DATA,
        /** Ends a connection. */
        FIN,
        /** UDP. */
        DATAGRAM
    }

    /** Whether it may begin a flow by the table. */
    boolean begins() {
        return kind == Kind.SYN || kind == Kind.DATAGRAM;
    }

    @Override
    public String toString() {
        return kind + " " + sequence + " of " + flow.name() + " (" + pool + " " + Long.toHexString(hash) + ")";
    }
}

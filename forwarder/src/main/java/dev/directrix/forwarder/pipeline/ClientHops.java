package dev.directrix.forwarder.pipeline;

/**
 * By which station the client of each translated flow is reached: the one that its last packet came from, a router
 * mostly. One octet a flow, since stations are few; when there have been more than 255, flows of the oldest are
 * answered by another one until their client's next packet. One thread writes; others read what may be a moment old.
 */
final class ClientHops {
    private static final int MOST = 256;

    private final long[] hops = new long[MOST];
    private final byte[] byEntry;
    private int next = 1;

    ClientHops(final int entries) {
        this.byEntry = new byte[entries];
    }

    /** A packet of the flow came from this station: {@link NextHops#hop} of its MAC address and the port. */
    void note(final int entry, final long hop) {
        if (hops[byEntry[entry] & 0xff] != hop) {
            byEntry[entry] = (byte) indexOf(hop);
        }
    }

    /** The station, or {@link NextHops#UNRESOLVED}. */
    long of(final int entry) {
        return hops[byEntry[entry] & 0xff];
    }

    /** Index 0 stays free: it is what entries have that were never noted. */
    private int indexOf(final long hop) {
        for (int i = 1; i < MOST; i++) {
            if (hops[i] == hop) {
                return i;
            }
        }
        final int chosen = next;
        next = next + 1 == MOST ? 1 : next + 1;
        hops[chosen] = hop;
        return chosen;
    }
}

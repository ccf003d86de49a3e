package dev.directrix.forwarder.flow;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which servers the last bare SYNs went to: 8 bytes each, a fixed number of places, the newer SYN wins. It keeps a
 * half-open flow at its server when the table changes within the handshake, and a flood of SYNs costs no flow entries.
 * One thread writes; any thread may read.
 *
 * <pre>
 * fingerprint of the hash (24) | time in units of 67 ms (16) | server id + 1 (24)
 * </pre>
 */
public final class SynMemory {
    /** No server is remembered. */
    public static final int ABSENT = -1;

    private static final int UNIT_SHIFT = 26;
    private static final int SERVER_BITS = 24;
    private static final int TIME_BITS = 16;
    private static final int TIME_MASK = (1 << TIME_BITS) - 1;

    private final AtomicLongArray places;
    private final TimeoutClasses classes;

    /**
     * An empty memory.
     *
     * @param places  how many SYNs at most
     * @param classes have the times after which a SYN is forgotten
     */
    public SynMemory(final int places, final TimeoutClasses classes) {
        this.places = new AtomicLongArray(places);
        this.classes = classes;
    }

    /**
     * The server that a SYN of a flow with this hash went to lately, or {@link #ABSENT}. Any thread.
     *
     * @param timeoutClass of the flow's service
     */
    public int serverOf(final long hash, final long nowNs, final int timeoutClass) {
        final long place = places.getOpaque(placeOf(hash));
        final int age = (unit(nowNs) - (int) (place >>> SERVER_BITS)) & TIME_MASK;
        final long life = Math.ceilDiv(classes.synNs(timeoutClass), 1L << UNIT_SHIFT);
        return fingerprint(place) == fingerprint(fingerprinted(hash)) && age <= life
                ? ((int) place & ((1 << SERVER_BITS) - 1)) - 1
                : ABSENT;
    }

    /** Remembers a SYN. Writer only. */
    public void remember(final long hash, final int serverId, final long nowNs) {
        final long time = (long) (unit(nowNs) & TIME_MASK) << SERVER_BITS;
        places.setOpaque(placeOf(hash), fingerprinted(hash) | time | (serverId + 1));
    }

    private int placeOf(final long hash) {
        return (int) Math.unsignedMultiplyHigh(hash, places.length());
    }

    private static int unit(final long nowNs) {
        return (int) (nowNs >> UNIT_SHIFT);
    }

    /** The low bits of the hash, at the top: the high bits have chosen the place. */
    private static long fingerprinted(final long hash) {
        return hash << (SERVER_BITS + TIME_BITS);
    }

    private static long fingerprint(final long place) {
        return place >>> (SERVER_BITS + TIME_BITS);
    }
}

package dev.directrix.forwarder.scheduler;

import dev.directrix.forwarder.service.Candidates;

/**
 * 256 buckets that servers are dealt to in the order of their addresses, as sh and dh of IPVS have them: sh deals each
 * server as many in a row as its weight says, dh one. A server without weight keeps its bucket, and the flows of the
 * bucket find no server: that is what IPVS does, unless sh falls back. Immutable.
 */
final class HashBuckets {
    private static final int BITS = 8;
    private static final int SIZE = 1 << BITS;
    private static final int MOST_TRIES = SIZE;

    private final short[] places = new short[SIZE];

    /**
     * Deals the buckets.
     *
     * @param candidates at least one
     * @param byWeight   whether a server gets as many in a row as its weight
     */
    HashBuckets(final Candidates candidates, final boolean byWeight) {
        int at = 0;
        int dealt = 0;
        for (int bucket = 0; bucket < SIZE; bucket++) {
            places[bucket] = (short) at;
            dealt++;
            if (!byWeight || dealt >= candidates.weight(at)) {
                at = at + 1 == candidates.count() ? 0 : at + 1;
                dealt = 0;
            }
        }
    }

    /** The candidate of a hash, or {@link LeastLoad#NONE} if that one takes no flows. */
    int at(final long hash, final Candidates candidates, final WorkerLoad load) {
        final int at = places[bucket(hash)] & 0xffff;
        return load.isOpen(candidates, at) ? at : LeastLoad.NONE;
    }

    /** The candidate of a hash, else that of the buckets that follow from the hash and a count, or none. */
    int atOrOther(final long hash, final Candidates candidates, final WorkerLoad load) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            final int at = places[(bucket(hash) + tries) & (SIZE - 1)] & 0xffff;
            if (load.isOpen(candidates, at)) {
                return at;
            }
        }
        return LeastLoad.NONE;
    }

    private static int bucket(final long hash) {
        return (int) (hash >>> (Long.SIZE - BITS));
    }
}

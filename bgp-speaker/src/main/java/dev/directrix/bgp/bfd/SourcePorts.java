package dev.directrix.bgp.bfd;

import java.util.BitSet;
import java.util.random.RandomGenerator;

/** The ports that sessions send from, each of one session at a time (RFC 5881 §4). For one thread. */
final class SourcePorts {
    private static final int FIRST = 49_152;
    private static final int COUNT = 16_384;

    private final int first;
    private final int count;
    private final RandomGenerator random;
    private final BitSet used;

    SourcePorts(final RandomGenerator random) {
        this(FIRST, COUNT, random);
    }

    /** Of other ports than the standard's. */
    SourcePorts(final int first, final int count, final RandomGenerator random) {
        this.first = first;
        this.count = count;
        this.random = random;
        this.used = new BitSet(count);
    }

    /**
     * A port that no session has, chosen by chance.
     *
     * @throws BfdException if there is none
     */
    int take() {
        if (used.cardinality() == count) {
            throw new BfdException("there are " + count + " BFD sessions, as many as source ports");
        }
        int port = used.nextClearBit(random.nextInt(count));
        if (port >= count) {
            port = used.nextClearBit(0);
        }
        used.set(port);
        return first + port;
    }

    /** Another port in place of one that a program outside has; the same if there is no other. */
    int insteadOf(final int taken) {
        if (used.cardinality() == count) {
            return taken;
        }
        final int other = take();
        release(taken);
        return other;
    }

    void release(final int port) {
        used.clear(port - first);
    }
}

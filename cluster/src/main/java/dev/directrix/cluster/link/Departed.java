package dev.directrix.cluster.link;

import org.agrona.collections.LongHashSet;

/** The incarnations that were peers and are none any more: the latest 65,536 of them. Not thread-safe. */
final class Departed {

    private static final int CAPACITY = 1 << 16;

    private final LongHashSet incarnations = new LongHashSet();
    private final long[] inOrder = new long[CAPACITY];
    private long count;

    void add(final long incarnation) {
        final int index = (int) (count++ % CAPACITY);
        if (count > CAPACITY) {
            incarnations.remove(inOrder[index]);
        }
        inOrder[index] = incarnation;
        incarnations.add(incarnation);
    }

    boolean contains(final long incarnation) {
        return incarnations.contains(incarnation);
    }
}

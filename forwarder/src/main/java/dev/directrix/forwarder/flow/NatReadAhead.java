package dev.directrix.forwarder.flow;

/**
 * Reads ahead in a NAT table, in one of its two directions, as {@link FlowStore#prefetch} does in the others: tags, the
 * numbers of entries by them, and the entries. For one thread, which need not be the table's writer.
 */
public final class NatReadAhead {
    private final NatIndex index;
    private final NatEntries entries;
    private final ReadAhead places;
    private final int[] likely = new int[ReadAhead.MOST];

    NatReadAhead(final NatIndex index, final NatEntries entries, final ReadAhead places) {
        this.index = index;
        this.entries = entries;
        this.places = places;
    }

    /**
     * Reads what the look-ups of these hashes will read.
     *
     * @return a number of no use but to keep the reads from being left out
     */
    public long read(final long[] hashes, final int count) {
        final int most = Math.min(count, ReadAhead.MOST);
        long read = places.readTags(hashes, most);
        for (int i = 0; i < most; i++) {
            likely[i] = index.entryAt(places.likely(i));
        }
        for (int i = 0; i < most; i++) {
            read += entries.readAhead(likely[i]);
        }
        return read;
    }

    /**
     * The entry that a hash of the last {@link #read} likely names.
     *
     * @param number its index there
     * @return an entry for the look-up to try first; it may be wrong, or another flow's by now
     */
    public int likely(final int number) {
        return number < ReadAhead.MOST ? likely[number] : 0;
    }
}

package dev.directrix.forwarder.flow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reads what the look-ups of a batch will read, so that the cache misses of independent flows overlap. A processor has
 * few hundred instructions in flight, and each of them that waits holds up the ones behind it: so every pass is one
 * short loop that waits for nothing but the pass before. The first reads tags; the next ones name a place for each
 * hash: one in its first group whose tag fits, else one in its second, else the empty one that a new flow would take;
 * the last reads contents. For one thread.
 */
final class ReadAhead {
    /** Most hashes of a batch. */
    static final int MOST = 64;

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

    private final MemorySegment memory;
    private final TaggedPlaces places;
    private final int[] likely = new int[MOST];
    private final int[] elsewhere = new int[MOST + 1];
    private final int[] others = new int[MOST];
    private final int[] absent = new int[MOST + 1];
    private int elsewhereCount;
    private int absentCount;

    ReadAhead(final MemorySegment memory, final TaggedPlaces places) {
        this.memory = memory;
        this.places = places;
    }

    /**
     * Reads tags, and names a place for each hash.
     *
     * @param count hashes, at most {@link #MOST}
     * @return a number of no use but to keep the reads from being left out
     */
    long readTags(final long[] hashes, final int count) {
        long read = readFirstTags(hashes, count);
        chooseFirst(hashes, count);
        read += readOtherTags(hashes);
        chooseOther(hashes);
        chooseRoom(hashes);
        return read;
    }

    /**
     * Reads the contents of the places that {@link #readTags} named.
     *
     * @param contentBytes bytes of a content, at least 8: its first and last word are read, it may lie in two lines
     * @return as {@link #readTags}
     */
    long readContents(final int count, final int contentBytes) {
        final int lastWord = contentBytes - Long.BYTES;
        long read = 0;
        for (int i = 0; i < count; i++) {
            final long at = places.contentAt(likely[i]);
            read += memory.get(WORD, at) + memory.get(WORD, at + lastWord);
        }
        return read;
    }

    /** The place whose tag fits the hash of this number in the last batch, or the one that it would take. */
    int likely(final int number) {
        return likely[number];
    }

    /** How many hashes of the last batch fit no place: new flows, most likely. */
    int absentCount() {
        return absentCount;
    }

    /** The number in the batch of one that fits no place, 0 to {@link #absentCount}. */
    int absent(final int index) {
        return absent[index];
    }

    private long readFirstTags(final long[] hashes, final int count) {
        long read = 0;
        for (int i = 0; i < count; i++) {
            read += places.tags(places.groupOf(hashes[i]));
        }
        return read;
    }

    private void chooseFirst(final long[] hashes, final int count) {
        int missing = 0;
        for (int i = 0; i < count; i++) {
            final int group = places.groupOf(hashes[i]);
            final long matches = TagGroup.matches(places.tags(group), TagGroup.tagOf(hashes[i]));
            likely[i] = place(group, matches);
            elsewhere[missing] = i;
            missing += none(matches);
        }
        elsewhereCount = missing;
    }

    private long readOtherTags(final long[] hashes) {
        long read = 0;
        for (int i = 0; i < elsewhereCount; i++) {
            final long hash = hashes[elsewhere[i]];
            final int group = places.partner(places.groupOf(hash), TagGroup.tagOf(hash));
            others[i] = group;
            read += places.tags(group);
        }
        return read;
    }

    private void chooseOther(final long[] hashes) {
        int missing = 0;
        for (int i = 0; i < elsewhereCount; i++) {
            final int number = elsewhere[i];
            final int group = others[i];
            final long matches = TagGroup.matches(places.tags(group), TagGroup.tagOf(hashes[number]));
            likely[number] = place(group, matches);
            absent[missing] = number;
            others[missing] = group;
            missing += none(matches);
        }
        absentCount = missing;
    }

    private void chooseRoom(final long[] hashes) {
        for (int i = 0; i < absentCount; i++) {
            final int number = absent[i];
            final int room = places.roomIn(places.groupOf(hashes[number]), others[i]);
            likely[number] = room == TaggedPlaces.NONE ? 0 : room;
        }
    }

    private static int place(final int group, final long matches) {
        return group * TagGroup.PLACES + TagGroup.first(matches);
    }

    /** 1 if nothing matches, else 0. */
    private static int none(final long matches) {
        return (int) (((matches - 1) & ~matches) >>> (Long.SIZE - 1));
    }
}

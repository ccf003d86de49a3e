package dev.directrix.forwarder.flow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Finds entries of a NAT table by one of their two hashes: the numbers of entries in tagged places. */
final class NatIndex {
    private static final int CONTENT_BYTES = Integer.BYTES;
    private static final ValueLayout.OfInt NUMBER = ValueLayout.JAVA_INT;

    private final MemorySegment memory;
    private final TaggedPlaces places;
    private final NatEntries entries;
    private final boolean ofAnswers;

    NatIndex(
            final MemorySegment memory,
            final long offset,
            final int groups,
            final NatEntries entries,
            final boolean ofAnswers) {
        this.memory = memory;
        this.entries = entries;
        this.ofAnswers = ofAnswers;
        this.places = new TaggedPlaces(memory, offset, groups, CONTENT_BYTES);
    }

    static long bytes(final int groups) {
        return TaggedPlaces.bytes(groups, CONTENT_BYTES);
    }

    /** A reader ahead, of a thread's own. */
    NatReadAhead ahead() {
        return new NatReadAhead(this, entries, new ReadAhead(memory, places));
    }

    /** The entry of a packet with these addresses and ports, source first, or {@link NatEntries#NONE}. */
    int locate(
            final long high,
            final long low,
            final long otherHigh,
            final long otherLow,
            final int ports,
            final boolean udp,
            final long hash) {
        final int tag = TagGroup.tagOf(hash);
        int group = places.groupOf(hash);
        for (int turn = 0; turn < 2; turn++) {
            long matches = TagGroup.matches(places.tags(group), tag);
            while (matches != 0) {
                final int entry = entryAt(group * TagGroup.PLACES + TagGroup.first(matches));
                if (isAt(entry, high, low, otherHigh, otherLow, ports, udp)) {
                    return entry;
                }
                matches &= matches - 1;
            }
            group = places.partner(group, tag);
        }
        return NatEntries.NONE;
    }

    /** Whether an entry is in use, and of a packet with these addresses and ports. */
    boolean isAt(
            final int entry,
            final long high,
            final long low,
            final long otherHigh,
            final long otherLow,
            final int ports,
            final boolean udp) {
        final boolean fits = ofAnswers
                ? entries.isAnswer(entry, high, low, otherHigh, otherLow, ports)
                : entries.isClient(entry, high, low, otherHigh, otherLow, ports);
        final long word2 = entries.word2(entry);
        return fits && word2 != 0 && FlowEntry.isUdp(word2) == udp;
    }

    /** The entry whose number stands, or stood, at a place. */
    int entryAt(final int place) {
        return memory.get(NUMBER, places.contentAt(place));
    }

    /** A place for one more entry with this hash, made if need be, or {@link TaggedPlaces#NONE}. Within a change. */
    int room(final long hash) {
        final int first = places.groupOf(hash);
        final int second = places.partner(first, TagGroup.tagOf(hash));
        final int place = places.roomIn(first, second);
        return place == TaggedPlaces.NONE ? places.makeRoomIn(first, second) : place;
    }

    /** Enters an entry at a place with room. Within a change. */
    void put(final int place, final long hash, final int entry) {
        memory.set(NUMBER, places.contentAt(place), entry);
        places.setTag(place, TagGroup.tagOf(hash));
    }

    /** Removes an entry. Within a change. */
    void remove(final long hash, final int entry) {
        final int tag = TagGroup.tagOf(hash);
        int group = places.groupOf(hash);
        for (int turn = 0; turn < 2; turn++) {
            long matches = TagGroup.matches(places.tags(group), tag);
            while (matches != 0) {
                final int place = group * TagGroup.PLACES + TagGroup.first(matches);
                if (entryAt(place) == entry) {
                    places.setTag(place, 0);
                    return;
                }
                matches &= matches - 1;
            }
            group = places.partner(group, tag);
        }
    }
}

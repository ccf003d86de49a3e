package dev.directrix.forwarder.flow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The places of a hash table: groups of eight, each place with a one-byte tag and some bytes of content. The tags of a
 * group are one word in a dense array of their own, so a look-up reads one or two words that are likely in the cache,
 * and then the one content whose tag fits. Each hash has two groups where its content may stand, and each is the
 * other's partner: removal is a store of one byte, no chain grows, and content moves without its hash being known.
 */
final class TaggedPlaces {
    /** No place. */
    static final int NONE = -1;

    /** At most 27/32 of the places are filled, so that a new content nearly always finds one. */
    private static final int FILL_NUMERATOR = 27;
    private static final int FILL_DENOMINATOR = 32;
    /** Empty places down to which a hash's first group is good enough: it is the one that is looked at first. */
    private static final int CROWDED = 2;
    private static final int MOST_GROUPS = Integer.MAX_VALUE / TagGroup.PLACES;
    private static final long PARTNER_MIX = 0x9e3779b97f4a7c15L;
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

    private final MemorySegment memory;
    private final int groups;
    private final int contentBytes;
    private final long tagsOffset;
    private final long contentOffset;
    private int movedTo = NONE;

    /**
     * Empty places.
     *
     * @param memory       zeroed
     * @param offset       where their part of the memory begins, of {@link #bytes} bytes
     * @param groups       see {@link #groupsFor}
     * @param contentBytes bytes of a content
     */
    TaggedPlaces(final MemorySegment memory, final long offset, final int groups, final int contentBytes) {
        this.memory = memory;
        this.groups = groups;
        this.contentBytes = contentBytes;
        this.tagsOffset = offset;
        this.contentOffset = offset + tagBytes(groups);
    }

    /**
     * Groups for a number of contents.
     *
     * @throws IllegalArgumentException if there would be too many
     */
    static int groupsFor(final int capacity) {
        final long wanted = ((long) capacity * FILL_DENOMINATOR / FILL_NUMERATOR + TagGroup.PLACES) / TagGroup.PLACES;
        if (capacity < 1 || wanted > MOST_GROUPS) {
            throw new IllegalArgumentException("flow capacity " + capacity + " is not within 1..1000000000");
        }
        return (int) Math.max(2, wanted);
    }

    /** Bytes of memory that they take, a multiple of 64. */
    static long bytes(final int groups, final int contentBytes) {
        return tagBytes(groups) + Math.ceilDiv((long) groups * TagGroup.PLACES * contentBytes, 64) * 64;
    }

    private static long tagBytes(final int groups) {
        return Math.ceilDiv((long) groups * Long.BYTES, 64) * 64;
    }

    int groups() {
        return groups;
    }

    /** The group where a hash is looked for first. */
    int groupOf(final long hash) {
        return (int) Math.unsignedMultiplyHigh(hash, groups);
    }

    /** The other group of a hash with this tag in this group: each is the other's partner, whichever one starts at. */
    int partner(final int group, final int tag) {
        final int sum = (int) Math.unsignedMultiplyHigh(tag * PARTNER_MIX, groups);
        final int other = sum - group;
        return other < 0 ? other + groups : other;
    }

    /** The tags of a group. */
    long tags(final int group) {
        return memory.get(WORD, tagsOffset + (long) group * Long.BYTES);
    }

    /** Where the content of a place begins in the memory. */
    long contentAt(final int place) {
        return contentOffset + (long) place * contentBytes;
    }

    /** Marks a place as taken by a content with this tag, or as empty with 0. */
    void setTag(final int place, final int tag) {
        final long at = tagsOffset + (long) (place / TagGroup.PLACES) * Long.BYTES;
        memory.set(WORD, at, TagGroup.with(memory.get(WORD, at), place % TagGroup.PLACES, tag));
    }

    /** An empty place in one of two groups, the first unless it is crowded, or {@link #NONE}. */
    int roomIn(final int first, final int second) {
        final long firstEmpties = TagGroup.empties(tags(first));
        final int roomInFirst = Long.bitCount(firstEmpties);
        if (roomInFirst > CROWDED) {
            return first * TagGroup.PLACES + TagGroup.first(firstEmpties);
        }
        final long secondEmpties = TagGroup.empties(tags(second));
        if ((firstEmpties | secondEmpties) == 0) {
            return NONE;
        }
        return roomInFirst >= Long.bitCount(secondEmpties)
                ? first * TagGroup.PLACES + TagGroup.first(firstEmpties)
                : second * TagGroup.PLACES + TagGroup.first(secondEmpties);
    }

    /**
     * Moves a content of one of two full groups to its own other group. {@link #movedTo} says where it stands now.
     *
     * @return the place that it left, or {@link #NONE} if none can move
     */
    int makeRoomIn(final int first, final int second) {
        movedTo = NONE;
        final int place = moveOneOut(first);
        return place == NONE ? moveOneOut(second) : place;
    }

    /** Where the last {@link #makeRoomIn} has moved a content to. */
    int movedTo() {
        return movedTo;
    }

    private int moveOneOut(final int group) {
        final long tags = tags(group);
        for (int place = 0; place < TagGroup.PLACES; place++) {
            final int tag = TagGroup.tagAt(tags, place);
            final int other = partner(group, tag);
            final long empties = TagGroup.empties(tags(other));
            if (empties != 0) {
                final int from = group * TagGroup.PLACES + place;
                movedTo = other * TagGroup.PLACES + TagGroup.first(empties);
                MemorySegment.copy(memory, contentAt(from), memory, contentAt(movedTo), contentBytes);
                setTag(movedTo, tag);
                setTag(from, 0);
                return from;
            }
        }
        return NONE;
    }
}

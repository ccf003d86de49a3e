package dev.directrix.forwarder.flow;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The IPv4 flows that one worker forwarded lately, off-heap: at most 32 bytes for each flow of its capacity.
 *
 * <p>Entries stand in groups of eight. A group's eight one-byte tags are one word in a dense array of their own, so a
 * look-up reads one or two words that are likely in the cache, and then the one entry whose tag fits. Each flow has two
 * groups where it may stand: removal is a store of one byte, and no chain grows. A new flow takes the first of its
 * groups, or the emptier once that is crowded; are both full, an entry that is over its idle time or one that can stand
 * elsewhere makes room. Expiry is a hand that goes round the groups in a few seconds, a few at each tick of about a
 * millisecond.
 *
 * <p>One thread writes: the methods marked so. {@link #peek}, {@link #forEach} and {@link #size} may be called by any
 * thread; they read under a version that the writer changes around every insertion, move and removal.
 */
public final class FlowTable implements AutoCloseable {
    /** No entry. */
    public static final int ABSENT = -1;
    /** Nanoseconds of a tick, as a shift: 1.05 ms. */
    static final int TICK_SHIFT = 20;
    /** Ticks in which the hand goes round once: about 4.3 s. */
    static final int TICKS_PER_ROUND = 4096;

    private static final int MOST_TICKS_BEFORE_A_PACKET = 4;
    /** A tenth of a second: as long as a worker sleeps without packets. */
    private static final int MOST_TICKS_WHEN_IDLE = 128;
    /** At most 13/16 of the places are filled, so that a new flow nearly always finds one. */
    private static final int FILL_NUMERATOR = 13;
    private static final int FILL_DENOMINATOR = 16;
    /** Empty places down to which a flow's first group is good enough: it is the one that is looked at first. */
    private static final int CROWDED = 2;
    private static final int MOST_GROUPS = Integer.MAX_VALUE / TagGroup.PLACES;
    private static final long PARTNER_MIX = 0x9e3779b97f4a7c15L;
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;
    private static final VarHandle WORDS = WORD.varHandle();
    private static final long VERSION_OFFSET = 0;
    private static final long TAGS_OFFSET = 64;

    private final int capacity;
    private final FlowTimeouts timeouts;
    private final int[] idleTicks = new int[FlowEntry.STATES];
    private final int groups;
    private final int groupsPerTick;
    private final long entriesOffset;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final AtomicInteger size = new AtomicInteger();
    private int tick;
    private boolean started;
    private int hand;
    private int expired;

    /**
     * An empty table.
     *
     * @param capacity most flows, 1 to 1,000,000,000
     * @param timeouts how long silent flows stay
     */
    public FlowTable(final int capacity, final FlowTimeouts timeouts) {
        final long wanted = ((long) capacity * FILL_DENOMINATOR / FILL_NUMERATOR + TagGroup.PLACES) / TagGroup.PLACES;
        if (capacity < 1 || wanted > MOST_GROUPS) {
            throw new IllegalArgumentException("flow capacity " + capacity + " is not within 1..1000000000");
        }
        this.capacity = capacity;
        this.timeouts = timeouts;
        this.idleTicks[FlowEntry.ESTABLISHED] = ticks(timeouts.tcp());
        this.idleTicks[FlowEntry.CLOSING] = ticks(timeouts.closing());
        this.idleTicks[FlowEntry.UDP] = ticks(timeouts.udp());
        this.groups = (int) Math.max(2, wanted);
        this.groupsPerTick = Math.ceilDiv(groups, TICKS_PER_ROUND);
        this.entriesOffset = TAGS_OFFSET + Math.ceilDiv((long) groups * Long.BYTES, 64) * 64;
        this.memory = TableMemory.allocate(
                entriesOffset + (long) groups * TagGroup.PLACES * FlowEntry.BYTES, arena);
    }

    /** Most flows. */
    public int capacity() {
        return capacity;
    }

    /** How long silent flows stay. */
    public FlowTimeouts timeouts() {
        return timeouts;
    }

    /** Bytes of memory outside the heap. */
    public long memoryBytes() {
        return memory.byteSize();
    }

    /** Flows in the table now, with those whose idle time is over but that the hand has not reached. Any thread. */
    public int size() {
        return size.getOpaque();
    }

    /**
     * Sets the time for the calls that follow, and lets the hand go on. Writer only. Time that goes back stands still.
     *
     * @return flows that were removed since the last call because their idle time was over
     */
    public int advance(final long nowNs) {
        final int now = (int) (nowNs >> TICK_SHIFT);
        return now == tick && started ? 0 : advanceTo(now, MOST_TICKS_BEFORE_A_PACKET);
    }

    /** As {@link #advance}, when no packet waits: the hand may go as far as the time that has passed. Writer only. */
    public int advanceIdle(final long nowNs) {
        return advanceTo((int) (nowNs >> TICK_SHIFT), MOST_TICKS_WHEN_IDLE);
    }

    private int advanceTo(final int now, final int mostTicks) {
        final int elapsed = now - tick;
        if (!started) {
            started = true;
            tick = now;
        } else if (elapsed > 0) {
            tick = now;
            sweep((int) Math.min(groups, (long) groupsPerTick * Math.min(elapsed, mostTicks)));
        }
        final int removed = expired;
        expired = 0;
        return removed;
    }

    /**
     * The entry of a flow, unless its idle time is over. Writer only.
     *
     * @param addresses source address in the high half, destination in the low half
     * @param ports     source port in the high half, destination in the low half
     * @param udp       whether it is UDP; TCP otherwise
     * @param hash      the flow's hash, 64 well-mixed bits
     * @return a number for the other methods, good until the next insertion or removal, or {@link #ABSENT}
     */
    public int find(final long addresses, final int ports, final boolean udp, final long hash) {
        final int tag = TagGroup.tagOf(hash);
        final int group = groupOf(hash);
        int entry = findIn(group, tag, addresses, ports, udp);
        if (entry == ABSENT) {
            entry = findIn(partner(group, tag), tag, addresses, ports, udp);
        }
        return entry == ABSENT || isLive(entry, tick) ? entry : expireNow(entry);
    }

    /**
     * Reads what {@link #find} will read for each of these hashes: first all tags, then all entries, so that the cache
     * misses of independent flows overlap.
     *
     * @return a number of no use but to keep the reads from being left out
     */
    public long prefetch(final long[] hashes, final int count) {
        long read = 0;
        for (int i = 0; i < count; i++) {
            final int group = groupOf(hashes[i]);
            read += tags(group) + tags(partner(group, TagGroup.tagOf(hashes[i])));
        }
        for (int i = 0; i < count; i++) {
            read += word(entryOffset(likelyEntry(hashes[i])));
        }
        return read;
    }

    private int likelyEntry(final long hash) {
        final int tag = TagGroup.tagOf(hash);
        final int group = groupOf(hash);
        final long matches = TagGroup.matches(tags(group), tag);
        if (matches != 0) {
            return group * TagGroup.PLACES + TagGroup.first(matches);
        }
        final int other = partner(group, tag);
        return other * TagGroup.PLACES + (TagGroup.first(TagGroup.matches(tags(other), tag)) & (TagGroup.PLACES - 1));
    }

    /** The server of an entry. Writer only. */
    public int serverOf(final int entry) {
        return FlowEntry.serverOf(word(entryOffset(entry) + FlowEntry.WORD_2));
    }

    /** Whether the client ended this flow. Writer only. */
    public boolean isClosing(final int entry) {
        return FlowEntry.stateOf(word(entryOffset(entry) + FlowEntry.WORD_2)) == FlowEntry.CLOSING;
    }

    /**
     * Counts a packet of this flow, seen now. Writer only.
     *
     * @param closing the packet carries FIN or RST: from now on the flow's idle time is the short one
     */
    public void touch(final int entry, final boolean closing) {
        final long at = entryOffset(entry);
        final long word1 = word(at + FlowEntry.WORD_1);
        if (FlowEntry.tickOf(word1) != tick) {
            memory.set(WORD, at + FlowEntry.WORD_1, FlowEntry.word1(FlowEntry.portsOf(word1), tick));
        }
        final long word2 = FlowEntry.withPacket(word(at + FlowEntry.WORD_2));
        memory.set(WORD, at + FlowEntry.WORD_2, closing ? FlowEntry.withState(word2, FlowEntry.CLOSING) : word2);
    }

    /** Gives a flow to another server. Writer only. */
    public void reassign(final int entry, final int serverId) {
        final long at = entryOffset(entry) + FlowEntry.WORD_2;
        memory.set(WORD, at, FlowEntry.withServer(word(at), serverId));
    }

    /**
     * Enters a flow that {@link #find} did not find, with one packet seen now. Writer only.
     *
     * @return false if there is no room: the table holds its capacity, or the flow's groups are full of live flows
     */
    public boolean insert(
            final long addresses, final int ports, final FlowState state, final long hash, final int serverId) {
        final int tag = TagGroup.tagOf(hash);
        final int first = groupOf(hash);
        final int second = partner(first, tag);
        if (size.getPlain() >= capacity && !expireIn(first) && !expireIn(second)) {
            return false;
        }
        final int code = switch (state) {
            case ESTABLISHED -> FlowEntry.ESTABLISHED;
            case CLOSING -> FlowEntry.CLOSING;
            case UDP -> FlowEntry.UDP;
        };
        final int entry = roomIn(first, second);
        if (entry == ABSENT) {
            return false;
        }
        final long at = entryOffset(entry);
        final long version = beginChange();
        memory.set(WORD, at, addresses);
        memory.set(WORD, at + FlowEntry.WORD_1, FlowEntry.word1(ports, tick));
        memory.set(WORD, at + FlowEntry.WORD_2, FlowEntry.word2(serverId, code));
        setTag(entry, tag);
        endChange(version);
        size.setOpaque(size.getPlain() + 1);
        return true;
    }

    /** Removes an entry. Writer only. */
    public void remove(final int entry) {
        final long version = beginChange();
        setTag(entry, 0);
        endChange(version);
        size.setOpaque(size.getPlain() - 1);
    }

    /**
     * The server of a flow, or {@link #ABSENT}, without touching anything. Any thread; parameters as {@link #find}.
     */
    public int peek(final long addresses, final int ports, final boolean udp, final long hash, final long nowNs) {
        final int now = (int) (nowNs >> TICK_SHIFT);
        final int tag = TagGroup.tagOf(hash);
        final int group = groupOf(hash);
        while (true) {
            final long version = (long) WORDS.getAcquire(memory, VERSION_OFFSET);
            int entry = findIn(group, tag, addresses, ports, udp);
            if (entry == ABSENT) {
                entry = findIn(partner(group, tag), tag, addresses, ports, udp);
            }
            final int server = entry == ABSENT || !isLive(entry, now) ? ABSENT : serverOf(entry);
            if (isUnchangedSince(version)) {
                return server;
            }
            Thread.onSpinWait();
        }
    }

    /** Shows each live flow; one that is entered or moved meanwhile may be missed or shown twice. Any thread. */
    public void forEach(final long nowNs, final Consumer<FlowRecord> action) {
        final int now = (int) (nowNs >> TICK_SHIFT);
        read(reader -> reader.show(now, idleTicks, action));
    }

    /**
     * Counts the live flows of each server, with the inaccuracy of {@link #forEach}. Any thread. Reads the whole table:
     * milliseconds for a million flows.
     *
     * @param flowsOfServer receives the counts, added to what is there; servers beyond its length are left out
     */
    public void countByServer(final long nowNs, final long[] flowsOfServer) {
        final int now = (int) (nowNs >> TICK_SHIFT);
        read(reader -> reader.count(now, idleTicks, flowsOfServer));
    }

    private void read(final Consumer<FlowGroupReader> action) {
        final FlowGroupReader reader = new FlowGroupReader();
        for (int group = 0; group < groups; group++) {
            long version;
            do {
                version = (long) WORDS.getAcquire(memory, VERSION_OFFSET);
                reader.read(memory, tags(group), entryOffset(group * TagGroup.PLACES));
            } while (!isUnchangedSince(version));
            action.accept(reader);
        }
    }

    /** Frees the memory. The writer must have ended; a reader in another method fails. */
    @Override
    public void close() {
        arena.close();
    }

    private int groupOf(final long hash) {
        return (int) Math.unsignedMultiplyHigh(hash, groups);
    }

    /** The other group of a flow with this tag in this group: each is the other's partner, whichever one starts at. */
    private int partner(final int group, final int tag) {
        final int sum = (int) Math.unsignedMultiplyHigh(tag * PARTNER_MIX, groups);
        final int other = sum - group;
        return other < 0 ? other + groups : other;
    }

    private int findIn(final int group, final int tag, final long addresses, final int ports, final boolean udp) {
        long matches = TagGroup.matches(tags(group), tag);
        while (matches != 0) {
            final int entry = group * TagGroup.PLACES + TagGroup.first(matches);
            if (isFlow(entryOffset(entry), addresses, ports, udp)) {
                return entry;
            }
            matches &= matches - 1;
        }
        return ABSENT;
    }

    private boolean isFlow(final long at, final long addresses, final int ports, final boolean udp) {
        return word(at) == addresses
                && FlowEntry.portsOf(word(at + FlowEntry.WORD_1)) == ports
                && FlowEntry.isUdp(word(at + FlowEntry.WORD_2)) == udp;
    }

    private boolean isLive(final int entry, final int now) {
        final long at = entryOffset(entry);
        final int idle = now - FlowEntry.tickOf(word(at + FlowEntry.WORD_1));
        return idle <= idleTicks[FlowEntry.stateOf(word(at + FlowEntry.WORD_2))];
    }

    private int expireNow(final int entry) {
        remove(entry);
        expired++;
        return ABSENT;
    }

    private boolean expireIn(final int group) {
        final int before = expired;
        long used = TagGroup.used(tags(group));
        while (used != 0) {
            final int entry = group * TagGroup.PLACES + TagGroup.first(used);
            if (!isLive(entry, tick)) {
                expireNow(entry);
            }
            used &= used - 1;
        }
        return expired != before;
    }

    private void sweep(final int steps) {
        for (int i = 0; i < steps; i++) {
            expireIn(hand);
            hand = hand + 1 == groups ? 0 : hand + 1;
        }
    }

    /** An empty place in the emptier of two groups, made if need be. */
    private int roomIn(final int first, final int second) {
        final long firstEmpties = TagGroup.empties(tags(first));
        final long secondEmpties = TagGroup.empties(tags(second));
        if ((firstEmpties | secondEmpties) == 0) {
            return makeRoomIn(first, second);
        }
        final int roomInFirst = Long.bitCount(firstEmpties);
        return roomInFirst > CROWDED || roomInFirst >= Long.bitCount(secondEmpties)
                ? first * TagGroup.PLACES + TagGroup.first(firstEmpties)
                : second * TagGroup.PLACES + TagGroup.first(secondEmpties);
    }

    private int makeRoomIn(final int first, final int second) {
        if (expireIn(first) || expireIn(second)) {
            return roomIn(first, second);
        }
        final int entry = moveOneOut(first);
        return entry == ABSENT ? moveOneOut(second) : entry;
    }

    /** Moves an entry of a full group to its own other group; the place that it left. */
    private int moveOneOut(final int group) {
        final long tags = tags(group);
        for (int place = 0; place < TagGroup.PLACES; place++) {
            final int tag = TagGroup.tagAt(tags, place);
            final int other = partner(group, tag);
            final long empties = TagGroup.empties(tags(other));
            if (empties != 0) {
                final int from = group * TagGroup.PLACES + place;
                move(from, other * TagGroup.PLACES + TagGroup.first(empties), tag);
                return from;
            }
        }
        return ABSENT;
    }

    private void move(final int from, final int to, final int tag) {
        final long version = beginChange();
        MemorySegment.copy(memory, entryOffset(from), memory, entryOffset(to), FlowEntry.BYTES);
        setTag(to, tag);
        setTag(from, 0);
        endChange(version);
    }

    private long beginChange() {
        final long version = word(VERSION_OFFSET) + 1;
        WORDS.setOpaque(memory, VERSION_OFFSET, version);
        VarHandle.storeStoreFence();
        return version;
    }

    private void endChange(final long version) {
        WORDS.setRelease(memory, VERSION_OFFSET, version + 1);
    }

    private boolean isUnchangedSince(final long version) {
        VarHandle.loadLoadFence();
        return (version & 1) == 0 && (long) WORDS.getOpaque(memory, VERSION_OFFSET) == version;
    }

    private void setTag(final int entry, final int tag) {
        final long at = TAGS_OFFSET + (long) (entry / TagGroup.PLACES) * Long.BYTES;
        memory.set(WORD, at, TagGroup.with(word(at), entry % TagGroup.PLACES, tag));
    }

    private long tags(final int group) {
        return word(TAGS_OFFSET + (long) group * Long.BYTES);
    }

    private long entryOffset(final int entry) {
        return entriesOffset + (long) entry * FlowEntry.BYTES;
    }

    private long word(final long offset) {
        return memory.get(WORD, offset);
    }

    private static int ticks(final Duration idle) {
        return (int) Math.ceilDiv(idle.toNanos(), 1L << TICK_SHIFT);
    }
}

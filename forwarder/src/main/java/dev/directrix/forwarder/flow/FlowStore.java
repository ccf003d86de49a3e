package dev.directrix.forwarder.flow;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The flows of one address family that one worker forwarded lately, off-heap.
 *
 * <p>Entries stand in groups of eight, see {@link TaggedPlaces}. A new flow takes the first of its two groups, or the
 * emptier once that is crowded; are both full, an entry that is over its idle time or one that can stand elsewhere
 * makes room. A timing wheel ({@link TimingWheel}) removes the entries whose idle time is over, within 0.14 s, some
 * groups at a time: no packet waits for more than a bounded number of them.
 *
 * <p>One thread writes: the methods marked so. {@link #forEach}, {@link #countByServer} and {@link #size} may be called
 * by any thread; they read under a version that the writer changes around every insertion, move and removal.
 */
public abstract sealed class FlowStore implements AutoCloseable permits FlowTable, FlowTable6 {
    /** No entry. */
    public static final int ABSENT = -1;
    /** A likely place for flows of which nothing is known: see {@link #likely}. */
    public static final int ANYWHERE = 0;
    /** Nanoseconds of a tick, as a shift: 1.05 ms. */
    static final int TICK_SHIFT = 20;
    static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

    /** Groups that packets wait for: some 20 us. */
    private static final int MOST_GROUPS_BEFORE_PACKETS = 64;
    /** Groups without packets in sight: under half a millisecond. */
    private static final int MOST_GROUPS_WHEN_IDLE = 1024;
    private static final int MOST_READINGS = 8;
    private static final VarHandle WORDS = ValueLayout.JAVA_LONG.varHandle();
    private static final long VERSION_OFFSET = 0;
    private static final long PLACES_OFFSET = 64;

    private final int capacity;
    private final int entryBytes;
    private final TimeoutClasses classes;
    private final FlowListener listener;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final TaggedPlaces places;
    private final ReadAhead ahead;
    private final TimingWheel wheel;
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicInteger moves = new AtomicInteger();
    private int[] idleTicks;
    private int tick;
    private boolean started;
    private int expired;

    FlowStore(
            final int capacity,
            final int entryBytes,
            final boolean present,
            final TimeoutClasses classes,
            final FlowListener listener) {
        final int groups = TaggedPlaces.groupsFor(capacity);
        final long placeBytes = TaggedPlaces.bytes(groups, entryBytes);
        this.capacity = capacity;
        this.entryBytes = entryBytes;
        this.classes = classes;
        this.idleTicks = classes.idleTicks();
        this.listener = listener;
        this.memory = TableMemory.allocate(
                PLACES_OFFSET + placeBytes + TimingWheel.bytes(groups), present, arena);
        this.places = new TaggedPlaces(memory, PLACES_OFFSET, groups, entryBytes);
        this.ahead = new ReadAhead(memory, places);
        this.wheel = new TimingWheel(memory, PLACES_OFFSET + placeBytes, groups);
    }

    /** Most flows. */
    public final int capacity() {
        return capacity;
    }

    /** How long silent flows of the default class stay. */
    public final FlowTimeouts timeouts() {
        return classes.defaults();
    }

    /** Bytes of memory outside the heap. */
    public final long memoryBytes() {
        return memory.byteSize();
    }

    /** Flows in the table now, with those whose idle time is over but that the wheel has not reached. Any thread. */
    public final int size() {
        return size.getOpaque();
    }

    /**
     * Sets the time for the calls that follow, and removes some of the flows whose idle time is over. Writer only. Time
     * that goes back stands still.
     *
     * @return flows that were removed since the last call because their idle time was over
     */
    public final int advance(final long nowNs) {
        final int now = (int) (nowNs >> TICK_SHIFT);
        return now == tick && started && !wheel.isBehind(now) ? 0 : advanceTo(now, MOST_GROUPS_BEFORE_PACKETS);
    }

    /** As {@link #advance}, when no packet waits: more flows at a time. Writer only. */
    public final int advanceIdle(final long nowNs) {
        return advanceTo((int) (nowNs >> TICK_SHIFT), MOST_GROUPS_WHEN_IDLE);
    }

    /** Whether more flows wait for their removal: the writer should not sleep yet. Writer only. */
    public final boolean isBehind() {
        return wheel.isBehind(tick);
    }

    private int advanceTo(final int now, final int mostGroups) {
        if (!started) {
            started = true;
            tick = now;
            wheel.start(now);
        } else if (now - tick > 0) {
            tick = now;
        }
        idleTicks = classes.idleTicks();
        for (int i = 0; i < mostGroups; i++) {
            final int group = wheel.poll(tick);
            if (group == TimingWheel.NONE) {
                break;
            }
            expireAndSchedule(group);
        }
        final int removed = expired;
        expired = 0;
        return removed;
    }

    /**
     * Reads what a look-up will read for each of these hashes, so that the cache misses of independent flows overlap;
     * then {@link #likely} knows where each stands. Writer only.
     *
     * @return a number of no use but to keep the reads from being left out
     */
    public final long prefetch(final long[] hashes, final int count) {
        final int most = Math.min(count, ReadAhead.MOST);
        long read = ahead.readTags(hashes, most) + ahead.readContents(most, entryBytes);
        for (int i = 0; i < ahead.absentCount(); i++) {
            read += wheel.slotOf(ahead.likely(ahead.absent(i)) / TagGroup.PLACES);
        }
        return read;
    }

    /**
     * Where a hash of the last {@link #prefetch} is likely found. Writer only.
     *
     * @param number its index there
     * @return a place for the look-up to try first; it may be wrong, or hold another flow by now
     */
    public final int likely(final int number) {
        return number < ReadAhead.MOST ? ahead.likely(number) : ANYWHERE;
    }

    /** The server of an entry. Writer only. */
    public final int serverOf(final int entry) {
        return FlowEntry.serverOf(word(word2At(entry)));
    }

    /** Whether this flow is over as far as was seen: FIN or RST has come. Writer only. */
    public final boolean isClosing(final int entry) {
        final int state = FlowEntry.stateOf(word(word2At(entry)));
        return state == FlowEntry.CLOSING || state == FlowEntry.RESET;
    }

    /** What was seen of a flow. Writer only. */
    public final FlowState stateOf(final int entry) {
        return FlowEntry.state(word(word2At(entry)));
    }

    /**
     * Counts a packet of this flow, seen now. Writer only.
     *
     * @param closing the packet carries FIN or RST: from now on the flow's idle time is the short one
     */
    public final void touch(final int entry, final boolean closing) {
        touch(entry, closing ? TcpEvent.FIN : TcpEvent.DATA);
    }

    /**
     * Counts a packet of this flow, seen now. Writer only.
     *
     * @param event what the packet says: one of {@link TcpEvent}; data for UDP
     */
    public final void touch(final int entry, final int event) {
        final long at = word2At(entry) - Long.BYTES;
        final long word1 = word(at);
        if (FlowEntry.tickOf(word1) != tick) {
            memory.set(WORD, at, FlowEntry.word1(FlowEntry.portsOf(word1), tick));
        }
        final long word2 = FlowEntry.withPacket(word(at + Long.BYTES));
        memory.set(WORD, at + Long.BYTES, word2);
        if (event >= TcpEvent.FIN) {
            close(entry, word2, event == TcpEvent.RST ? FlowEntry.RESET : FlowEntry.CLOSING);
        }
    }

    private void close(final int entry, final long word2, final int state) {
        final int before = FlowEntry.stateOf(word2);
        if (before == FlowEntry.UDP || before == FlowEntry.RESET || before == state) {
            return;
        }
        final long changed = FlowEntry.withState(word2, state);
        memory.set(WORD, word2At(entry), changed);
        wheel.schedule(entry / TagGroup.PLACES, tick + idleTicks[FlowEntry.kindOf(changed)] + 1);
        if (FlowEntry.activeOf(word2) == 1) {
            listener.flowsChanged(FlowEntry.serverOf(word2), -1, 1);
        }
    }

    /** Gives a flow to another server. Writer only. */
    public final void reassign(final int entry, final int serverId) {
        final long at = word2At(entry);
        final long word2 = word(at);
        final int active = FlowEntry.activeOf(word2);
        memory.set(WORD, at, FlowEntry.withServer(word2, serverId));
        listener.flowsChanged(FlowEntry.serverOf(word2), -active, active - 1);
        listener.flowsChanged(serverId, active, 1 - active);
    }

    /** Removes an entry. Writer only. */
    public final void remove(final int entry) {
        final long word2 = word(word2At(entry));
        final long version = beginChange();
        places.setTag(entry, 0);
        memory.set(WORD, word2At(entry), 0L);
        endChange(version);
        size.setOpaque(size.getPlain() - 1);
        final int active = FlowEntry.activeOf(word2);
        listener.flowsChanged(FlowEntry.serverOf(word2), -active, active - 1);
    }

    /**
     * Shows each live flow; one that is entered or moved meanwhile may be missed or shown twice. Any thread.
     */
    public final void forEach(final long nowNs, final Consumer<FlowRecord> action) {
        final int now = (int) (nowNs >> TICK_SHIFT);
        final int[] limits = classes.idleTicks();
        read(reader -> reader.show(now, limits, action));
    }

    /**
     * As {@link #forEach}, but allocates nothing for a flow, and misses none that is there all the time: when flows
     * were moved meanwhile, the table is read again. Any thread. Milliseconds for a million flows.
     *
     * @return false if flows were moved at each of several readings, so that one may have been missed
     */
    public final boolean visit(final long nowNs, final LiveFlowVisitor visitor) {
        final int now = (int) (nowNs >> TICK_SHIFT);
        final int[] limits = classes.idleTicks();
        for (int reading = 0; reading < MOST_READINGS; reading++) {
            final int before = moves.getAcquire();
            read(reader -> reader.visit(now, limits, visitor));
            if (moves.getAcquire() == before) {
                return true;
            }
        }
        return false;
    }

    /**
     * Counts the live flows of each server, with the inaccuracy of {@link #forEach}. Any thread. Reads the whole table:
     * milliseconds for a million flows.
     *
     * @param flowsOfServer receives the counts, added to what is there; servers beyond its length are left out
     */
    public final void countByServer(final long nowNs, final long[] flowsOfServer) {
        final int now = (int) (nowNs >> TICK_SHIFT);
        final int[] limits = classes.idleTicks();
        read(reader -> reader.count(now, limits, flowsOfServer));
    }

    private void read(final Consumer<FlowGroupReader> action) {
        final FlowGroupReader reader = new FlowGroupReader(entryBytes);
        for (int group = 0; group < places.groups(); group++) {
            long version;
            do {
                version = version();
                reader.read(memory, places.tags(group), places.contentAt(group * TagGroup.PLACES));
            } while (!isUnchangedSince(version));
            action.accept(reader);
        }
    }

    /** Frees the memory. The writer must have ended; a reader in another method fails. */
    @Override
    public final void close() {
        arena.close();
    }

    /** An empty place for a flow that has no entry, or {@link #ABSENT}; an expired entry or a move makes room. */
    final int place(final long hash) {
        final int first = places.groupOf(hash);
        final int second = places.partner(first, TagGroup.tagOf(hash));
        if (size.getPlain() >= capacity && !expireIn(first) && !expireIn(second)) {
            return ABSENT;
        }
        final int place = places.roomIn(first, second);
        if (place != TaggedPlaces.NONE) {
            return place;
        }
        if (expireIn(first) || expireIn(second)) {
            return places.roomIn(first, second);
        }
        final long version = beginChange();
        final int left = places.makeRoomIn(first, second);
        if (left != TaggedPlaces.NONE) {
            memory.set(WORD, word2At(left), 0L);
            moves.setRelease(moves.getPlain() + 1);
        }
        endChange(version);
        if (left != TaggedPlaces.NONE) {
            final int moved = places.movedTo();
            wheel.schedule(moved / TagGroup.PLACES, tick + ticksLeft(moved, tick, idleTicks) + 1);
        }
        return left;
    }

    /** Fills the two last words of a place whose address words are written, between begin and end of a change. */
    final void fill(
            final int place,
            final int ports,
            final int kind,
            final long hash,
            final int serverId) {
        final long word2 = FlowEntry.word2(serverId, kind);
        final long at = word2At(place);
        memory.set(WORD, at - Long.BYTES, FlowEntry.word1(ports, tick));
        memory.set(WORD, at, word2);
        places.setTag(place, TagGroup.tagOf(hash));
    }

    /** Counts an entry that was filled, and sets its timer. */
    final void entered(final int place) {
        final long word2 = word(word2At(place));
        wheel.schedule(place / TagGroup.PLACES, tick + idleTicks[FlowEntry.kindOf(word2)] + 1);
        size.setOpaque(size.getPlain() + 1);
        final int active = FlowEntry.activeOf(word2);
        listener.flowsChanged(FlowEntry.serverOf(word2), active, 1 - active);
    }

    /** The entry itself, or {@link #ABSENT} after removing it if its idle time is over. */
    final int unlessOver(final int entry) {
        return entry == ABSENT || ticksLeft(entry, tick, idleTicks) >= 0 ? entry : expireNow(entry);
    }

    /** The server of an entry unless its idle time is over. Any thread, under a version. */
    final int serverUnlessOver(final int entry, final long nowNs) {
        return entry == ABSENT || ticksLeft(entry, (int) (nowNs >> TICK_SHIFT), classes.idleTicks()) < 0
                ? ABSENT
                : serverOf(entry);
    }

    /** Whether this is the last word of an entry, and not of an empty place: an entry counts one packet at least. */
    static boolean isUsed(final long word2) {
        return word2 != 0;
    }

    /** Whether an entry's idle time is not over. */
    final boolean isLive(final long word1, final long word2) {
        return idleTicks[FlowEntry.kindOf(word2)] - (tick - FlowEntry.tickOf(word1)) >= 0;
    }

    final TaggedPlaces places() {
        return places;
    }

    final MemorySegment memory() {
        return memory;
    }

    final long word(final long offset) {
        return memory.get(WORD, offset);
    }

    final long beginChange() {
        final long version = word(VERSION_OFFSET) + 1;
        WORDS.setOpaque(memory, VERSION_OFFSET, version);
        VarHandle.storeStoreFence();
        return version;
    }

    final void endChange(final long version) {
        WORDS.setRelease(memory, VERSION_OFFSET, version + 1);
    }

    final long version() {
        return (long) WORDS.getAcquire(memory, VERSION_OFFSET);
    }

    final boolean isUnchangedSince(final long version) {
        VarHandle.loadLoadFence();
        return (version & 1) == 0 && (long) WORDS.getOpaque(memory, VERSION_OFFSET) == version;
    }

    private long word2At(final int entry) {
        return places.contentAt(entry) + entryBytes - Long.BYTES;
    }

    /** Ticks that a silent entry still has; negative when it is over. */
    private int ticksLeft(final int entry, final int now, final int[] limits) {
        final long at = word2At(entry);
        final int idle = now - FlowEntry.tickOf(word(at - Long.BYTES));
        return limits[FlowEntry.kindOf(word(at))] - idle;
    }

    private int expireNow(final int entry) {
        remove(entry);
        expired++;
        return ABSENT;
    }

    private boolean expireIn(final int group) {
        final int before = expired;
        long used = TagGroup.used(places.tags(group));
        while (used != 0) {
            unlessOver(group * TagGroup.PLACES + TagGroup.first(used));
            used &= used - 1;
        }
        return expired != before;
    }

    private void expireAndSchedule(final int group) {
        long used = TagGroup.used(places.tags(group));
        int soonest = Integer.MAX_VALUE;
        while (used != 0) {
            final int entry = group * TagGroup.PLACES + TagGroup.first(used);
            final int left = ticksLeft(entry, tick, idleTicks);
            if (left < 0) {
                expireNow(entry);
            } else {
                soonest = Math.min(soonest, left);
            }
            used &= used - 1;
        }
        if (soonest != Integer.MAX_VALUE) {
            wheel.schedule(group, tick + soonest + 1);
        }
    }
}

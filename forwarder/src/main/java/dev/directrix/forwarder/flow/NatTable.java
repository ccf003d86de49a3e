package dev.directrix.forwarder.flow;

import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.Protocol;
import dev.directrix.maglev.FlowHash;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The flows of one worker whose addresses are translated (NAT, FULLNAT), found by their packets of either direction.
 * Off-heap: at most 64 bytes a flow for IPv4, both directions and timers included; 112 for IPv6 and mixed families.
 *
 * <p>Here a SYN does make an entry, as its answer must find the way back. Half-open entries have a share of their own:
 * when it is used up the oldest one goes. So a flood of SYNs neither fills the table nor costs an established flow.
 *
 * <p>One thread writes: the methods marked so. {@link #answer} and {@link #noteAnswer} are for whichever worker a
 * server's packet comes to; {@link #forEach}, {@link #countByServer} and {@link #size} for any thread.
 */
public final class NatTable implements AutoCloseable {
    /** No entry. */
    public static final int ABSENT = -1;
    /** A likely entry for packets of which nothing is known. */
    public static final int ANY = 0;
    /** Another live flow has the same server and local endpoint: its answers could not be told apart. */
    public static final int CONFLICT = -2;

    /** Entries that packets wait for: some 20 us. */
    private static final int MOST_BEFORE_PACKETS = 128;
    /** Entries without packets in sight. */
    private static final int MOST_WHEN_IDLE = 1024;
    /** Each entry is looked at within 17 s: what another worker saw of its end may have been lost on the way. */
    private static final int LOOK_TICKS = 1 << 14;
    private static final int MOST_HALF_OPEN = 1 << 18;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final VarHandle WORDS = ValueLayout.JAVA_LONG.varHandle();
    private static final long VERSION_OFFSET = 0;
    private static final long FIRST_OFFSET = 64;

    private final int capacity;
    private final FlowHash hash;
    private final TimeoutClasses classes;
    private final FlowListener listener;
    private final LocalPorts ports;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final NatIndex clients;
    private final NatIndex answers;
    private final NatEntries entries;
    private final TimingWheel wheel;
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicLong evicted = new AtomicLong();
    private final int[] halfOpen;
    private final NatFlow scratch = new NatFlow();
    private final EndedFlows ended = new EndedFlows();
    private int halfOpenAt;
    private int[] idleTicks;
    private int tick;
    private long nowNs;
    private boolean started;
    private int expired;

    /**
     * An empty table.
     *
     * @param capacity most flows, 1 to 1,000,000,000
     * @param wide     whether addresses are 128 bits: for IPv6, and where client and server differ in family
     * @param hash     as the pipeline hashes packets
     * @param classes  how long silent flows stay
     * @param listener is told of flows that begin, change and end
     * @param ports    get the local ports of flows that end
     */
    public NatTable(
            final int capacity,
            final boolean wide,
            final FlowHash hash,
            final TimeoutClasses classes,
            final FlowListener listener,
            final LocalPorts ports) {
        final int groups = TaggedPlaces.groupsFor(capacity);
        final long indexBytes = NatIndex.bytes(groups);
        final long wheelOffset = FIRST_OFFSET + 2 * indexBytes + NatEntries.bytes(capacity, wide);
        this.capacity = capacity;
        this.hash = hash;
        this.classes = classes;
        this.idleTicks = classes.idleTicks();
        this.listener = listener;
        this.ports = ports;
        this.memory = TableMemory.allocate(wheelOffset + TimingWheel.bytes(capacity), false, arena);
        this.entries = new NatEntries(memory, FIRST_OFFSET + 2 * indexBytes, capacity, wide);
        this.clients = new NatIndex(memory, FIRST_OFFSET, groups, entries, false);
        this.answers = new NatIndex(memory, FIRST_OFFSET + indexBytes, groups, entries, true);
        this.wheel = new TimingWheel(memory, wheelOffset, capacity);
        this.halfOpen = new int[Math.clamp(capacity / 4, 1, MOST_HALF_OPEN)];
        Arrays.fill(halfOpen, ABSENT);
    }

    /** Most flows. */
    public int capacity() {
        return capacity;
    }

    /** Most half-open flows. */
    public int halfOpenCapacity() {
        return halfOpen.length;
    }

    /** Bytes of memory, with what is on the heap for each flow. */
    public long memoryBytes() {
        return memory.byteSize() + (long) halfOpen.length * Integer.BYTES;
    }

    /** Flows in the table. Any thread. */
    public int size() {
        return size.getOpaque();
    }

    /** Half-open flows that went before their time because there were too many, since the start. Any thread. */
    public long evicted() {
        return evicted.getOpaque();
    }

    /** As {@link FlowStore#advance}. Writer only. */
    public int advance(final long now) {
        final int nowTick = (int) (now >> FlowStore.TICK_SHIFT);
        return nowTick == tick && started && !wheel.isBehind(nowTick) ? 0 : advanceTo(now, MOST_BEFORE_PACKETS);
    }

    /** As {@link FlowStore#advanceIdle}. Writer only. */
    public int advanceIdle(final long now) {
        return advanceTo(now, MOST_WHEN_IDLE);
    }

    /** Whether more flows wait for their removal: the writer should not sleep yet. Writer only. */
    public boolean isBehind() {
        return wheel.isBehind(tick);
    }

    private int advanceTo(final long now, final int most) {
        final int nowTick = (int) (now >> FlowStore.TICK_SHIFT);
        if (!started) {
            started = true;
            tick = nowTick;
            nowNs = now;
            wheel.start(nowTick);
        } else if (nowTick - tick > 0) {
            tick = nowTick;
            nowNs = now;
        }
        idleTicks = classes.idleTicks();
        concludeEnded(most);
        for (int i = 0; i < most; i++) {
            final int entry = wheel.poll(tick);
            if (entry == TimingWheel.NONE) {
                break;
            }
            examine(entry);
        }
        final int removed = expired;
        expired = 0;
        return removed;
    }

    /** Looks at flows whose end another worker saw. An entry may have gone meanwhile, or be another flow's. */
    private void concludeEnded(final int most) {
        for (int i = 0; i < most; i++) {
            final int entry = ended.take();
            if (entry == EndedFlows.NONE) {
                return;
            }
            if (entries.word2(entry) != 0) {
                examine(entry);
            }
        }
    }

    /** Reads ahead for look-ups of clients' packets: for the writer. */
    public NatReadAhead clientsAhead() {
        return clients.ahead();
    }

    /** Reads ahead for look-ups of servers' packets: for one thread, whichever. */
    public NatReadAhead answersAhead() {
        return answers.ahead();
    }

    /**
     * The entry of a client's packet, unless its idle time is over. Writer only. Addresses are 128 bits, IPv4 mapped.
     *
     * @param flowPorts source port in the high half, destination in the low half
     * @param flowHash  the packet's hash
     * @param likely    the entry that is tried first: {@link NatReadAhead#likely}, or {@link #ANY}
     * @return a number that stands for the flow as long as it is in the table, or {@link #ABSENT}
     */
    public int find(
            final long sourceHigh,
            final long sourceLow,
            final long vipHigh,
            final long vipLow,
            final int flowPorts,
            final boolean udp,
            final long flowHash,
            final int likely) {
        final int entry = clients.isAt(likely, sourceHigh, sourceLow, vipHigh, vipLow, flowPorts, udp)
                ? likely
                : clients.locate(sourceHigh, sourceLow, vipHigh, vipLow, flowPorts, udp, flowHash);
        if (entry == ABSENT || ticksLeft(entry, tick, idleTicks) >= 0) {
            return entry;
        }
        remove(entry);
        expired++;
        return ABSENT;
    }

    /**
     * The entry of a server's packet, by its own source and destination. Any thread.
     *
     * @param flow receives both sides of the flow
     * @return the entry for {@link #noteAnswer}, or {@link #ABSENT}
     */
    public int answer(
            final long serverHigh,
            final long serverLow,
            final long localHigh,
            final long localLow,
            final int flowPorts,
            final boolean udp,
            final long flowHash,
            final NatFlow flow) {
        while (true) {
            final long version = version();
            final int entry = answers.locate(serverHigh, serverLow, localHigh, localLow, flowPorts, udp, flowHash);
            if (entry != ABSENT) {
                entries.read(entry, flow);
            }
            if (isUnchangedSince(version)) {
                return entry;
            }
            Thread.onSpinWait();
        }
    }

    /**
     * As {@link #answer}, of one entry. Any thread.
     *
     * @param likely the entry: {@link NatReadAhead#likely}, or {@link #ANY}
     * @return the entry, or {@link #ABSENT} if the packet is another flow's, which {@link #answer} may find
     */
    public int answerAt(
            final int likely,
            final long serverHigh,
            final long serverLow,
            final long localHigh,
            final long localLow,
            final int flowPorts,
            final boolean udp,
            final NatFlow flow) {
        while (true) {
            final long version = version();
            final boolean fits = answers.isAt(likely, serverHigh, serverLow, localHigh, localLow, flowPorts, udp);
            if (fits) {
                entries.read(likely, flow);
            }
            if (isUnchangedSince(version)) {
                return fits ? likely : ABSENT;
            }
            Thread.onSpinWait();
        }
    }

    /**
     * Takes note of a server's packet. Any thread; the table's writer draws the conclusions with the client's next
     * packet, or from FIN and RST when time goes on, within a millisecond or so.
     *
     * @param event one of {@link TcpEvent}
     */
    public void noteAnswer(final int entry, final int event, final long now) {
        final int before = entries.answer(entry);
        final int said = event == TcpEvent.FIN ? NatEntries.ANSWER_FIN
                : event == TcpEvent.RST ? NatEntries.ANSWER_RST : 0;
        final int tickNow = (int) (now >> FlowStore.TICK_SHIFT) & NatEntries.ANSWER_TICK;
        final int after = tickNow | (before & ~NatEntries.ANSWER_TICK) | said;
        if (after != before) {
            entries.setAnswer(entry, after);
            if ((said & ~before) != 0) {
                ended.put(entry);
            }
        }
    }

    /** Both sides of a flow. Writer only. */
    public void read(final int entry, final NatFlow flow) {
        entries.read(entry, flow);
    }

    /** The server of an entry. Writer only. */
    public int serverOf(final int entry) {
        return FlowEntry.serverOf(entries.word2(entry));
    }

    /** What was seen of a flow, in both directions. Writer only. */
    public FlowState stateOf(final int entry) {
        return NatState.shown(stateNow(entry));
    }

    /** Whether a SYN on this flow begins a new connection: an end sent FIN or RST. Writer only. */
    public boolean isClosing(final int entry) {
        return NatState.isOver(stateNow(entry));
    }

    /** Packets of the client so far. Writer only. */
    public long packetsOf(final int entry) {
        return FlowEntry.packetsOf(entries.word2(entry));
    }

    /**
     * Counts a packet of the client, seen now. Writer only.
     *
     * @param event what the packet says: one of {@link TcpEvent}; data for UDP
     */
    public void touch(final int entry, final int event) {
        final long word1 = entries.word1(entry);
        if (FlowEntry.tickOf(word1) != tick) {
            entries.setWord1(entry, FlowEntry.word1(FlowEntry.portsOf(word1), tick));
        }
        final long word2 = FlowEntry.withPacket(entries.word2(entry));
        entries.setWord2(entry, word2);
        conclude(entry, word2, NatState.next(FlowEntry.stateOf(word2), event, entries.answer(entry)));
    }

    /**
     * Enters a flow that {@link #find} did not find, with one packet seen now. Writer only.
     *
     * @param flow      both of its sides; its local port was taken from this worker's {@link LocalPorts}, or is the
     *                  client's
     * @param kind      state and timeout class: {@link FlowState#inClass}
     * @param flowHash  the client's packet's hash
     * @return the entry; {@link #ABSENT} if there is no room, {@link #CONFLICT} if another flow's answers come the same
     *         way. The local port is then still the caller's.
     */
    public int insert(final NatFlow flow, final int kind, final long flowHash) {
        final boolean isHalfOpen = (kind & (FlowEntry.STATES - 1)) == FlowEntry.HALF_OPEN;
        if (isHalfOpen) {
            evictOldestHalfOpen();
        }
        final long answerHash = hashOfAnswer(flow);
        final int other = answers.locate(flow.serverHigh, flow.serverLow, flow.localHigh, flow.localLow,
                flow.serverPorts, flow.udp, answerHash);
        if (other != ABSENT) {
            if (ticksLeft(other, tick, idleTicks) >= 0) {
                return CONFLICT;
            }
            remove(other);
            expired++;
        }
        final int entry = size.getPlain() >= capacity ? ABSENT : enter(flow, kind, flowHash, answerHash);
        if (entry == ABSENT) {
            return ABSENT;
        }
        if (isHalfOpen) {
            halfOpen[halfOpenAt] = entry;
            halfOpenAt = halfOpenAt + 1 == halfOpen.length ? 0 : halfOpenAt + 1;
        }
        size.setOpaque(size.getPlain() + 1);
        final long word2 = entries.word2(entry);
        wheel.schedule(entry, tick + Math.min(LOOK_TICKS, ticksLeft(entry, tick, idleTicks)) + 1);
        final int active = FlowEntry.activeOf(word2);
        listener.flowsChanged(flow.serverId, active, 1 - active);
        return entry;
    }

    /** In the place that the next half-open flow is noted at, the oldest one is. */
    private void evictOldestHalfOpen() {
        final int oldest = halfOpen[halfOpenAt];
        if (oldest != ABSENT && FlowEntry.stateOf(entries.word2(oldest)) == FlowEntry.HALF_OPEN) {
            remove(oldest);
            evicted.setOpaque(evicted.getPlain() + 1);
        }
        halfOpen[halfOpenAt] = ABSENT;
    }

    private int enter(final NatFlow flow, final int kind, final long flowHash, final long answerHash) {
        final long version = beginChange();
        final int clientPlace = clients.room(flowHash);
        final int answerPlace = answers.room(answerHash);
        final int entry = clientPlace == TaggedPlaces.NONE || answerPlace == TaggedPlaces.NONE
                ? ABSENT
                : entries.take();
        if (entry != ABSENT) {
            entries.write(entry, flow, kind, tick);
            clients.put(clientPlace, flowHash, entry);
            answers.put(answerPlace, answerHash, entry);
        }
        endChange(version);
        return entry;
    }

    /** Removes a flow; its local port rests, unless the connection never came about. Writer only. */
    public void remove(final int entry) {
        entries.read(entry, scratch);
        final long word2 = entries.word2(entry);
        final long version = beginChange();
        clients.remove(hashOfClient(scratch), entry);
        answers.remove(hashOfAnswer(scratch), entry);
        entries.free(entry);
        endChange(version);
        size.setOpaque(size.getPlain() - 1);
        wheel.cancel(entry);
        if (scratch.isFull()) {
            ports.release(scratch.localHigh, scratch.localLow, scratch.serverHigh, scratch.serverLow,
                    scratch.serverPorts, scratch.udp, FlowEntry.stateOf(word2) != FlowEntry.HALF_OPEN, nowNs);
        }
        final int active = FlowEntry.activeOf(word2);
        listener.flowsChanged(scratch.serverId, -active, active - 1);
    }

    /** Shows each live flow. Any thread. */
    public void forEach(final long now, final Consumer<FlowRecord> action) {
        final int nowTick = (int) (now >> FlowStore.TICK_SHIFT);
        final int[] limits = classes.idleTicks();
        final NatFlow flow = new NatFlow();
        final int used = entries.used();
        for (int entry = 0; entry < used; entry++) {
            long version;
            long word2;
            int left;
            int limit;
            int answer;
            do {
                version = version();
                word2 = entries.word2(entry);
                answer = entries.answer(entry);
                entries.read(entry, flow);
                left = ticksLeft(entry, nowTick, limits);
                limit = NatState.limit(NatState.next(FlowEntry.stateOf(word2), TcpEvent.SYN, answer), word2, limits);
            } while (!isUnchangedSince(version));
            if (word2 != 0 && left >= 0) {
                action.accept(record(flow, word2, answer, Math.max(0, limit - left)));
            }
        }
    }

    private static FlowRecord record(final NatFlow flow, final long word2, final int answer, final int idle) {
        final FlowKey key = new FlowKey(
                flow.udp ? Protocol.UDP : Protocol.TCP,
                Addresses.ofLongs(flow.clientHigh, flow.clientLow),
                flow.clientPort(),
                Addresses.ofLongs(flow.vipHigh, flow.vipLow),
                flow.vipPort());
        return new FlowRecord(
                key,
                flow.serverId,
                NatState.shown(NatState.next(FlowEntry.stateOf(word2), TcpEvent.SYN, answer)),
                FlowEntry.packetsOf(word2),
                (long) idle << FlowStore.TICK_SHIFT,
                flow.isFull()
                        ? Optional.of(new InetSocketAddress(
                                Addresses.ofLongs(flow.localHigh, flow.localLow), flow.localPort()))
                        : Optional.empty());
    }

    /** Counts the live flows of each server, as {@link FlowStore#countByServer}. Any thread. */
    public void countByServer(final long now, final long[] flowsOfServer) {
        final int nowTick = (int) (now >> FlowStore.TICK_SHIFT);
        final int[] limits = classes.idleTicks();
        final int used = entries.used();
        for (int entry = 0; entry < used; entry++) {
            final long word2 = entries.word2(entry);
            final int server = FlowEntry.serverOf(word2);
            if (word2 != 0 && server < flowsOfServer.length && ticksLeft(entry, nowTick, limits) >= 0) {
                flowsOfServer[server]++;
            }
        }
    }

    /** The server of a client's flow, or {@link #ABSENT}. Any thread; parameters as {@link #find}. */
    public int peek(
            final long sourceHigh,
            final long sourceLow,
            final long vipHigh,
            final long vipLow,
            final int flowPorts,
            final boolean udp,
            final long flowHash,
            final NatFlow flow) {
        while (true) {
            final long version = version();
            final int entry = clients.locate(sourceHigh, sourceLow, vipHigh, vipLow, flowPorts, udp, flowHash);
            if (entry != ABSENT) {
                entries.read(entry, flow);
            }
            if (isUnchangedSince(version)) {
                return entry;
            }
            Thread.onSpinWait();
        }
    }

    /** Frees the memory. The writer must have ended; a reader in another method fails. */
    @Override
    public void close() {
        arena.close();
    }

    private int stateNow(final int entry) {
        return NatState.next(FlowEntry.stateOf(entries.word2(entry)), TcpEvent.SYN, entries.answer(entry));
    }

    /** Ticks that a silent entry still has; negative when it is over. Packets of either direction count. */
    private int ticksLeft(final int entry, final int now, final int[] limits) {
        final long word2 = entries.word2(entry);
        final int answer = entries.answer(entry);
        final int idle = Math.min(
                now - FlowEntry.tickOf(entries.word1(entry)), now - (answer & NatEntries.ANSWER_TICK));
        final int state = NatState.next(FlowEntry.stateOf(word2), TcpEvent.SYN, answer);
        return NatState.limit(state, word2, limits) - Math.max(0, idle);
    }

    /** Enters a new state, counts it, and has the entry looked at in time. */
    private void conclude(final int entry, final long word2, final int state) {
        if (state == FlowEntry.stateOf(word2)) {
            return;
        }
        final long changed = FlowEntry.withState(word2, state);
        entries.setWord2(entry, changed);
        wheel.schedule(entry, tick + NatState.limit(state, changed, idleTicks) + 1);
        final int active = FlowEntry.activeOf(changed) - FlowEntry.activeOf(word2);
        if (active != 0) {
            listener.flowsChanged(FlowEntry.serverOf(word2), active, -active);
        }
    }

    /** Removes an entry whose timer is due if it is over, else draws conclusions and sets its timer anew. */
    private void examine(final int entry) {
        final int left = ticksLeft(entry, tick, idleTicks);
        if (left < 0) {
            remove(entry);
            expired++;
            return;
        }
        conclude(entry, entries.word2(entry), stateNow(entry));
        wheel.schedule(entry, tick + Math.min(LOOK_TICKS, left) + 1);
    }

    private long hashOfClient(final NatFlow flow) {
        return hashOf(flow.clientHigh, flow.clientLow, flow.vipHigh, flow.vipLow, flow.clientPorts, flow.udp);
    }

    private long hashOfAnswer(final NatFlow flow) {
        return hashOf(flow.serverHigh, flow.serverLow, flow.localHigh, flow.localLow, flow.serverPorts, flow.udp);
    }

    /** As the pipeline hashes a packet with these addresses. */
    private long hashOf(
            final long high, final long low, final long otherHigh, final long otherLow, final int both,
            final boolean udp) {
        final int protocol = udp ? UDP : TCP;
        return high == 0 && low >>> 32 == 0xffff
                ? hash.hash4((int) low, (int) otherLow, both >>> 16, both & 0xffff, protocol)
                : hash.hash6(high, low, otherHigh, otherLow, both >>> 16, both & 0xffff, protocol);
    }

    private long beginChange() {
        final long version = memory.get(WORD, VERSION_OFFSET) + 1;
        WORDS.setOpaque(memory, VERSION_OFFSET, version);
        VarHandle.storeStoreFence();
        return version;
    }

    private void endChange(final long version) {
        WORDS.setRelease(memory, VERSION_OFFSET, version + 1);
    }

    private long version() {
        return (long) WORDS.getAcquire(memory, VERSION_OFFSET);
    }

    private boolean isUnchangedSince(final long version) {
        VarHandle.loadLoadFence();
        return (version & 1) == 0 && (long) WORDS.getOpaque(memory, VERSION_OFFSET) == version;
    }
}

package dev.directrix.forwarder.flow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The entries of a NAT table: numbered places that a flow keeps for its life, and the layout of one.
 *
 * <pre>
 *            IPv4, 40 bytes                                  IPv6 or mixed, 88 bytes
 * key         0  client (32) | VIP (32)                       0  client (128) | VIP (128)
 * word 1      8  client port | service port | tick           32
 * word 2     16  packets | class | state | server id         40
 * server     24  server (32) | local (32)                    48  server (128) | local (128)
 * answer     32  tick of the last answer, lowest 3 bits what  80
 *                answers have said
 * ports      36  server port (16) | local port (16)          84
 * </pre>
 *
 * <p>The answer word stands alone because another worker may write it: whichever worker the server's packets come to.
 * Words 1 and 2 are as in {@link FlowEntry}; word 2 is 0 in a place that is free.
 */
final class NatEntries {
    /** No entry. */
    static final int NONE = -1;
    /** Answer: a FIN was seen. */
    static final int ANSWER_FIN = 1;
    /** Answer: an RST was seen. */
    static final int ANSWER_RST = 2;
    /** Bits of an answer's tick. */
    static final int ANSWER_TICK = ~7;

    private static final int BYTES_4 = 40;
    private static final int BYTES_16 = 88;
    /** Places rest a while before they are used again, as long as there are others. */
    private static final int FREE_IN_HAND = 1024;
    private static final long LOW_32 = 0xffff_ffffL;
    private static final long MAPPED = 0xffffL << 32;
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt HALF = ValueLayout.JAVA_INT;
    private static final VarHandle HALVES = HALF.varHandle();

    private final MemorySegment memory;
    private final long offset;
    private final boolean wide;
    private final int entryBytes;
    private final int word1At;
    private final int serverAt;
    private final int answerAt;
    private final int capacity;
    private int fresh;
    private int freeCount;
    private int freeHead = NONE;
    private int freeTail = NONE;

    NatEntries(final MemorySegment memory, final long offset, final int capacity, final boolean wide) {
        this.memory = memory;
        this.offset = offset;
        this.capacity = capacity;
        this.wide = wide;
        this.entryBytes = wide ? BYTES_16 : BYTES_4;
        this.word1At = wide ? 32 : 8;
        this.serverAt = word1At + 16;
        this.answerAt = wide ? 80 : 32;
    }

    static long bytes(final int capacity, final boolean wide) {
        return Math.ceilDiv((long) capacity * (wide ? BYTES_16 : BYTES_4), 64) * 64;
    }

    /** An unused entry, or {@link #NONE}. */
    int take() {
        if (freeCount > FREE_IN_HAND || fresh == capacity) {
            if (freeHead == NONE) {
                return NONE;
            }
            final int entry = freeHead;
            freeHead = (int) memory.get(WORD, at(entry));
            freeTail = freeHead == NONE ? NONE : freeTail;
            freeCount--;
            return entry;
        }
        return fresh++;
    }

    /** Gives an entry back. */
    void free(final int entry) {
        memory.set(WORD, at(entry), (long) NONE);
        setWord2(entry, 0);
        if (freeTail == NONE) {
            freeHead = entry;
        } else {
            memory.set(WORD, at(freeTail), (long) entry);
        }
        freeTail = entry;
        freeCount++;
    }

    /** Reads where an entry begins, its state, and where it ends. The result is of no use. */
    long readAhead(final int entry) {
        final long at = at(entry);
        return memory.get(WORD, at) + memory.get(WORD, at + word1At) + memory.get(WORD, at + entryBytes - Long.BYTES);
    }

    /** Entries that were ever used: the lowest numbers. Any thread; a moment old. */
    int used() {
        return fresh;
    }

    boolean isClient(
            final int entry, final long high, final long low, final long otherHigh, final long otherLow,
            final int ports) {
        final long at = at(entry);
        return areAddresses(at, high, low, otherHigh, otherLow)
                && FlowEntry.portsOf(memory.get(WORD, at + word1At)) == ports;
    }

    boolean isAnswer(
            final int entry, final long high, final long low, final long otherHigh, final long otherLow,
            final int ports) {
        final long at = at(entry);
        return memory.get(HALF, at + answerAt + Integer.BYTES) == ports
                && areAddresses(at + serverAt, high, low, otherHigh, otherLow);
    }

    private boolean areAddresses(
            final long at, final long high, final long low, final long otherHigh, final long otherLow) {
        return wide
                ? memory.get(WORD, at) == high
                        && memory.get(WORD, at + 8) == low
                        && memory.get(WORD, at + 16) == otherHigh
                        && memory.get(WORD, at + 24) == otherLow
                : memory.get(WORD, at) == pair(low, otherLow);
    }

    void write(final int entry, final NatFlow flow, final int kind, final int tick) {
        final long at = at(entry);
        writeAddresses(at, flow.clientHigh, flow.clientLow, flow.vipHigh, flow.vipLow);
        memory.set(WORD, at + word1At, FlowEntry.word1(flow.clientPorts, tick));
        memory.set(WORD, at + word1At + 8, FlowEntry.word2(flow.serverId, kind));
        writeAddresses(at + serverAt, flow.serverHigh, flow.serverLow, flow.localHigh, flow.localLow);
        memory.set(HALF, at + answerAt, tick & ANSWER_TICK);
        memory.set(HALF, at + answerAt + Integer.BYTES, flow.serverPorts);
    }

    private void writeAddresses(
            final long at, final long high, final long low, final long otherHigh, final long otherLow) {
        if (wide) {
            memory.set(WORD, at, high);
            memory.set(WORD, at + 8, low);
            memory.set(WORD, at + 16, otherHigh);
            memory.set(WORD, at + 24, otherLow);
        } else {
            memory.set(WORD, at, pair(low, otherLow));
        }
    }

    void read(final int entry, final NatFlow flow) {
        final long at = at(entry);
        final long word2 = memory.get(WORD, at + word1At + 8);
        flow.clientPorts = FlowEntry.portsOf(memory.get(WORD, at + word1At));
        flow.serverPorts = memory.get(HALF, at + answerAt + Integer.BYTES);
        flow.serverId = FlowEntry.serverOf(word2);
        flow.udp = FlowEntry.isUdp(word2);
        final long server = at + serverAt;
        if (wide) {
            flow.clientHigh = memory.get(WORD, at);
            flow.clientLow = memory.get(WORD, at + 8);
            flow.vipHigh = memory.get(WORD, at + 16);
            flow.vipLow = memory.get(WORD, at + 24);
            flow.serverHigh = memory.get(WORD, server);
            flow.serverLow = memory.get(WORD, server + 8);
            flow.localHigh = memory.get(WORD, server + 16);
            flow.localLow = memory.get(WORD, server + 24);
        } else {
            flow.clientHigh = 0;
            flow.vipHigh = 0;
            flow.serverHigh = 0;
            flow.localHigh = 0;
            final long clientPair = memory.get(WORD, at);
            flow.clientLow = MAPPED | (clientPair >>> 32);
            flow.vipLow = MAPPED | (clientPair & LOW_32);
            final long serverPair = memory.get(WORD, server);
            flow.serverLow = MAPPED | (serverPair >>> 32);
            flow.localLow = MAPPED | (serverPair & LOW_32);
        }
    }

    long word1(final int entry) {
        return memory.get(WORD, at(entry) + word1At);
    }

    void setWord1(final int entry, final long word) {
        memory.set(WORD, at(entry) + word1At, word);
    }

    long word2(final int entry) {
        return memory.get(WORD, at(entry) + word1At + 8);
    }

    void setWord2(final int entry, final long word) {
        memory.set(WORD, at(entry) + word1At + 8, word);
    }

    /** What answers have said, and when. Any thread. */
    int answer(final int entry) {
        return (int) HALVES.getOpaque(memory, at(entry) + answerAt);
    }

    /** Any thread. */
    void setAnswer(final int entry, final int answer) {
        HALVES.setOpaque(memory, at(entry) + answerAt, answer);
    }

    private long at(final int entry) {
        return offset + (long) entry * entryBytes;
    }

    private static long pair(final long low, final long otherLow) {
        return (low << 32) | (otherLow & LOW_32);
    }
}

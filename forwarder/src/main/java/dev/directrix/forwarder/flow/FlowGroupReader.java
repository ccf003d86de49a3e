package dev.directrix.forwarder.flow;

import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.Protocol;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;

/** A copy of one group's entries, taken by a reader and shown once the copy is known to be consistent. */
final class FlowGroupReader {
    private static final int WORDS_PER_ENTRY = FlowEntry.BYTES / Long.BYTES;

    private final long[] words = new long[TagGroup.PLACES * WORDS_PER_ENTRY];
    private long tags;

    void read(final MemorySegment memory, final long groupTags, final long offset) {
        this.tags = groupTags;
        MemorySegment.copy(memory, ValueLayout.JAVA_LONG, offset, words, 0, words.length);
    }

    void show(final int now, final int[] idleTicks, final Consumer<FlowRecord> action) {
        long used = TagGroup.used(tags);
        while (used != 0) {
            final int at = TagGroup.first(used) * WORDS_PER_ENTRY;
            final int idle = Math.max(0, now - FlowEntry.tickOf(words[at + 1]));
            if (idle <= idleTicks[FlowEntry.stateOf(words[at + 2])]) {
                action.accept(record(words[at], words[at + 1], words[at + 2], idle));
            }
            used &= used - 1;
        }
    }

    /** Adds one to the count of each live entry's server. */
    void count(final int now, final int[] idleTicks, final long[] flowsOfServer) {
        long used = TagGroup.used(tags);
        while (used != 0) {
            final int at = TagGroup.first(used) * WORDS_PER_ENTRY;
            final int server = FlowEntry.serverOf(words[at + 2]);
            if (now - FlowEntry.tickOf(words[at + 1]) <= idleTicks[FlowEntry.stateOf(words[at + 2])]
                    && server < flowsOfServer.length) {
                flowsOfServer[server]++;
            }
            used &= used - 1;
        }
    }

    private static FlowRecord record(final long word0, final long word1, final long word2, final int idle) {
        final int ports = FlowEntry.portsOf(word1);
        final FlowKey key = new FlowKey(
                FlowEntry.isUdp(word2) ? Protocol.UDP : Protocol.TCP,
                Addresses.ofInt((int) (word0 >>> 32)),
                ports >>> 16,
                Addresses.ofInt((int) word0),
                ports & 0xffff);
        return new FlowRecord(
                key,
                FlowEntry.serverOf(word2),
                FlowEntry.state(word2),
                FlowEntry.packetsOf(word2),
                (long) idle << FlowTable.TICK_SHIFT);
    }
}

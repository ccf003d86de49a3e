package dev.directrix.forwarder.flow;

import dev.directrix.forwarder.service.Addresses;
import dev.directrix.forwarder.service.Protocol;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.function.Consumer;

/** A copy of one group's entries, taken by a reader and shown once the copy is known to be consistent. */
final class FlowGroupReader {
    private final int entryWords;
    private final long[] words;
    private long tags;

    FlowGroupReader(final int entryBytes) {
        this.entryWords = entryBytes / Long.BYTES;
        this.words = new long[TagGroup.PLACES * entryWords];
    }

    void read(final MemorySegment memory, final long groupTags, final long offset) {
        this.tags = groupTags;
        MemorySegment.copy(memory, ValueLayout.JAVA_LONG, offset, words, 0, words.length);
    }

    void show(final int now, final int[] idleTicks, final Consumer<FlowRecord> action) {
        long used = TagGroup.used(tags);
        while (used != 0) {
            final int last = last(used);
            final int idle = Math.max(0, now - FlowEntry.tickOf(words[last - 1]));
            if (idle <= idleTicks[FlowEntry.kindOf(words[last])]) {
                action.accept(record(last, idle));
            }
            used &= used - 1;
        }
    }

    /** Shows each live entry as numbers. */
    void visit(final int now, final int[] idleTicks, final LiveFlowVisitor visitor) {
        long used = TagGroup.used(tags);
        while (used != 0) {
            final int last = last(used);
            final int idle = Math.max(0, now - FlowEntry.tickOf(words[last - 1]));
            if (idle <= idleTicks[FlowEntry.kindOf(words[last])]) {
                visit(last, (long) idle << FlowStore.TICK_SHIFT, visitor);
            }
            used &= used - 1;
        }
    }

    private void visit(final int last, final long idleNs, final LiveFlowVisitor visitor) {
        final int ports = FlowEntry.portsOf(words[last - 1]);
        final boolean udp = FlowEntry.isUdp(words[last]);
        final int server = FlowEntry.serverOf(words[last]);
        final int first = last + 1 - entryWords;
        if (entryWords * Long.BYTES == FlowEntry.BYTES_6) {
            visitor.flow(words[first], words[first + 1], words[first + 2], words[first + 3], ports, udp, server,
                    idleNs);
        } else {
            visitor.flow(0, Addresses.mapped((int) (words[first] >>> 32)), 0, Addresses.mapped((int) words[first]),
                    ports, udp, server, idleNs);
        }
    }

    /** Adds one to the count of each live entry's server. */
    void count(final int now, final int[] idleTicks, final long[] flowsOfServer) {
        long used = TagGroup.used(tags);
        while (used != 0) {
            final int last = last(used);
            final int server = FlowEntry.serverOf(words[last]);
            if (now - FlowEntry.tickOf(words[last - 1]) <= idleTicks[FlowEntry.kindOf(words[last])]
                    && server < flowsOfServer.length) {
                flowsOfServer[server]++;
            }
            used &= used - 1;
        }
    }

    /** Where the last word of the first used entry is. */
    private int last(final long used) {
        return (TagGroup.first(used) + 1) * entryWords - 1;
    }

    private FlowRecord record(final int last, final int idle) {
        final int ports = FlowEntry.portsOf(words[last - 1]);
        final int first = last + 1 - entryWords;
        final boolean wide = last - first == 5;
        final FlowKey key = new FlowKey(
                FlowEntry.isUdp(words[last]) ? Protocol.UDP : Protocol.TCP,
                wide ? Addresses.ofLongs(words[first], words[first + 1]) : Addresses.ofInt((int) (words[first] >>> 32)),
                ports >>> 16,
                wide ? Addresses.ofLongs(words[first + 2], words[first + 3]) : Addresses.ofInt((int) words[first]),
                ports & 0xffff);
        return new FlowRecord(
                key,
                FlowEntry.serverOf(words[last]),
                FlowEntry.state(words[last]),
                FlowEntry.packetsOf(words[last]),
                (long) idle << FlowStore.TICK_SHIFT,
                Optional.empty());
    }
}

package dev.directrix.jmh;

import dev.directrix.forwarder.flow.FlowState;
import dev.directrix.forwarder.flow.FlowTable;

/** Numbered flows, entered and found as the pipeline does it: in batches that read ahead. */
final class RigFlows {
    static final int BATCH = 64;
    private static final int SERVERS = 1000;
    private static final int STRIDE_PRIME = 15_485_863;

    private final FlowTable table;
    private final long[] hashes = new long[BATCH];
    private final int[] numbers = new int[BATCH];
    private long position;

    RigFlows(final FlowTable table) {
        this.table = table;
    }

    /** Well-mixed bits, as a keyed hash gives them (Steele, Lea and Flood, "Fast Splittable Pseudorandom Numbers"). */
    static long hashOf(final long number) {
        final long first = ((number * 0x9e3779b97f4a7c15L) ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
        final long second = (first ^ (first >>> 27)) * 0x94d049bb133111ebL;
        return second ^ (second >>> 31);
    }

    private static long addressesOf(final int number) {
        return ((long) (0x0a00_0000 + (number >>> 4)) << 32) | 0xc000_020aL;
    }

    private static int portsOf(final int number) {
        return ((1024 + (number & 15)) << 16) | 80;
    }

    /** Enters the flows from a number on, up to another; how many found no room. */
    int enter(final int first, final int end, final FlowState state) {
        int refused = 0;
        for (int from = first; from < end; from += BATCH) {
            final int count = Math.min(BATCH, end - from);
            for (int i = 0; i < count; i++) {
                hashes[i] = hashOf(from + i);
            }
            position += table.prefetch(hashes, count) & 1;
            for (int i = 0; i < count; i++) {
                final int number = from + i;
                final boolean udp = state == FlowState.UDP;
                final long addresses = addressesOf(number);
                if (table.find(addresses, portsOf(number), udp, hashes[i], table.likely(i)) == FlowTable.ABSENT
                        && !table.insert(addresses, portsOf(number), state, hashes[i], number % SERVERS)) {
                    refused++;
                }
            }
        }
        return refused;
    }

    /** A packet each of a batch of the flows below a number, in an order that no cache foresees; how many had one. */
    int touchBatch(final int flows) {
        for (int i = 0; i < BATCH; i++) {
            position = (position + STRIDE_PRIME) % flows;
            numbers[i] = (int) position;
            hashes[i] = hashOf(position);
        }
        position += table.prefetch(hashes, BATCH) & 1;
        int found = 0;
        for (int i = 0; i < BATCH; i++) {
            final int entry = table.find(
                    addressesOf(numbers[i]), portsOf(numbers[i]), false, hashes[i], table.likely(i));
            if (entry != FlowTable.ABSENT && table.serverOf(entry) == numbers[i] % SERVERS) {
                table.touch(entry, false);
                found++;
            }
        }
        return found;
    }

    /** What {@link #touchBatch} costs without the table. */
    long numbersOnly(final int flows) {
        long sum = 0;
        for (int i = 0; i < BATCH; i++) {
            position = (position + STRIDE_PRIME) % flows;
            numbers[i] = (int) position;
            hashes[i] = hashOf(position);
            sum += hashes[i];
        }
        return sum;
    }
}

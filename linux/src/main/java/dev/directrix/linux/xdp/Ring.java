package dev.directrix.linux.xdp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * One of the four single-producer, single-consumer rings that a socket shares with the kernel. The producer publishes
 * entries by a store-release of its index and the consumer returns slots by a store-release of its own; each reads the
 * other's index by a load-acquire, and only when its cached copy says that nothing is left. Single-threaded.
 */
final class Ring {

    private static final VarHandle INDEX = ValueLayout.JAVA_INT.varHandle();
    private static final int NEED_WAKEUP = 1;

    private final MemorySegment memory;
    private final long producerOffset;
    private final long consumerOffset;
    private final long flagsOffset;
    private final MemorySegment entries;
    private final int size;
    private final int mask;
    private int producer;
    private int consumer;

    Ring(final MemorySegment memory, final RingOffsets offsets, final int size, final int entryBytes) {
        this.memory = memory;
        this.producerOffset = offsets.producer();
        this.consumerOffset = offsets.consumer();
        this.flagsOffset = offsets.flags();
        this.entries = memory.asSlice(offsets.entries(), (long) size * entryBytes);
        this.size = size;
        this.mask = size - 1;
        this.producer = (int) INDEX.getAcquire(memory, producerOffset);
        this.consumer = (int) INDEX.getAcquire(memory, consumerOffset);
    }

    MemorySegment entries() {
        return entries;
    }

    int size() {
        return size;
    }

    /** Producer: how many of the wanted slots are free, from {@link #producerSlot} 0 on. */
    int reserve(final int wanted) {
        int free = size - (producer - consumer);
        if (free < wanted) {
            consumer = (int) INDEX.getAcquire(memory, consumerOffset);
            free = size - (producer - consumer);
        }
        return Math.min(free, wanted);
    }

    int producerSlot(final int i) {
        return (producer + i) & mask;
    }

    void publish(final int count) {
        producer += count;
        INDEX.setRelease(memory, producerOffset, producer);
    }

    /** Producer: entries that the kernel has not taken yet. */
    int outstanding() {
        consumer = (int) INDEX.getAcquire(memory, consumerOffset);
        return producer - consumer;
    }

    /** Consumer: how many of the wanted entries are there, from {@link #consumerSlot} 0 on. */
    int available(final int wanted) {
        int ready = producer - consumer;
        if (ready < wanted) {
            producer = (int) INDEX.getAcquire(memory, producerOffset);
            ready = producer - consumer;
        }
        return Math.min(ready, wanted);
    }

    int consumerSlot(final int i) {
        return (consumer + i) & mask;
    }

    void release(final int count) {
        consumer += count;
        INDEX.setRelease(memory, consumerOffset, consumer);
    }

    boolean needsWakeup() {
        return ((int) INDEX.getAcquire(memory, flagsOffset) & NEED_WAKEUP) != 0;
    }
}

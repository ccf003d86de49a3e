package dev.directrix.linux.xdp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Where the parts of one mapped ring lie (struct xdp_ring_offset of XDP_MMAP_OFFSETS). */
record RingOffsets(long producer, long consumer, long entries, long flags) {

    static final int BYTES = 32;

    static RingOffsets read(final MemorySegment offsets, final int ring) {
        final long base = (long) ring * BYTES;
        return new RingOffsets(
                offsets.get(ValueLayout.JAVA_LONG, base),
                offsets.get(ValueLayout.JAVA_LONG, base + 8),
                offsets.get(ValueLayout.JAVA_LONG, base + 16),
                offsets.get(ValueLayout.JAVA_LONG, base + 24));
    }
}

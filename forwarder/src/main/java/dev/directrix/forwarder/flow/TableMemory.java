package dev.directrix.forwarder.flow;

import dev.directrix.linux.CallState;
import dev.directrix.linux.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Zeroed memory outside the heap. From 2 MiB on it asks the kernel for huge pages: a random entry of a large table
 * otherwise costs a miss in the page tables on top of the one in the cache.
 */
final class TableMemory {
    private static final long HUGE_PAGE_BYTES = 2L << 20;
    private static final long PAGE_BYTES = 4096;
    private static final int CACHE_LINE_BYTES = 64;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
    private static final int MADV_HUGEPAGE = 14;

    private TableMemory() {
    }

    /**
     * This many bytes, at a cache line, until the arena is closed.
     *
     * @param present whether all of it shall be there before the first packet; otherwise the kernel gives each page,
     *                if there are 2 MiB or more, when it is first used
     */
    static MemorySegment allocate(final long bytes, final boolean present, final Arena arena) {
        if (bytes < HUGE_PAGE_BYTES) {
            return arena.allocate(bytes, CACHE_LINE_BYTES);
        }
        final long mapped = Math.ceilDiv(bytes, HUGE_PAGE_BYTES) * HUGE_PAGE_BYTES + HUGE_PAGE_BYTES;
        try (Arena scratch = Arena.ofConfined()) {
            final CallState state = new CallState(scratch);
            final long address = Libc.mmap(state, mapped, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
            if (address < 0 && address >= -PAGE_BYTES) {
                return arena.allocate(bytes, CACHE_LINE_BYTES);
            }
            final MemorySegment region =
                    MemorySegment.ofAddress(address).reinterpret(mapped, arena, TableMemory::unmap);
            final long start = Math.ceilDiv(address, HUGE_PAGE_BYTES) * HUGE_PAGE_BYTES - address;
            final MemorySegment memory = region.asSlice(start, bytes, CACHE_LINE_BYTES);
            // A kernel without transparent huge pages refuses; the memory is as good, only slower.
            Libc.madvise(state, region.asSlice(start, mapped - HUGE_PAGE_BYTES), MADV_HUGEPAGE);
            return present ? memory.fill((byte) 0) : memory;
        }
    }

    private static void unmap(final MemorySegment region) {
        try (Arena scratch = Arena.ofConfined()) {
            Libc.munmap(new CallState(scratch), region);
        }
    }
}

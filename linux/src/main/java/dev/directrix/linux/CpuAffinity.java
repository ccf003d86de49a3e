package dev.directrix.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Binds the calling platform thread to CPUs. Meaningless on a virtual thread, which changes its carrier. */
public final class CpuAffinity {

    private static final int MAX_CPUS = 1024;

    private CpuAffinity() {
    }

    /**
     * Lets the calling thread run on one CPU only.
     *
     * @throws LinuxException when this process may not use that CPU
     */
    public static void pinCurrentThread(final int cpu) {
        if (cpu < 0 || cpu >= MAX_CPUS) {
            throw new IllegalArgumentException("CPU " + cpu + " is not within 0.." + (MAX_CPUS - 1));
        }
        try (Arena arena = Arena.ofConfined()) {
            final CallState state = new CallState(arena);
            final MemorySegment mask = arena.allocate(MAX_CPUS / Byte.SIZE, Long.BYTES);
            mask.set(ValueLayout.JAVA_LONG, cpu / Long.SIZE * (long) Long.BYTES, 1L << (cpu % Long.SIZE));
            LinuxException.check("bind thread to CPU " + cpu, Libc.schedSetAffinity(state, mask));
        }
    }
}

package dev.directrix.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;

/**
 * Room for the errno of one call at a time. Whoever calls the kernel often keeps one, so that a call allocates nothing.
 * Lives as long as its arena. Not thread-safe: one per thread, or guarded like the object that owns it.
 */
public final class CallState {

    private static final StructLayout LAYOUT = Linker.Option.captureStateLayout();
    private static final long ERRNO_OFFSET = LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private final MemorySegment segment;

    /** A state in this arena's memory. */
    public CallState(final Arena arena) {
        segment = arena.allocate(LAYOUT);
    }

    MemorySegment segment() {
        return segment;
    }

    int errno() {
        return segment.get(ValueLayout.JAVA_INT, ERRNO_OFFSET);
    }

    int result(final int returned) {
        return returned < 0 ? -errno() : returned;
    }

    long result(final long returned) {
        return returned < 0 ? -errno() : returned;
    }
}

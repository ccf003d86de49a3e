package dev.directrix.linux.socket;

import dev.directrix.linux.CallState;
import dev.directrix.linux.Errno;
import dev.directrix.linux.Libc;
import dev.directrix.linux.LinuxException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A fixed set of descriptors to wait for (poll(2)). Waiting allocates nothing. Single-threaded. */
public final class PollSet implements AutoCloseable {

    /** Waits without a limit. */
    public static final int FOREVER = -1;

    private static final short POLLIN = 1;
    private static final int ENTRY_BYTES = 8;
    private static final int EVENTS_OFFSET = 4;
    private static final int RETURNED_OFFSET = 6;

    private final Arena arena = Arena.ofShared();
    private final CallState state = new CallState(arena);
    private final MemorySegment entries;

    private PollSet(final int... descriptors) {
        entries = arena.allocate((long) descriptors.length * ENTRY_BYTES, Integer.BYTES);
        for (int i = 0; i < descriptors.length; i++) {
            entries.set(ValueLayout.JAVA_INT, (long) i * ENTRY_BYTES, descriptors[i]);
            entries.set(ValueLayout.JAVA_SHORT, (long) i * ENTRY_BYTES + EVENTS_OFFSET, POLLIN);
        }
    }

    /** Waits for any of these to be readable. */
    public static PollSet forReading(final int... descriptors) {
        return new PollSet(descriptors);
    }

    /**
     * Waits.
     *
     * @param timeoutMs how long at most, 0 not at all, {@link #FOREVER}
     * @return how many are ready; 0 also when a signal ended the wait
     */
    public int await(final int timeoutMs) {
        final int result = Libc.poll(state, entries, timeoutMs);
        if (result == -Errno.EINTR.number()) {
            return 0;
        }
        return LinuxException.check("poll", result);
    }

    /** Whether the i-th descriptor was readable, closed or in error when {@link #await} returned. */
    public boolean ready(final int i) {
        return entries.get(ValueLayout.JAVA_SHORT, (long) i * ENTRY_BYTES + RETURNED_OFFSET) != 0;
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}

package dev.directrix.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The limit on locked memory (RLIMIT_MEMLOCK). The kernel charges a UMEM to it unless the process has
 * {@link Capability#IPC_LOCK}; BPF maps count since Linux 5.11 against the memory cgroup instead.
 */
public final class MemoryLock {

    /** The limit's value when there is no limit. */
    public static final long UNLIMITED = -1;

    private static final int RLIMIT_MEMLOCK = 8;

    private MemoryLock() {
    }

    /** The soft limit in bytes, or {@link #UNLIMITED}. */
    public static long limitBytes() {
        try (Arena arena = Arena.ofConfined()) {
            final CallState state = new CallState(arena);
            final MemorySegment limit = arena.allocate(ValueLayout.JAVA_LONG, 2);
            LinuxException.check("getrlimit(RLIMIT_MEMLOCK)", Libc.getrlimit(state, RLIMIT_MEMLOCK, limit));
            return limit.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /** Whether this many bytes can be locked now, by the limit or by privilege. */
    public static boolean allows(final long bytes) {
        final long limit = limitBytes();
        return limit == UNLIMITED || limit >= bytes || Capability.effective().contains(Capability.IPC_LOCK);
    }

    /**
     * Sets the soft and hard limit of this process.
     *
     * @param bytes the limit, or {@link #UNLIMITED}
     * @throws LinuxException when that exceeds the hard limit and {@link Capability#SYS_RESOURCE} is missing
     */
    public static void raise(final long bytes) {
        try (Arena arena = Arena.ofConfined()) {
            final CallState state = new CallState(arena);
            final MemorySegment limit = arena.allocateFrom(ValueLayout.JAVA_LONG, bytes, bytes);
            LinuxException.check("setrlimit(RLIMIT_MEMLOCK)", Libc.setrlimit(state, RLIMIT_MEMLOCK, limit));
        }
    }
}

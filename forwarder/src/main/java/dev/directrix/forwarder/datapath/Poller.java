package dev.directrix.forwarder.datapath;

import dev.directrix.linux.CallState;
import dev.directrix.linux.Errno;
import dev.directrix.linux.Libc;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.OwnedFd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Lets a worker sleep in poll(2) until a frame arrives or somebody wakes it. One thread watches and waits; any thread
 * may {@link #wake()}.
 */
final class Poller implements AutoCloseable {

    private static final int EFD_CLOEXEC_NONBLOCK = 0x80000 | 0x800;
    private static final short POLLIN = 1;
    private static final long POLLFD_BYTES = 8;

    private final Arena arena = Arena.ofShared();
    private final CallState state = new CallState(arena);
    private final MemorySegment counter = arena.allocate(ValueLayout.JAVA_LONG);
    private final OwnedFd event;
    private final MemorySegment entries;
    private MemorySegment watched;

    /**
     * Watches nothing but {@link #wake()} yet.
     *
     * @param capacity most descriptors that will be watched
     */
    Poller(final int capacity) {
        event = new OwnedFd(LinuxException.check("open eventfd", Libc.eventfd(state, 0, EFD_CLOEXEC_NONBLOCK)));
        entries = arena.allocate(POLLFD_BYTES * (capacity + 1), Integer.BYTES);
        set(0, event.number());
        watched = entries.asSlice(0, POLLFD_BYTES);
    }

    /** Watches the first count of these descriptors instead of the former ones. */
    void watch(final int[] fds, final int count) {
        for (int i = 0; i < count; i++) {
            set(i + 1, fds[i]);
        }
        watched = entries.asSlice(0, POLLFD_BYTES * (count + 1));
    }

    /** Sleeps until a descriptor is readable, {@link #wake()} is called, or the time is over. */
    void await(final int timeoutMs) {
        final int ready = Libc.poll(state, watched, timeoutMs);
        if (ready < 0 && ready != -Errno.EINTR.number()) {
            throw new LinuxException("poll the worker's sockets", -ready);
        }
        if (ready > 0 && (watched.get(ValueLayout.JAVA_SHORT, 6) & POLLIN) != 0) {
            Libc.read(state, event.number(), counter);
        }
    }

    /** Ends the current or next {@link #await}. */
    void wake() {
        try (Arena scratch = Arena.ofConfined()) {
            Libc.write(new CallState(scratch), event.number(), scratch.allocateFrom(ValueLayout.JAVA_LONG, 1L));
        }
    }

    @Override
    public void close() {
        event.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    /** struct pollfd: fd, events, revents. */
    private void set(final int index, final int fd) {
        entries.set(ValueLayout.JAVA_INT, index * POLLFD_BYTES, fd);
        entries.set(ValueLayout.JAVA_SHORT, index * POLLFD_BYTES + 4, POLLIN);
    }
}

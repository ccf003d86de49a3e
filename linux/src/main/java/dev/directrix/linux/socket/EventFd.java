package dev.directrix.linux.socket;

import dev.directrix.linux.CallState;
import dev.directrix.linux.Errno;
import dev.directrix.linux.Libc;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.OwnedFd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A descriptor by which any thread wakes one that polls (eventfd(2)). Thread-safe. */
public final class EventFd implements AutoCloseable {

    private static final int EFD_CLOEXEC_NONBLOCK = 0x80000 | 0x800;

    private final OwnedFd fd;

    private EventFd(final OwnedFd fd) {
        this.fd = fd;
    }

    /** A new one that is not signalled. */
    public static EventFd open() {
        try (Arena arena = Arena.ofConfined()) {
            return new EventFd(new OwnedFd(LinuxException.check("open eventfd",
                    Libc.eventfd(new CallState(arena), 0, EFD_CLOEXEC_NONBLOCK))));
        }
    }

    /** The descriptor to poll for reading. */
    public int fd() {
        return fd.number();
    }

    /** Makes it readable until {@link #drain()}. */
    public void signal() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1L);
            final long result = Libc.write(new CallState(arena), fd.number(), one);
            // EAGAIN: the counter is full, so it is readable anyway.
            if (result != -Errno.EAGAIN.number()) {
                LinuxException.check("signal eventfd", result);
            }
        }
    }

    /**
     * Makes it unreadable.
     *
     * @return how many signals there were since the last time
     */
    public long drain() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
            final long result = Libc.read(new CallState(arena), fd.number(), count);
            if (result == -Errno.EAGAIN.number()) {
                return 0;
            }
            LinuxException.check("read eventfd", result);
            return count.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}

package dev.directrix.linux;

import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicInteger;

/** A file descriptor that is closed once, by its owner. Thread-safe. */
public final class OwnedFd implements AutoCloseable {

    private static final int CLOSED = -1;

    private final AtomicInteger fd;

    /** Takes over an open descriptor. */
    public OwnedFd(final int fd) {
        this.fd = new AtomicInteger(fd);
    }

    /**
     * The descriptor's number.
     *
     * @throws IllegalStateException when it is closed
     */
    public int number() {
        final int number = fd.get();
        if (number == CLOSED) {
            throw new IllegalStateException("file descriptor is closed");
        }
        return number;
    }

    /** Closes it; a second call does nothing. */
    @Override
    public void close() {
        final int number = fd.getAndSet(CLOSED);
        if (number != CLOSED) {
            try (Arena arena = Arena.ofConfined()) {
                LinuxException.check("close", Libc.close(new CallState(arena), number));
            }
        }
    }
}

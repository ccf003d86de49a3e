package dev.directrix.linux.bpf;

import dev.directrix.linux.OwnedFd;

/**
 * An attachment that lasts as long as its descriptor: {@link #close()}, or the end of the process however it ends,
 * detaches the program.
 */
public final class BpfLink implements AutoCloseable {

    private final OwnedFd fd;

    BpfLink(final int fd) {
        this.fd = new OwnedFd(fd);
    }

    /** The link's descriptor. */
    public int fd() {
        return fd.number();
    }

    /** Detaches; a second call does nothing. */
    @Override
    public void close() {
        fd.close();
    }
}

package dev.directrix.linux;

import java.io.Serial;

/**
 * A refused kernel or libbpf call: what was attempted, the error's name, and where it helps, what to do about it.
 */
public class LinuxException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * A failed call.
     *
     * @param operation what was attempted, as an engineer would say it: "bind AF_XDP socket to interface 3 queue 0"
     * @param errno     positive error number
     */
    public LinuxException(final String operation, final int errno) {
        this(operation, errno, "");
    }

    /**
     * A failed call with advice or further detail behind the error's name.
     *
     * @param detail what to do, or what the kernel said besides; empty when there is nothing to add
     */
    public LinuxException(final String operation, final int errno, final String detail) {
        super(operation + ": " + Errno.describe(errno) + (detail.isBlank() ? "" : ": " + detail.strip()));
        this.errno = errno;
    }

    /** A failure that has no error number, such as a missing library. */
    public LinuxException(final String message) {
        super(message);
        this.errno = 0;
    }

    /** A failure that has no error number, with its cause. */
    public LinuxException(final String message, final Throwable cause) {
        super(message, cause);
        this.errno = 0;
    }

    /** The positive error number, 0 when there is none. */
    public int errno() {
        return errno;
    }

    /** Whether the call failed with this error. */
    public boolean is(final Errno expected) {
        return errno == expected.number();
    }

    /**
     * Passes a result on, or throws when it is a negative error number.
     *
     * @param operation what was attempted
     * @param result    a result in the kernel's convention: negative is an error number
     * @return the result, not negative
     */
    public static int check(final String operation, final int result) {
        if (result < 0) {
            throw new LinuxException(operation, -result);
        }
        return result;
    }

    /** As {@link #check(String, int)} for calls that return a long. */
    public static long check(final String operation, final long result) {
        if (result < 0) {
            throw new LinuxException(operation, (int) -result);
        }
        return result;
    }
}

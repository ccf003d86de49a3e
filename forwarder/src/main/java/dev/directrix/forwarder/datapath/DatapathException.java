package dev.directrix.forwarder.datapath;

/** The datapath cannot be opened or changed. The message is one line that says what is wrong and what to do. */
public final class DatapathException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure that is its own explanation. */
    public DatapathException(final String message) {
        super(message);
    }

    /** A failure that the kernel reported. */
    public DatapathException(final String message, final Throwable cause) {
        super(message, cause);
    }
}

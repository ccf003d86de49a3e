package dev.directrix.lab.topology;

/** A topology file that cannot be used; the message begins with {@code file:line:column}. */
public final class TopologyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TopologyException(Position at, String message) {
        super(at + ": " + message);
    }

    public TopologyException(Position at, String message, Throwable cause) {
        super(at + ": " + message, cause);
    }
}

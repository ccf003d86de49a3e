package dev.directrix.lab.topology;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A topology file that cannot be used; the message begins with {@code file:line:column}. */
public final class TopologyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TopologyException(Position at, String message) {
        super(at + ": " + message);
    }

    public TopologyException(Position at, String message, Throwable cause) {
        super(at + ": " + message, cause);
    }

    /** For a file that cannot even be read. */
    public static TopologyException unreadable(Path file, IOException e) {
        String why = e instanceof NoSuchFileException ? "there is no such file" : "cannot be read: " + e.getMessage();
        return new TopologyException(new Position(file, 1, 1), why, e);
    }
}

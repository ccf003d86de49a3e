package dev.directrix.lab.topology;

import java.nio.file.Path;

/** A place in a topology file, printed as {@code file:line:column} with both counted from one. */
public record Position(Path file, int line, int column) {

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}

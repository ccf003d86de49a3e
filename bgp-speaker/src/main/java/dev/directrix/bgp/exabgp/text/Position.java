package dev.directrix.bgp.exabgp.text;

/**
 * A place in a configuration file or a command.
 *
 * @param line   line, from 1
 * @param column column, from 1, counted in characters
 */
public record Position(int line, int column) implements Comparable<Position> {

    /** The start of a text. */
    public static final Position START = new Position(1, 1);

    @Override
    public int compareTo(final Position other) {
        return line == other.line ? Integer.compare(column, other.column) : Integer.compare(line, other.line);
    }

    @Override
    public String toString() {
        return line + ":" + column;
    }
}

package dev.directrix.director.config;

/**
 * One thing that is wrong with a configuration, or one warning about it.
 *
 * @param file     the file as the user named it
 * @param position where in it
 * @param message  what is wrong; what to do
 */
public record ConfigError(String file, Position position, String message) implements Comparable<ConfigError> {

    @Override
    public int compareTo(final ConfigError other) {
        final int byPlace = position.compareTo(other.position);
        return byPlace != 0 ? byPlace : message.compareTo(other.message);
    }

    /** {@code file:line:column: warning: message}. */
    public String toWarning() {
        return file + ":" + position + ": warning: " + message;
    }

    /** {@code file:line:column: message}. */
    @Override
    public String toString() {
        return file + ":" + position + ": " + message;
    }
}

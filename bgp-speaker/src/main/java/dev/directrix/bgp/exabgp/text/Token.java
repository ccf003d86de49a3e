package dev.directrix.bgp.exabgp.text;

/**
 * A word of a configuration file or a command; brackets and commas outside quotes are words of their own.
 *
 * @param text     the word, without its quotes and with its escapes resolved
 * @param kind     what it is to the grammar
 * @param glued    whether it follows the word before it without a space
 * @param position where it starts
 */
public record Token(String text, Kind kind, boolean glued, Position position) {

    /** What a word is to the grammar. */
    public enum Kind {
        /** A word, a bracket or a comma. */
        PLAIN,
        /** A word with quotes around some of it, so that it is no bracket and no keyword. */
        QUOTED,
        /** A semicolon or a brace that ends a statement. */
        TERMINATOR
    }

    /** Whether this is the given bracket or keyword. */
    public boolean is(final String word) {
        return kind != Kind.QUOTED && text.equals(word);
    }

    /** The word as an error message shows it: short and in quotes. */
    public String shown() {
        return shown(text);
    }

    /** A text as an error message shows it. */
    static String shown(final String text) {
        final String plain = text.length() > 60 ? text.substring(0, 57) + "..." : text;
        final StringBuilder shown = new StringBuilder("'");
        plain.chars().forEach(c -> shown.append(c < ' ' || c == 0x7f ? '?' : (char) c));
        return shown.append('\'').toString();
    }

    @Override
    public String toString() {
        return text;
    }
}

package dev.directrix.bgp.exabgp.api;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The words of a command, read from left to right. Brackets, parentheses and commas are words. Not thread-safe. */
final class Words {

    private static final Pattern SEPARATORS = Pattern.compile("([\\[\\](),;])");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final List<String> words;
    private int at;

    private Words(final List<String> words) {
        this.words = words;
    }

    static Words of(final String line) {
        final String spread = SEPARATORS.matcher(line).replaceAll(" $1 ").strip();
        return new Words(spread.isEmpty() ? List.of() : Arrays.asList(BLANKS.split(spread)));
    }

    boolean isEmpty() {
        return at == words.size();
    }

    /** The next word, without taking it; empty at the end. */
    String peek() {
        return isEmpty() ? "" : words.get(at);
    }

    /** Takes the next word if it is this one. */
    boolean next(final String word) {
        if (peek().equals(word)) {
            at++;
            return true;
        }
        return false;
    }

    /** Takes the next word, whatever it is. */
    String take(final String what) {
        require(what);
        return words.get(at++);
    }

    void require(final String what) {
        if (isEmpty()) {
            throw new ApiException(what + " is missing at the end");
        }
    }

    /** Refuses words that are left over. */
    void end() {
        if (!isEmpty()) {
            throw new ApiException("'" + peek() + "' is not expected");
        }
    }

    /** All words that are left, with a blank between; takes them. */
    String rest() {
        final String rest = String.join(" ", words.subList(at, words.size()));
        at = words.size();
        return rest;
    }

    /** Words left, from here. */
    List<String> left() {
        return List.copyOf(words.subList(at, words.size()));
    }

    /** The last word; empty if there is none. */
    String last() {
        return isEmpty() ? "" : words.getLast();
    }

    /** The same without the last word. */
    Words withoutLast() {
        final Words shorter = new Words(words.subList(0, words.size() - 1));
        shorter.at = at;
        return shorter;
    }
}

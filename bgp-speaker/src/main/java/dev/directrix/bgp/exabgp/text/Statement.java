package dev.directrix.bgp.exabgp.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Words up to a semicolon, or up to braces with statements between them.
 *
 * @param words the words, at least one
 * @param block what stands between the braces; empty if the statement ends with a semicolon
 * @param end   where the semicolon or the opening brace is
 */
public record Statement(List<Token> words, Optional<List<Statement>> block, Position end) {

    /** Freezes the list of words. */
    public Statement {
        words = List.copyOf(words);
    }

    /** The first word. */
    public Token keyword() {
        return words.get(0);
    }

    /** A reader of everything behind the first word. */
    public TokenReader arguments() {
        return new TokenReader(words.subList(1, words.size()), end);
    }

    /** A reader of everything behind the first word, with the words of the block behind them. */
    public TokenReader flattened() {
        final List<Token> all = new ArrayList<>(words.subList(1, words.size()));
        block.ifPresent(inner -> inner.forEach(statement -> all.addAll(statement.words())));
        return new TokenReader(all, end);
    }
}

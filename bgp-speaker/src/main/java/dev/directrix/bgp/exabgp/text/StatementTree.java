package dev.directrix.bgp.exabgp.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Puts the words of a file together to statements. Depth and number of problems are bounded, whatever the text. */
public final class StatementTree {

    /** The deepest nesting that is read; the grammar needs five. */
    public static final int MAX_DEPTH = 16;

    private final List<TextException> problems = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private List<Statement> current = new ArrayList<>();
    private List<Token> words = new ArrayList<>();
    private int skipped;

    private StatementTree() {
    }

    /**
     * A whole file.
     *
     * @param statements what it says, in its order
     * @param problems   what is wrong with its form, in its order
     */
    public record Parsed(List<Statement> statements, List<TextException> problems) {
    }

    /** A block that is not closed yet, and the statements of the one around it. */
    private record Open(List<Token> words, Position brace, List<Statement> around) {
    }

    /** The statements of a file. */
    public static Parsed parse(final String text) {
        final Lexer.Words lexed = Lexer.ofFile(text);
        return new StatementTree().build(lexed);
    }

    private Parsed build(final Lexer.Words lexed) {
        for (final Token token : lexed.tokens()) {
            if (token.kind() != Token.Kind.TERMINATOR) {
                words.add(token);
                continue;
            }
            switch (token.text()) {
                case ";" -> end(token);
                case "{" -> openBlock(token);
                default -> closeBlock(token);
            }
        }
        while (!open.isEmpty()) {
            final Open block = open.peek();
            problems.add(new TextException(block.brace(), "the '{' of " + block.words().get(0).shown()
                + " is never closed: add '}' where the section ends"));
            close();
        }
        final List<TextException> all = new ArrayList<>(lexed.problems());
        all.addAll(problems);
        all.sort(Comparator.comparing(TextException::position));
        return new Parsed(current, all);
    }

    private void end(final Token token) {
        if (words.isEmpty()) {
            // ExaBGP trips over an empty statement; it can mean nothing else than nothing.
            return;
        }
        if (skipped == 0) {
            current.add(new Statement(words, Optional.empty(), token.position()));
        }
        words = new ArrayList<>();
    }

    private void openBlock(final Token brace) {
        if (skipped > 0 || open.size() == MAX_DEPTH) {
            if (skipped == 0) {
                problems.add(new TextException(brace.position(), "sections nest deeper than " + MAX_DEPTH));
            }
            skipped++;
            words = new ArrayList<>();
            return;
        }
        if (words.isEmpty()) {
            problems.add(new TextException(brace.position(), "no keyword stands before '{'"));
            words.add(new Token("{", Token.Kind.QUOTED, false, brace.position()));
        }
        open.push(new Open(words, brace.position(), current));
        current = new ArrayList<>();
        words = new ArrayList<>();
    }

    private void closeBlock(final Token brace) {
        if (!words.isEmpty()) {
            problems.add(new TextException(brace.position(), words.get(0).shown()
                + " is not ended before '}': add ';'"));
            end(brace);
        }
        if (skipped > 0) {
            skipped--;
        } else if (open.isEmpty()) {
            problems.add(new TextException(brace.position(), "no section is open here: remove '}'"));
        } else {
            close();
        }
    }

    private void close() {
        final Open block = open.pop();
        final Statement statement = new Statement(block.words(), Optional.of(current), block.brace());
        current = block.around();
        current.add(statement);
    }
}

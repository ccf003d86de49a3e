package dev.directrix.bgp.exabgp.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into words as ExaBGP does: blanks separate, {@code #} starts a comment, single or double quotes keep
 * blanks together, a backslash takes the next character as it is (or means what it means in JSON), and one at the end
 * of a line joins it with the next. A word in which quotes end is complete. Runs in time and space linear in the text.
 *
 * <p>Differs from ExaBGP where that could only fail: the other kind of quote inside quotes is a plain character, and
 * so is an escaped quote, brace or semicolon.
 */
public final class Lexer {

    private static final String NOT_ENDED =
        "the statement is not ended on its line: add ';' or '{', or '\\' to go on in the next line";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private final List<TextException> problems = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private int at;
    private int line = 1;
    private int lineStart;
    private boolean inWord;
    private boolean quoted;
    private boolean glued;
    private Position wordStart = Position.START;
    private int depth;
    private int lineFirstToken;
    /** The line has a problem already from which others follow. */
    private boolean broken;

    private Lexer(final String text) {
        this.text = text;
    }

    /**
     * All words of a file, with {@code ;}, <code>{</code> and <code>}</code> as words of their own.
     *
     * @param tokens   the words
     * @param problems what is wrong between them, in the order of the text
     * @param end      where the text ends
     */
    public record Words(List<Token> tokens, List<TextException> problems, Position end) {
    }

    /** Cuts up a whole file, in which a statement ends on the line on which it starts. */
    public static Words ofFile(final String text) {
        final Lexer lexer = new Lexer(text);
        lexer.run(true);
        return new Words(lexer.tokens, lexer.problems, lexer.here());
    }

    /**
     * Cuts up a command of one line, which needs no semicolon.
     *
     * @throws TextException if a quote is not closed
     */
    public static Words ofCommand(final String text) {
        final Lexer lexer = new Lexer(text);
        lexer.run(false);
        if (!lexer.problems.isEmpty()) {
            throw lexer.problems.get(0);
        }
        return new Words(lexer.tokens, List.of(), lexer.here());
    }

    private void run(final boolean statements) {
        while (at < text.length()) {
            final char c = text.charAt(at);
            switch (c) {
                case '\n' -> {
                    endLine(statements);
                    newLine();
                }
                case ' ', '\t', '\r', '\f' -> {
                    endWord();
                    at++;
                }
                case '#' -> comment();
                case ';', '{', '}' -> terminator(c);
                case ',', '[', ']' -> punctuation(c);
                case '"', '\'' -> quote(c);
                case '\\' -> escape();
                default -> {
                    startWord();
                    word.append(c);
                    at++;
                }
            }
        }
        endLine(statements);
    }

    private void endLine(final boolean statements) {
        endWord();
        depth = 0;
        if (statements && tokens.size() > lineFirstToken && !isTerminator(tokens.get(tokens.size() - 1))) {
            if (!broken) {
                problems.add(new TextException(here(), NOT_ENDED));
            }
            // Go on as if it had been there: what follows is then judged as it was meant.
            tokens.add(new Token(";", Token.Kind.TERMINATOR, false, here()));
        }
        lineFirstToken = tokens.size();
        broken = false;
    }

    private void newLine() {
        at++;
        line++;
        lineStart = at;
    }

    private void comment() {
        endWord();
        while (at < text.length() && text.charAt(at) != '\n') {
            if (text.charAt(at) == '\\' && joinsLines()) {
                skipJoint();
            } else {
                at++;
            }
        }
    }

    private void terminator(final char c) {
        if (c != ';' && depth > 0) {
            // Inside a list braces mark a confederation's part of an AS path.
            punctuation(c);
            return;
        }
        endWord();
        tokens.add(new Token(String.valueOf(c), Token.Kind.TERMINATOR, false, here()));
        depth = 0;
        at++;
    }

    private void punctuation(final char c) {
        final boolean follows = inWord;
        endWord();
        if (c == '[') {
            depth++;
        } else if (c == ']' && depth > 0) {
            depth--;
        }
        tokens.add(new Token(String.valueOf(c), Token.Kind.PLAIN, follows || followsToken(), here()));
        at++;
    }

    private void quote(final char mark) {
        startWord();
        quoted = true;
        final Position start = here();
        at++;
        while (at < text.length() && text.charAt(at) != mark) {
            final char c = text.charAt(at);
            if (c == '\n') {
                break;
            }
            if (c == '\\') {
                escape();
            } else {
                word.append(c);
                at++;
            }
        }
        if (at == text.length() || text.charAt(at) == '\n') {
            problems.add(new TextException(start, "the quote is not closed on its line: add " + mark));
            broken = true;
        } else {
            at++;
        }
        endWord();
    }

    private void escape() {
        if (joinsLines()) {
            skipJoint();
            return;
        }
        startWord();
        at++;
        final char c = text.charAt(at);
        if (c == 'u') {
            unicode();
            return;
        }
        word.append(switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        });
        at++;
    }

    private void unicode() {
        int value = 0;
        int digits = 0;
        while (digits < 4 && at + 1 + digits < text.length()) {
            final char c = text.charAt(at + 1 + digits);
            final int digit = Character.digit(c, 16);
            if (digit < 0 || c > 'f') {
                break;
            }
            value = value << 4 | digit;
            digits++;
        }
        if (digits == 4) {
            word.append((char) value);
        } else {
            problems.add(new TextException(here(), "\\u needs four hexadecimal digits, as in \\u0041"));
        }
        at += 1 + digits;
    }

    /** Whether nothing but blanks follows the backslash on its line. */
    private boolean joinsLines() {
        int next = at + 1;
        while (next < text.length() && isBlank(text.charAt(next))) {
            next++;
        }
        return next >= text.length() || text.charAt(next) == '\n';
    }

    private void skipJoint() {
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
        if (at < text.length()) {
            newLine();
        }
    }

    private void startWord() {
        if (!inWord) {
            inWord = true;
            wordStart = here();
            glued = followsToken();
        }
    }

    private void endWord() {
        if (inWord) {
            tokens.add(new Token(
                word.toString(), quoted ? Token.Kind.QUOTED : Token.Kind.PLAIN, glued, wordStart));
            word.setLength(0);
            inWord = false;
            quoted = false;
        }
    }

    /** Whether the character before this one belongs to a word that is complete. */
    private boolean followsToken() {
        return at > lineStart && !tokens.isEmpty() && !isBlank(text.charAt(at - 1))
            && !isTerminator(tokens.get(tokens.size() - 1));
    }

    private Position here() {
        return new Position(line, at - lineStart + 1);
    }

    private static boolean isBlank(final char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\f';
    }

    private static boolean isTerminator(final Token token) {
        return token.kind() == Token.Kind.TERMINATOR;
    }
}

package dev.directrix.bgp.exabgp.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LexerTest {

    @Test
    void shouldSeparateWordsByBlanksAndBrackets() {
        assertThat(words("a  b\tc[d,e];")).containsExactly("a", "b", "c", "[", "d", ",", "e", "]", ";");
    }

    @Test
    void shouldKeepBlanksBetweenQuotesOfEitherKind() {
        assertThat(words("run \"a b\" 'c \"d' \"\";")).containsExactly("run", "a b", "c \"d", "", ";");
    }

    @Test
    void shouldLeaveOutComments() {
        assertThat(words("a; # b;\n#c\n\td;")).containsExactly("a", ";", "d", ";");
    }

    @Test
    void shouldTakeHashInsideQuotesAsText() {
        assertThat(words("a \"b # c\";")).containsExactly("a", "b # c", ";");
    }

    @Test
    void shouldJoinLinesAtBackslash() {
        assertThat(words("run a \\\n   b \\  \n c;")).containsExactly("run", "a", "b", "c", ";");
    }

    @Test
    void shouldResolveEscapesAsJsonDoes() {
        assertThat(words("a \"x\\ty\\u0041\\\"\\\\\" \\;b;")).containsExactly("a", "x\tyA\"\\", ";b", ";");
    }

    @Test
    void shouldMarkWordsThatFollowWithoutBlank() {
        final List<Token> tokens = Lexer.ofFile("run --a=1,2 [x];").tokens();
        assertThat(tokens.stream().filter(Token::glued).map(Token::text)).containsExactly(",", "2", "x", "]");
    }

    @Test
    void shouldTellLineAndColumnOfEachWord() {
        final List<Token> tokens = Lexer.ofFile("a b;\n  \"c d\" {\n}").tokens();
        assertThat(tokens.stream().map(token -> token.position().toString()))
            .containsExactly("1:1", "1:3", "1:4", "2:3", "2:9", "3:1");
    }

    @Test
    void shouldTakeBracesInsideBracketsAsWords() {
        assertThat(Lexer.ofFile("p [ { 1 } ];").tokens().stream()
            .filter(token -> token.kind() == Token.Kind.TERMINATOR).map(Token::text)).containsExactly(";");
    }

    @Test
    void shouldComplainAboutOpenQuoteWhereItStarts() {
        assertThat(Lexer.ofFile("a \"b;\nc;").problems()).singleElement().satisfies(problem ->
            assertThat(problem.position() + " " + problem.getMessage()).startsWith("1:3 the quote is not closed"));
    }

    @Test
    void shouldComplainAboutStatementWithoutEndOnItsLine() {
        assertThat(Lexer.ofFile("a b\nc;").problems()).singleElement().satisfies(problem ->
            assertThat(problem.position() + " " + problem.getMessage()).startsWith("1:4 the statement is not ended"));
    }

    private static List<String> words(final String text) {
        final Lexer.Words words = Lexer.ofFile(text);
        assertThat(words.problems()).isEmpty();
        return words.tokens().stream().map(Token::text).toList();
    }
}

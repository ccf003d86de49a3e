package dev.directrix.director.control.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "0", "-1", "0.0015", "\"\"", "true", "false", "null",
        "[1,[2,{\"a\":[]}],\"x\"]",
        "{\"a\":1,\"b\":{\"c\":null}}", "\"\\\"\\\\\\n\\r\\t\\u0000\\u001f\"", "\"\u00fc \ud83d\ude00\"",
        "9223372036854775807", "1.0E20"})
    void shouldReadAndWriteTheSame(final String text) {
        assertThat(JsonText.compact(JsonText.parse(text))).isEqualTo(text);
        assertThat(JsonText.compact(JsonText.parse(" \t\r\n" + text + " \n"))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "}", "[", "[1,", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
        "{a:1}",
        "{\"a\":1,\"a\":2}", "'a'", "\"a", "\"\\x\"", "\"\\'\"", "\"\\u12g4\"", "\"\\u12\"", "\"\n\"", "\"\u0001\"",
        "01", "1.", ".5", "+1", "-", "1e",
        "NaN", "tru", "nul", "truee", "TRUE", "1 2", "{} {}", "\u00a0{}", "\"\\u\uff11\uff11\uff11\uff11\"",
        "// no\n{}", "{} # no", "{\"a\"=1}", "[1;2]", "[,]", "])}'\n{}"})
    void shouldRefuseWhatIsNotJson(final String text) {
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> JsonText.parse(text))
            .withMessageMatching("not JSON at character \\d+: (?!Use ).+");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "hello           | not JSON at character 1: it is malformed",
        "{\"a\":1        | not JSON at character 7: End of input",
        "{\"a\":1,\"a\":2} | not JSON at character 11: field 'a' is there twice",
        "[1e309]         | not JSON at character 7: a number is too large",
        "[1 2]           | not JSON at character 5: Unterminated array"})
    void shouldTellWhatIsWrongAndWhere(final String text, final String message) {
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> JsonText.parse(text)).withMessage(message);
    }

    @Test
    void shouldRefuseWhatIsNestedTooDeep() {
        assertThat(JsonText.parse("[".repeat(32) + "]".repeat(32))).isNotNull();
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> JsonText.parse("[".repeat(100_000)))
            .withMessage("not JSON at character 34: Nesting limit 32 reached");
    }

    @Test
    void shouldReadEscapes() {
        assertThat(JsonText.parse("\"\\u00fc\\/\\b\\f\\ud83d\\ude00\"").getAsString())
            .isEqualTo("\u00fc/\b\f\ud83d\ude00");
    }

    @Test
    void shouldIndentForPeople() {
        assertThat(JsonText.pretty(JsonText.parse("{\"a\":1,\"b\":[\"x\",\"y\"],\"c\":[],\"d\":{}}"))).isEqualTo("""
            {
              "a": 1,
              "b": [
                "x",
                "y"
              ],
              "c": [],
              "d": {}
            }""");
    }
}

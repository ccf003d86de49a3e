package dev.directrix.director.control.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "0", "-1", "1.5e-3", "\"\"", "true", "false", "null",
        "[1,[2,{\"a\":[]}],\"x\"]",
        "{\"a\":1,\"b\":{\"c\":null}}", "\"\\\"\\\\\\n\\r\\t\\u0000\\u007f\"", "\"\u00fc \ud83d\ude00\"",
        "9223372036854775807"})
    void shouldReadAndWriteTheSame(final String text) {
        assertThat(JsonParser.parse(text).toJson()).isEqualTo(text);
        assertThat(JsonParser.parse(" \t\r\n" + text + " \n").toJson()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "}", "[", "[1,", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
        "{a:1}",
        "{\"a\":1,\"a\":2}", "'a'", "\"a", "\"\\x\"", "\"\\u12g4\"", "\"\\u12\"", "\"\n\"", "01", "1.", ".5", "+1",
        "-", "1e",
        "NaN", "tru", "nul", "truee", "1 2", "{} {}", "\u00a0{}", "\"\\u\uff11\uff11\uff11\uff11\""})
    void shouldRefuseWhatIsNotJson(final String text) {
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> JsonParser.parse(text))
            .withMessageMatching("(?s)not JSON at character \\d+: .*");
    }

    @Test
    void shouldRefuseWhatIsNestedTooDeep() {
        assertThat(JsonParser.parse("[".repeat(32) + "]".repeat(32))).isNotNull();
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> JsonParser.parse("[".repeat(100_000)))
            .withMessage("not JSON at character 34: nested deeper than 32");
    }

    @Test
    void shouldReadEscapes() {
        assertThat(JsonParser.parse("\"\\u00fc\\/\\b\\f\\ud83d\\ude00\""))
            .isEqualTo(new JsonValue.Text("\u00fc/\b\f\ud83d\ude00"));
    }

    @Test
    void shouldWriteNumbersWithoutNeedlessDigits() {
        assertThat(JsonValue.Numeral.of(3.0).literal()).isEqualTo("3");
        assertThat(JsonValue.Numeral.of(0.25).literal()).isEqualTo("0.25");
        assertThat(JsonValue.Numeral.of(1e20).literal()).isEqualTo("1.0E20");
        assertThat(JsonParser.parse("1.0E20").toJson()).isEqualTo("1.0E20");
        assertThatIllegalArgumentException().isThrownBy(() -> JsonValue.Numeral.of(Double.NaN));
    }

    @Test
    void shouldIndentForPeople() {
        final JsonObject value = JsonObject.builder().put("a", 1).putTexts("b", List.of("x", "y"))
            .putTexts("c", List.of()).put("d", JsonObject.builder().build()).build();

        assertThat(value.toPrettyJson()).isEqualTo("""
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

    @Test
    void shouldGiveFieldsOfTheKindThatIsAskedFor() {
        final JsonObject in = JsonObject.of(JsonParser.parse(
            "{\"t\":\"x\",\"n\":5,\"r\":1.5,\"f\":true,\"l\":[\"a\"],\"o\":{},\"z\":null,\"big\":5000000000}"));

        assertThat(in.text("t")).isEqualTo("x");
        assertThat(in.number("n")).isEqualTo(5);
        assertThat(in.integer("n")).isEqualTo(5);
        assertThat(in.real("r")).isEqualTo(1.5);
        assertThat(in.flag("f")).isTrue();
        assertThat(in.texts("l")).containsExactly("a");
        assertThat(in.object("o").fields()).isEmpty();
        assertThat(in.optionalText("z")).isEqualTo(Optional.empty());
        assertThat(in.optionalNumber("n")).isEqualTo(OptionalLong.of(5));
        assertThat(in.optionalNumber("none")).isEqualTo(OptionalLong.empty());
        assertThat(in.optionalInteger("none")).isEqualTo(OptionalInt.empty());
        assertThat(in.number("big")).isEqualTo(5_000_000_000L);
        refused(() -> in.text("n"), "field 'n' is not a string");
        refused(() -> in.number("r"), "field 'r' is not a whole number");
        refused(() -> in.integer("big"), "field 'big' is not a number of 32 bits");
        refused(() -> in.flag("t"), "field 't' is not true or false");
        refused(() -> in.list("o"), "field 'o' is not a list");
        refused(() -> in.texts("none"), "field 'none' is missing");
        refused(() -> in.text("z"), "field 'z' is missing");
        refused(() -> JsonObject.of(JsonParser.parse("[]")), "an object is expected");
    }

    private static void refused(final Runnable reading, final String message) {
        assertThatExceptionOfType(JsonException.class).isThrownBy(reading::run).withMessage(message);
    }
}

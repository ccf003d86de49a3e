package dev.directrix.director.control.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class JsonFieldsTest {

    private static final String TEXT = "{\"t\":\"x\",\"n\":5,\"r\":1.5,\"f\":true,\"l\":[\"a\"],\"o\":{},\"z\":null,"
        + "\"big\":5000000000,\"huge\":9223372036854775808,\"whole\":5.0,\"power\":1e3,\"mixed\":[\"a\",1]}";

    private final JsonFields in = JsonFields.of(JsonText.parse(TEXT));

    @Test
    void shouldGiveFieldsOfTheKindThatIsAskedFor() {
        assertThat(in.text("t")).isEqualTo("x");
        assertThat(in.number("n")).isEqualTo(5);
        assertThat(in.integer("n")).isEqualTo(5);
        assertThat(in.real("n")).isEqualTo(5.0);
        assertThat(in.real("r")).isEqualTo(1.5);
        assertThat(in.flag("f")).isTrue();
        assertThat(in.texts("l")).containsExactly("a");
        assertThat(in.object("o").isEmpty()).isTrue();
        assertThat(in.optionalText("t")).isEqualTo(Optional.of("x"));
        assertThat(in.optionalText("z")).isEqualTo(Optional.empty());
        assertThat(in.optionalNumber("n")).isEqualTo(OptionalLong.of(5));
        assertThat(in.optionalNumber("none")).isEqualTo(OptionalLong.empty());
        assertThat(in.optionalInteger("n")).isEqualTo(OptionalInt.of(5));
        assertThat(in.optionalInteger("none")).isEqualTo(OptionalInt.empty());
        assertThat(in.number("big")).isEqualTo(5_000_000_000L);
        assertThat(in.names()).startsWith("t", "n", "r").hasSize(12);
    }

    @Test
    void shouldNameTheFieldThatIsMissingOrOfAnotherKind() {
        refused(() -> in.text("n"), "field 'n' is not a string");
        refused(() -> in.optionalText("n"), "field 'n' is not a string");
        refused(() -> in.number("t"), "field 't' is not a number");
        refused(() -> in.number("r"), "field 'r' is not a whole number");
        refused(() -> in.number("whole"), "field 'whole' is not a whole number");
        refused(() -> in.number("power"), "field 'power' is not a whole number");
        refused(() -> in.number("huge"), "field 'huge' is not a whole number");
        refused(() -> in.integer("big"), "field 'big' is not a number of 32 bits");
        refused(() -> in.real("o"), "field 'o' is not a number");
        refused(() -> in.flag("t"), "field 't' is not true or false");
        refused(() -> in.texts("o"), "field 'o' is not a list");
        refused(() -> in.texts("mixed"), "field 'mixed' is not a list of strings");
        refused(() -> in.object("l"), "field 'l' is not an object");
        refused(() -> in.texts("none"), "field 'none' is missing");
        refused(() -> in.text("z"), "field 'z' is missing");
        refused(() -> JsonFields.of(JsonText.parse("[]")), "an object is expected");
    }

    private static void refused(final Runnable reading, final String message) {
        assertThatExceptionOfType(JsonException.class).isThrownBy(reading::run).withMessage(message);
    }
}

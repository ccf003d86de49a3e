package dev.directrix.director.control.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class JsonBuilderTest {

    @Test
    void shouldKeepFieldsInOrderAndLeaveAbsentOnesOut() {
        assertThat(JsonText.compact(new JsonBuilder().put("t", "x").put("n", Long.MAX_VALUE).put("f", false)
            .put("some", Optional.of("y")).put("none", Optional.empty())
            .put("long", OptionalLong.of(7)).put("noLong", OptionalLong.empty())
            .put("int", OptionalInt.of(8)).put("noInt", OptionalInt.empty())
            .putTexts("l", List.of("a", "b")).put("m", List.of(1, 2), JsonPrimitive::new)
            .put("o", new JsonObject()).build()))
            .isEqualTo("{\"t\":\"x\",\"n\":9223372036854775807,\"f\":false,\"some\":\"y\",\"long\":7,\"int\":8,"
                + "\"l\":[\"a\",\"b\"],\"m\":[1,2],\"o\":{}}");
    }

    @Test
    void shouldWriteNumbersWithoutNeedlessDigits() {
        assertThat(JsonText.compact(
            new JsonBuilder().put("a", 3.0).put("b", 0.25).put("c", 1e20).put("d", -0.5).build()))
            .isEqualTo("{\"a\":3,\"b\":0.25,\"c\":1.0E20,\"d\":-0.5}");
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonBuilder().put("a", Double.NaN))
            .withMessage("NaN has no JSON form");
    }
}

package dev.directrix.director.control.json;

import java.util.List;
import java.util.Objects;

/** Any JSON value. Immutable. */
public sealed interface JsonValue permits JsonObject, JsonValue.Array, JsonValue.Text, JsonValue.Numeral,
    JsonValue.Flag, JsonValue.Null {

    /** Compact text on one line. */
    default String toJson() {
        return new JsonWriter(false).write(this);
    }

    /** Text for people, indented by two blanks. */
    default String toPrettyJson() {
        return new JsonWriter(true).write(this);
    }

    /**
     * A list.
     *
     * @param values its items
     */
    record Array(List<JsonValue> values) implements JsonValue {

        /** Freezes the list. */
        public Array {
            values = List.copyOf(values);
        }
    }

    /**
     * A string.
     *
     * @param value without quotes and escapes
     */
    record Text(String value) implements JsonValue {

        /** Checks that there is one. */
        public Text {
            Objects.requireNonNull(value, "value");
        }
    }

    /**
     * A number, kept as it is written so that nothing is lost.
     *
     * @param literal as RFC 8259 section 6 has it
     */
    record Numeral(String literal) implements JsonValue {

        /** Of a whole number. */
        public static Numeral of(final long value) {
            return new Numeral(Long.toString(value));
        }

        /** Of a finite number. */
        public static Numeral of(final double value) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(value + " has no JSON form");
            }
            return new Numeral(value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value) : Double.toString(value));
        }
    }

    /**
     * True or false.
     *
     * @param value which
     */
    record Flag(boolean value) implements JsonValue {
    }

    /** Nothing. */
    record Null() implements JsonValue {
    }
}

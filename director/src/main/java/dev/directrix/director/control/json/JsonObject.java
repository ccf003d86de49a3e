package dev.directrix.director.control.json;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Fields by name, in their order. The reading methods throw {@link JsonException} when a field is missing or of another
 * kind; fields that nobody asks for are left alone.
 *
 * @param fields by name
 */
public record JsonObject(Map<String, JsonValue> fields) implements JsonValue {

    /** Freezes the fields. */
    public JsonObject {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** Begins an object. */
    public static Builder builder() {
        return new Builder();
    }

    /** A value as an object. */
    public static JsonObject of(final JsonValue value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new JsonException("an object is expected");
    }

    /** The field, unless it is absent or null. */
    public Optional<JsonValue> find(final String name) {
        return Optional.ofNullable(fields.get(name)).filter(value -> !(value instanceof Null));
    }

    /** The field. */
    public JsonValue get(final String name) {
        return find(name).orElseThrow(() -> new JsonException("field '" + name + "' is missing"));
    }

    /** An object. */
    public JsonObject object(final String name) {
        return as(name, JsonObject.class, "an object");
    }

    /** The items of a list. */
    public List<JsonValue> list(final String name) {
        return as(name, Array.class, "a list").values();
    }

    /** The items of a list, each read. */
    public <T> List<T> list(final String name, final Function<JsonValue, T> reader) {
        return list(name).stream().map(reader).toList();
    }

    /** A list of strings. */
    public List<String> texts(final String name) {
        return list(name, value -> {
            if (value instanceof Text text) {
                return text.value();
            }
            throw wrong(name, "a list of strings");
        });
    }

    /** A string. */
    public String text(final String name) {
        return as(name, Text.class, "a string").value();
    }

    /** A string that may be absent. */
    public Optional<String> optionalText(final String name) {
        return find(name).map(_ -> text(name));
    }

    /** A whole number of 64 bits. */
    public long number(final String name) {
        try {
            return Long.parseLong(as(name, Numeral.class, "a number").literal());
        } catch (final NumberFormatException e) {
            throw wrong(name, "a whole number");
        }
    }

    /** A whole number of 32 bits. */
    public int integer(final String name) {
        final long number = number(name);
        if (number != (int) number) {
            throw wrong(name, "a number of 32 bits");
        }
        return (int) number;
    }

    /** A whole number that may be absent. */
    public OptionalLong optionalNumber(final String name) {
        return find(name).isPresent() ? OptionalLong.of(number(name)) : OptionalLong.empty();
    }

    /** A whole number of 32 bits that may be absent. */
    public OptionalInt optionalInteger(final String name) {
        return find(name).isPresent() ? OptionalInt.of(integer(name)) : OptionalInt.empty();
    }

    /** Any number. */
    public double real(final String name) {
        return Double.parseDouble(as(name, Numeral.class, "a number").literal());
    }

    /** True or false. */
    public boolean flag(final String name) {
        return as(name, Flag.class, "true or false").value();
    }

    private <T extends JsonValue> T as(final String name, final Class<T> type, final String expected) {
        final JsonValue value = get(name);
        if (!type.isInstance(value)) {
            throw wrong(name, expected);
        }
        return type.cast(value);
    }

    private static JsonException wrong(final String name, final String expected) {
        return new JsonException("field '" + name + "' is not " + expected);
    }

    /** Collects fields. Used by one thread. */
    public static final class Builder {

        private final Map<String, JsonValue> fields = new LinkedHashMap<>();

        private Builder() {
        }

        /** Adds any value. */
        public Builder put(final String name, final JsonValue value) {
            fields.put(name, value);
            return this;
        }

        /** Adds a string. */
        public Builder put(final String name, final String value) {
            return put(name, new Text(value));
        }

        /** Adds a whole number. */
        public Builder put(final String name, final long value) {
            return put(name, Numeral.of(value));
        }

        /** Adds a finite number. */
        public Builder put(final String name, final double value) {
            return put(name, Numeral.of(value));
        }

        /** Adds true or false. */
        public Builder put(final String name, final boolean value) {
            return put(name, new Flag(value));
        }

        /** Adds a string, or nothing. */
        public Builder put(final String name, final Optional<String> value) {
            value.ifPresent(it -> put(name, it));
            return this;
        }

        /** Adds a whole number, or nothing. */
        public Builder put(final String name, final OptionalLong value) {
            value.ifPresent(it -> put(name, it));
            return this;
        }

        /** Adds a whole number, or nothing. */
        public Builder put(final String name, final OptionalInt value) {
            value.ifPresent(it -> put(name, it));
            return this;
        }

        /** Adds a list, each item written. */
        public <T> Builder put(final String name, final Collection<T> items, final Function<T, JsonValue> writer) {
            return put(name, new Array(items.stream().map(writer).toList()));
        }

        /** Adds a list of strings. */
        public Builder putTexts(final String name, final Collection<String> items) {
            return put(name, items, Text::new);
        }

        /** The object. */
        public JsonObject build() {
            return new JsonObject(fields);
        }
    }
}

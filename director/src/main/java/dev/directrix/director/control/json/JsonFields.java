package dev.directrix.director.control.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The fields of an object, each of the kind that is asked for. The reading methods throw {@link JsonException} when a
 * field is missing or of another kind; fields that nobody asks for are left alone.
 *
 * @param json the object
 */
public record JsonFields(JsonObject json) {

    /** Of a value that has to be an object. */
    public static JsonFields of(final JsonElement value) {
        if (value instanceof JsonObject object) {
            return new JsonFields(object);
        }
        throw new JsonException("an object is expected");
    }

    /** Of all fields, in their order. */
    public Set<String> names() {
        return json.keySet();
    }

    /** The field. */
    public JsonElement get(final String name) {
        return find(name).orElseThrow(() -> new JsonException("field '" + name + "' is missing"));
    }

    /** An object. */
    public JsonObject object(final String name) {
        if (get(name) instanceof JsonObject object) {
            return object;
        }
        throw wrong(name, "an object");
    }

    /** The items of a list, each read. */
    public <T> List<T> list(final String name, final Function<JsonElement, T> reader) {
        if (get(name) instanceof JsonArray items) {
            return items.asList().stream().map(reader).toList();
        }
        throw wrong(name, "a list");
    }

    /** A list of strings. */
    public List<String> texts(final String name) {
        return list(name, item -> primitive(item, JsonPrimitive::isString)
            .orElseThrow(() -> wrong(name, "a list of strings")).getAsString());
    }

    /** A list of whole numbers of 64 bits. */
    public List<Long> numbers(final String name) {
        return list(name, item -> {
            final Number number = primitive(item, JsonPrimitive::isNumber)
                .orElseThrow(() -> wrong(name, "a list of numbers")).getAsNumber();
            if (number instanceof Long whole) {
                return whole;
            }
            throw wrong(name, "a list of whole numbers");
        });
    }

    /** A string. */
    public String text(final String name) {
        return primitive(name, JsonPrimitive::isString, "a string").getAsString();
    }

    /** A string that may be absent. */
    public Optional<String> optionalText(final String name) {
        return find(name).map(_ -> text(name));
    }

    /** A whole number of 64 bits. */
    public long number(final String name) {
        if (primitive(name, JsonPrimitive::isNumber, "a number").getAsNumber() instanceof Long number) {
            return number;
        }
        throw wrong(name, "a whole number");
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
        return primitive(name, JsonPrimitive::isNumber, "a number").getAsDouble();
    }

    /** True or false. */
    public boolean flag(final String name) {
        return primitive(name, JsonPrimitive::isBoolean, "true or false").getAsBoolean();
    }

    /** The field, unless it is absent or null. */
    private Optional<JsonElement> find(final String name) {
        return Optional.ofNullable(json.get(name)).filter(value -> !value.isJsonNull());
    }

    private JsonPrimitive primitive(
        final String name, final Predicate<JsonPrimitive> kind, final String expected) {
        return primitive(get(name), kind).orElseThrow(() -> wrong(name, expected));
    }

    private static Optional<JsonPrimitive> primitive(final JsonElement value, final Predicate<JsonPrimitive> kind) {
        return value instanceof JsonPrimitive primitive && kind.test(primitive)
            ? Optional.of(primitive) : Optional.empty();
    }

    private static JsonException wrong(final String name, final String expected) {
        return new JsonException("field '" + name + "' is not " + expected);
    }
}

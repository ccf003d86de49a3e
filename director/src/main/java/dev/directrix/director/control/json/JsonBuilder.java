package dev.directrix.director.control.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** Puts an object together, field by field. Used by one thread, for one object. */
public final class JsonBuilder {

    private static final double WHOLE_BELOW = 1e15;

    private final JsonObject object = new JsonObject();

    /** Adds any value. */
    public JsonBuilder put(final String name, final JsonElement value) {
        object.add(name, value);
        return this;
    }

    /** Adds a string. */
    public JsonBuilder put(final String name, final String value) {
        return put(name, new JsonPrimitive(value));
    }

    /** Adds a whole number. */
    public JsonBuilder put(final String name, final long value) {
        return put(name, new JsonPrimitive(value));
    }

    /** Adds a finite number; a whole one without a fraction. */
    public JsonBuilder put(final String name, final double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(value + " has no JSON form");
        }
        return value == Math.rint(value) && Math.abs(value) < WHOLE_BELOW
            ? put(name, (long) value) : put(name, new JsonPrimitive(value));
    }

    /** Adds true or false. */
    public JsonBuilder put(final String name, final boolean value) {
        return put(name, new JsonPrimitive(value));
    }

    /** Adds a string, or nothing. */
    public JsonBuilder put(final String name, final Optional<String> value) {
        value.ifPresent(it -> put(name, it));
        return this;
    }

    /** Adds a whole number, or nothing. */
    public JsonBuilder put(final String name, final OptionalLong value) {
        value.ifPresent(it -> put(name, it));
        return this;
    }

    /** Adds a whole number, or nothing. */
    public JsonBuilder put(final String name, final OptionalInt value) {
        value.ifPresent(it -> put(name, it));
        return this;
    }

    /** Adds a value as it is written, or nothing. */
    public <T> JsonBuilder put(
        final String name, final Optional<T> value, final Function<T, ? extends JsonElement> writer) {
        value.ifPresent(it -> put(name, writer.apply(it)));
        return this;
    }

    /** Adds a list, each item written. */
    public <T> JsonBuilder put(
        final String name, final Collection<T> items, final Function<T, JsonElement> writer) {
        final JsonArray array = new JsonArray(items.size());
        items.forEach(item -> array.add(writer.apply(item)));
        return put(name, array);
    }

    /** Adds a list of strings. */
    public JsonBuilder putTexts(final String name, final Collection<String> items) {
        return put(name, items, JsonPrimitive::new);
    }

    /** The object. */
    public JsonObject build() {
        return object;
    }
}

package dev.directrix.director.control;

import com.google.gson.JsonElement;
import dev.directrix.director.control.json.JsonBuilder;
import dev.directrix.director.control.json.JsonException;
import dev.directrix.director.control.json.JsonFields;
import java.util.List;
import java.util.function.Function;

/**
 * How values of one type are written as JSON and read back. Reading ignores fields that it does not know, so that an
 * older CLI understands a newer director.
 *
 * @param writer to JSON
 * @param reader from JSON; throws {@link JsonException} on anything else
 * @param <T>    the type
 */
public record Codec<T>(Function<T, JsonElement> writer, Function<JsonElement, T> reader) {

    /** Of values that become objects. */
    static <T> Codec<T> ofObject(
        final Function<T, JsonBuilder> writer, final Function<JsonFields, T> reader) {
        return new Codec<>(value -> writer.apply(value).build(), json -> reader.apply(JsonFields.of(json)));
    }

    /** Of lists, wrapped as the one field of an object, so that others can be added. */
    static <T> Codec<List<T>> ofList(final String field, final Codec<T> items) {
        return ofObject(
            values -> new JsonBuilder().put(field, values, items.writer),
            json -> json.list(field, items.reader));
    }

    /** Writes. */
    public JsonElement write(final T value) {
        return writer.apply(value);
    }

    /**
     * Reads.
     *
     * @throws JsonException if the JSON is of another shape, or a value is out of range
     */
    public T read(final JsonElement json) {
        try {
            return reader.apply(json);
        } catch (final IllegalArgumentException e) {
            throw new JsonException(e.getMessage());
        }
    }
}

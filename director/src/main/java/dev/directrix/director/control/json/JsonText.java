package dev.directrix.director.control.json;

import com.google.gson.FormattingStyle;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON as text. Reading is strict: one value and nothing behind it, no field twice, bounded depth; callers bound the
 * length. Trees are walked here because Gson's own walk takes the last of two fields of one name, and because it loads
 * an adapter for every Java type, which a command would wait for.
 */
public final class JsonText {

    private static final int MAX_DEPTH = 32;
    /** How Gson ends what it says about a text. */
    private static final Pattern PLACE = Pattern.compile(" at line \\d+ column (\\d+) path ");

    private JsonText() {
    }

    /**
     * Reads one value.
     *
     * @throws JsonException with what is wrong and at which character
     */
    public static JsonElement parse(final String text) {
        final JsonReader in = new JsonReader(new StringReader(text));
        in.setStrictness(Strictness.STRICT);
        in.setNestingLimit(MAX_DEPTH);
        try {
            final JsonElement value = read(in);
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw refused(in, "the end is expected");
            }
            return value;
        } catch (final IOException e) {
            throw refused(in, problem(e));
        }
    }

    /** One line without blanks. */
    public static String compact(final JsonElement value) {
        return write(value, FormattingStyle.COMPACT);
    }

    /** For people, indented by two blanks. */
    public static String pretty(final JsonElement value) {
        return write(value, FormattingStyle.PRETTY);
    }

    private static JsonElement read(final JsonReader in) throws IOException {
        return switch (in.peek()) {
            case BEGIN_OBJECT -> readObject(in);
            case BEGIN_ARRAY -> readArray(in);
            case STRING -> new JsonPrimitive(in.nextString());
            case NUMBER -> new JsonPrimitive(readNumber(in));
            case BOOLEAN -> new JsonPrimitive(in.nextBoolean());
            case NULL -> {
                in.nextNull();
                yield JsonNull.INSTANCE;
            }
            case END_OBJECT, END_ARRAY, NAME, END_DOCUMENT -> throw refused(in, "a value is expected");
        };
    }

    private static JsonObject readObject(final JsonReader in) throws IOException {
        final JsonObject object = new JsonObject();
        in.beginObject();
        while (in.hasNext()) {
            final String name = in.nextName();
            if (object.has(name)) {
                throw refused(in, "field '" + name + "' is there twice");
            }
            object.add(name, read(in));
        }
        in.endObject();
        return object;
    }

    private static JsonArray readArray(final JsonReader in) throws IOException {
        final JsonArray array = new JsonArray();
        in.beginArray();
        while (in.hasNext()) {
            array.add(read(in));
        }
        in.endArray();
        return array;
    }

    /** A {@code Long} if it is written as a whole number that fits, otherwise a finite {@code Double}. */
    private static Number readNumber(final JsonReader in) throws IOException {
        final String literal = in.nextString();
        try {
            return Long.valueOf(literal);
        } catch (final NumberFormatException e) {
            final double number = Double.parseDouble(literal);
            if (!Double.isFinite(number)) {
                throw refused(in, "a number is too large");
            }
            return number;
        }
    }

    private static String problem(final IOException e) {
        final String problem = PLACE.split(e.getMessage(), 2)[0];
        return problem.startsWith("Use JsonReader") ? "it is malformed" : problem;
    }

    private static JsonException refused(final JsonReader in, final String problem) {
        final Matcher place = PLACE.matcher(in.toString());
        return new JsonException(
            "not JSON" + (place.find() ? " at character " + place.group(1) : "") + ": " + problem);
    }

    private static String write(final JsonElement value, final FormattingStyle style) {
        final StringWriter text = new StringWriter();
        final JsonWriter out = new JsonWriter(text);
        out.setStrictness(Strictness.STRICT);
        out.setFormattingStyle(style);
        try {
            write(out, value);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(final JsonWriter out, final JsonElement value) throws IOException {
        switch (value) {
            case JsonObject object -> {
                out.beginObject();
                for (final Map.Entry<String, JsonElement> field : object.entrySet()) {
                    out.name(field.getKey());
                    write(out, field.getValue());
                }
                out.endObject();
            }
            case JsonArray array -> {
                out.beginArray();
                for (final JsonElement item : array) {
                    write(out, item);
                }
                out.endArray();
            }
            case JsonPrimitive text when text.isString() -> out.value(text.getAsString());
            case JsonPrimitive number when number.isNumber() -> out.value(number.getAsNumber());
            case JsonPrimitive flag -> out.value(flag.getAsBoolean());
            default -> out.nullValue();
        }
    }
}

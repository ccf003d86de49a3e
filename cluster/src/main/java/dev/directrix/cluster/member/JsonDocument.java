package dev.directrix.cluster.member;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A JSON text with a format number in its first level. Fields that are not known are left alone, so that a newer
 * director may add some; a newer format is one that this director would misunderstand, and is refused.
 */
final class JsonDocument {
    private static final int MAX_DEPTH = 16;

    private JsonDocument() {
    }

    /**
     * Reads a text.
     *
     * @param what   what it is, for errors
     * @param format the newest that is understood, 1 the oldest
     */
    static JsonPlace read(final byte[] text, final int maxBytes, final String what, final int format) {
        if (text.length > maxBytes) {
            throw new RecordException("$: " + what + " of " + text.length + " octets, " + maxBytes + " are the most");
        }
        final JsonPlace root = new JsonPlace("$", parse(text));
        final JsonPlace number = root.field("format");
        final long found = number.number(1, JsonPlace.MAX_EXACT);
        if (found > format) {
            throw number.wrong(what + " of format " + found + ", this director knows " + format
                    + ": upgrade it before it joins");
        }
        return root;
    }

    /** The compact form. */
    static byte[] write(final JsonObject document) {
        return document.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonElement parse(final byte[] text) {
        final String characters;
        try {
            characters = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
        } catch (final CharacterCodingException e) {
            throw new RecordException("$: not UTF-8");
        }
        final JsonReader in = new JsonReader(new StringReader(characters));
        in.setStrictness(Strictness.STRICT);
        in.setNestingLimit(MAX_DEPTH);
        try {
            final JsonElement value = read(in);
            if (in.peek() == JsonToken.END_DOCUMENT) {
                return value;
            }
            throw JsonPlace.wrong(in.getPath(), "not JSON");
        } catch (final IOException e) {
            throw JsonPlace.wrong(in.getPath(), "not JSON");
        }
    }

    private static JsonElement read(final JsonReader in) throws IOException {
        return switch (in.peek()) {
            case BEGIN_OBJECT -> readObject(in);
            case BEGIN_ARRAY -> readArray(in);
            case STRING -> new JsonPrimitive(in.nextString());
            case NUMBER -> new JsonPrimitive(number(in.nextString()));
            case BOOLEAN -> new JsonPrimitive(in.nextBoolean());
            case NULL -> {
                in.nextNull();
                yield JsonNull.INSTANCE;
            }
            case END_OBJECT, END_ARRAY, NAME, END_DOCUMENT ->
                    throw JsonPlace.wrong(in.getPath(), "a value is expected");
        };
    }

    private static JsonObject readObject(final JsonReader in) throws IOException {
        final JsonObject object = new JsonObject();
        in.beginObject();
        while (in.hasNext()) {
            final String name = in.nextName();
            if (object.has(name)) {
                throw JsonPlace.wrong(in.getPath(), "the field is there twice");
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

    /** A {@code Long} if it is a whole number that fits; anything else is of interest to nobody. */
    private static Number number(final String literal) {
        try {
            return Long.valueOf(literal);
        } catch (final NumberFormatException e) {
            return Double.valueOf(literal);
        }
    }
}

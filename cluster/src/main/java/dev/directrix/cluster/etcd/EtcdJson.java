package dev.directrix.cluster.etcd;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Reads etcd's JSON as protobuf writes it: 64-bit numbers are strings, bytes are base64, what is zero or empty may be
 * missing. Everything else is {@linkplain EtcdException.Kind#MALFORMED malformed}.
 */
final class EtcdJson {

    private EtcdJson() {
    }

    /** The first document in these bytes, an object. */
    static JsonObject parse(final byte[] bytes) {
        final JsonReader reader = new JsonReader(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
        reader.setStrictness(Strictness.STRICT);
        try {
            if (JsonParser.parseReader(reader) instanceof JsonObject object) {
                return object;
            }
        } catch (final JsonParseException e) {
            throw new EtcdException(EtcdException.Kind.MALFORMED, 0, "not JSON", e);
        }
        throw EtcdException.malformed("not a JSON object");
    }

    /** A signed number of 64 bits; 0 if it is missing. */
    static long number(final JsonObject object, final String field) {
        final String text = digits(object, field);
        try {
            return Long.parseLong(text);
        } catch (final NumberFormatException e) {
            throw wrong(field, "a number");
        }
    }

    /** An unsigned number of 64 bits; 0 if it is missing. */
    static long unsigned(final JsonObject object, final String field) {
        final String text = digits(object, field);
        try {
            return Long.parseUnsignedLong(text);
        } catch (final NumberFormatException e) {
            throw wrong(field, "an unsigned number");
        }
    }

    /** A text; empty if it is missing. */
    static String text(final JsonObject object, final String field) {
        final JsonElement element = object.get(field);
        if (isMissing(element)) {
            return "";
        }
        if (element instanceof JsonPrimitive primitive && primitive.isString()) {
            return primitive.getAsString();
        }
        throw wrong(field, "a text");
    }

    /** A truth; false if it is missing. */
    static boolean flag(final JsonObject object, final String field) {
        final JsonElement element = object.get(field);
        if (isMissing(element)) {
            return false;
        }
        if (element instanceof JsonPrimitive primitive && primitive.isBoolean()) {
            return primitive.getAsBoolean();
        }
        throw wrong(field, "true or false");
    }

    /** Bytes in base64; none if the field is missing. */
    static byte[] bytes(final JsonObject object, final String field) {
        try {
            return Base64.getDecoder().decode(text(object, field));
        } catch (final IllegalArgumentException e) {
            throw wrong(field, "base64");
        }
    }

    /** An object, if it is there. */
    static Optional<JsonObject> object(final JsonObject object, final String field) {
        final JsonElement element = object.get(field);
        if (isMissing(element)) {
            return Optional.empty();
        }
        if (element instanceof JsonObject child) {
            return Optional.of(child);
        }
        throw wrong(field, "an object");
    }

    /** A list of objects; empty if it is missing. */
    static List<JsonObject> objects(final JsonObject object, final String field) {
        final JsonElement element = object.get(field);
        if (isMissing(element)) {
            return List.of();
        }
        if (!element.isJsonArray()) {
            throw wrong(field, "a list");
        }
        final List<JsonObject> result = new ArrayList<>(element.getAsJsonArray().size());
        for (final JsonElement child : element.getAsJsonArray()) {
            if (!(child instanceof JsonObject each)) {
                throw wrong(field, "a list of objects");
            }
            result.add(each);
        }
        return result;
    }

    /** A text as etcd wants bytes. */
    static String base64(final String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes as etcd wants them. */
    static String base64(final byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String digits(final JsonObject object, final String field) {
        final JsonElement element = object.get(field);
        if (isMissing(element)) {
            return "0";
        }
        if (element instanceof JsonPrimitive primitive && !primitive.isBoolean()) {
            return primitive.getAsString();
        }
        throw wrong(field, "a number");
    }

    private static boolean isMissing(final JsonElement element) {
        return element == null || element.isJsonNull();
    }

    private static EtcdException wrong(final String field, final String wanted) {
        return EtcdException.malformed("'" + field + "' is not " + wanted);
    }
}

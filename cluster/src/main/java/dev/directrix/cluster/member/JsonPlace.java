package dev.directrix.cluster.member;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A value in a JSON text. The reading methods throw {@link RecordException} with the path when it is of another kind or
 * beyond its bounds. Fields that nobody asks for are left alone.
 *
 * @param path  where it is, as in {@code $.members[2].incarnation}
 * @param value the value
 */
record JsonPlace(String path, JsonElement value) {
    /** Greatest whole number that every reader of JSON understands exactly (RFC 8259 §6). */
    static final long MAX_EXACT = 1L << 53;

    private static final int MAX_SHOWN = 120;
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{1,16}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,8}");

    /** A field that must be there. */
    JsonPlace field(final String name) {
        return optional(name).orElseThrow(() -> wrong("field '" + name + "' is missing"));
    }

    /** A field that may be absent. */
    Optional<JsonPlace> optional(final String name) {
        return Optional.ofNullable(object().get(name)).map(child -> new JsonPlace(path + "." + name, child));
    }

    /** The fields of an object whose names are data. */
    Map<String, JsonPlace> fields() {
        final Map<String, JsonPlace> fields = new LinkedHashMap<>();
        object().asMap().forEach((name, child) ->
                fields.put(name, new JsonPlace(path + "['" + shortened(name) + "']", child)));
        return fields;
    }

    /** The fields of an object whose names are numbers below a bound, each read. */
    <T> Map<Integer, T> numbered(final int bound, final Function<JsonPlace, T> reader) {
        final Map<Integer, T> result = new LinkedHashMap<>();
        fields().forEach((name, child) -> {
            if (!NUMBER.matcher(name).matches() || Integer.parseInt(name) >= bound) {
                throw child.wrong("the name is no number below " + bound);
            }
            result.put(Integer.parseInt(name), reader.apply(child));
        });
        return result;
    }

    /** The items of a list. */
    List<JsonPlace> items() {
        if (!(value instanceof JsonArray array)) {
            throw wrong("a list is expected");
        }
        final List<JsonPlace> items = new ArrayList<>(array.size());
        for (final JsonElement item : array) {
            items.add(new JsonPlace(path + "[" + items.size() + "]", item));
        }
        return items;
    }

    /** The items of a list of so many. */
    List<JsonPlace> items(final int count) {
        final List<JsonPlace> items = items();
        if (items.size() != count) {
            throw wrong(items.size() + " items, " + count + " are expected");
        }
        return items;
    }

    /** The items of a list, each read and none twice. */
    <T> List<T> distinct(final Function<JsonPlace, T> reader) {
        final List<T> result = new ArrayList<>();
        final Set<T> seen = new HashSet<>();
        for (final JsonPlace item : items()) {
            final T each = reader.apply(item);
            if (!seen.add(each)) {
                throw item.wrong(each + " is there twice");
            }
            result.add(each);
        }
        return result;
    }

    /** A text of at most so many characters. */
    String text(final int most) {
        if (!(value instanceof JsonPrimitive primitive) || !primitive.isString()) {
            throw wrong("a text is expected");
        }
        final String text = primitive.getAsString();
        if (text.length() > most) {
            throw wrong("a text of " + text.length() + " characters, " + most + " are the most");
        }
        return text;
    }

    /** A text in a given form. */
    String text(final Pattern form, final String expected) {
        final String text = text(Short.MAX_VALUE);
        if (!form.matcher(text).matches()) {
            throw wrong("'" + shortened(text) + "' is not " + expected);
        }
        return text;
    }

    /** A whole number within bounds. */
    long number(final long min, final long max) {
        if (!(value instanceof JsonPrimitive primitive) || !primitive.isNumber()
                || !(primitive.getAsNumber() instanceof Long number)) {
            throw wrong("a whole number is expected");
        }
        if (number < min || number > max) {
            throw wrong(number + " is not within " + min + ".." + max);
        }
        return number;
    }

    /** A whole number within bounds. */
    int integer(final int min, final int max) {
        return (int) number(min, max);
    }

    /** A number below the size of a list. */
    int index(final Collection<?> list) {
        return integer(0, list.size() - 1);
    }

    /** True or false. */
    boolean flag() {
        if (!(value instanceof JsonPrimitive primitive) || !primitive.isBoolean()) {
            throw wrong("true or false is expected");
        }
        return primitive.getAsBoolean();
    }

    /** 64 bits, which are written in hexadecimal since not every reader of JSON understands such numbers. */
    long hex() {
        return hex(text(HEX, "1 to 16 hexadecimal digits"));
    }

    /** As {@link #hex()}, of text that stands in another. */
    static long hex(final String digits) {
        return Long.parseUnsignedLong(digits, 16);
    }

    /** What is wrong here. */
    RecordException wrong(final String problem) {
        return wrong(path, problem);
    }

    /** What is wrong at a path, in one line whatever names the text has. */
    static RecordException wrong(final String path, final String problem) {
        return new RecordException(CONTROL.matcher(shortened(path) + ": " + problem).replaceAll("?"));
    }

    private JsonObject object() {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw wrong("an object is expected");
    }

    private static String shortened(final String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }
}

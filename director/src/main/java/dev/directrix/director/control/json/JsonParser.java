package dev.directrix.director.control.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads JSON strictly: one value and nothing behind it, no field twice, bounded depth. Callers bound the length. */
public final class JsonParser {

    private static final int MAX_DEPTH = 32;
    private static final Pattern NUMBER = Pattern.compile(
        "-?(?:0|[1-9][0-9]{0,30})(?:\\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?");

    private final String text;
    private int next;

    private JsonParser(final String text) {
        this.text = text;
    }

    /**
     * Reads one value.
     *
     * @throws JsonException with what is wrong and at which character
     */
    public static JsonValue parse(final String text) {
        final JsonParser parser = new JsonParser(text);
        final JsonValue value = parser.value(0);
        parser.skipBlanks();
        if (parser.next < text.length()) {
            throw parser.refused("the end is expected");
        }
        return value;
    }

    private JsonValue value(final int depth) {
        if (depth > MAX_DEPTH) {
            throw refused("nested deeper than " + MAX_DEPTH);
        }
        skipBlanks();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> new JsonValue.Text(string());
            case 't' -> word("true", new JsonValue.Flag(true));
            case 'f' -> word("false", new JsonValue.Flag(false));
            case 'n' -> word("null", new JsonValue.Null());
            default -> number();
        };
    }

    private JsonValue object(final int depth) {
        final Map<String, JsonValue> fields = new LinkedHashMap<>();
        next++;
        skipBlanks();
        if (accept('}')) {
            return new JsonObject(fields);
        }
        do {
            skipBlanks();
            final String name = string();
            skipBlanks();
            expect(':');
            if (fields.putIfAbsent(name, value(depth + 1)) != null) {
                throw refused("field '" + name + "' is there twice");
            }
            skipBlanks();
        } while (accept(','));
        expect('}');
        return new JsonObject(fields);
    }

    private JsonValue array(final int depth) {
        final List<JsonValue> values = new ArrayList<>();
        next++;
        skipBlanks();
        if (accept(']')) {
            return new JsonValue.Array(values);
        }
        do {
            values.add(value(depth + 1));
            skipBlanks();
        } while (accept(','));
        expect(']');
        return new JsonValue.Array(values);
    }

    private String string() {
        expect('"');
        final StringBuilder result = new StringBuilder();
        while (!accept('"')) {
            final char c = peek();
            next++;
            if (c < ' ') {
                throw refused("a control character must be escaped");
            }
            result.append(c == '\\' ? escaped() : c);
        }
        return result.toString();
    }

    private char escaped() {
        final char c = peek();
        next++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw refused("an unknown escape");
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            final int digit = Character.digit(peek(), 16);
            if (digit < 0 || peek() > 'f') {
                throw refused("four hexadecimal digits are expected");
            }
            code = 16 * code + digit;
            next++;
        }
        return (char) code;
    }

    private JsonValue number() {
        final Matcher matcher = NUMBER.matcher(text).region(next, text.length());
        if (!matcher.lookingAt()) {
            throw refused("a value is expected");
        }
        next = matcher.end();
        return new JsonValue.Numeral(matcher.group());
    }

    private JsonValue word(final String word, final JsonValue value) {
        if (!text.startsWith(word, next)) {
            throw refused("'" + word + "' is expected");
        }
        next += word.length();
        return value;
    }

    private void skipBlanks() {
        while (next < text.length() && " \t\r\n".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
    }

    private char peek() {
        if (next >= text.length()) {
            throw refused("it ends too early");
        }
        return text.charAt(next);
    }

    private boolean accept(final char c) {
        if (peek() != c) {
            return false;
        }
        next++;
        return true;
    }

    private void expect(final char c) {
        if (!accept(c)) {
            throw refused("'" + c + "' is expected");
        }
    }

    private JsonException refused(final String problem) {
        return new JsonException("not JSON at character " + (next + 1) + ": " + problem);
    }
}

package dev.directrix.director.control.json;

import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/** Writes JSON: fields in their order, everything outside ASCII control characters as it is. */
final class JsonWriter {

    private final boolean pretty;
    private final StringBuilder out = new StringBuilder();

    JsonWriter(final boolean pretty) {
        this.pretty = pretty;
    }

    String write(final JsonValue value) {
        value(value, 0);
        return out.toString();
    }

    private void value(final JsonValue value, final int depth) {
        switch (value) {
            case JsonObject object -> object(object, depth);
            case JsonValue.Array array -> array(array, depth);
            case JsonValue.Text text -> text(text.value());
            case JsonValue.Numeral number -> out.append(number.literal());
            case JsonValue.Flag flag -> out.append(flag.value());
            case JsonValue.Null _ -> out.append("null");
        }
    }

    private void object(final JsonObject object, final int depth) {
        out.append('{');
        final Iterator<Map.Entry<String, JsonValue>> fields = object.fields().entrySet().iterator();
        final boolean any = fields.hasNext();
        while (fields.hasNext()) {
            final Map.Entry<String, JsonValue> field = fields.next();
            newLine(depth + 1);
            text(field.getKey());
            out.append(pretty ? ": " : ":");
            value(field.getValue(), depth + 1);
            out.append(fields.hasNext() ? "," : "");
        }
        end(any, depth, '}');
    }

    private void array(final JsonValue.Array array, final int depth) {
        out.append('[');
        final Iterator<JsonValue> values = array.values().iterator();
        final boolean any = values.hasNext();
        while (values.hasNext()) {
            newLine(depth + 1);
            value(values.next(), depth + 1);
            out.append(values.hasNext() ? "," : "");
        }
        end(any, depth, ']');
    }

    private void end(final boolean any, final int depth, final char bracket) {
        if (any) {
            newLine(depth);
        }
        out.append(bracket);
    }

    private void newLine(final int depth) {
        if (pretty) {
            out.append('\n').repeat(' ', 2 * depth);
        }
    }

    private void text(final String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}

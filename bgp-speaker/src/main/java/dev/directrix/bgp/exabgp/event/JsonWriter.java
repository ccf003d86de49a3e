package dev.directrix.bgp.exabgp.event;

/**
 * Writes one line of JSON with the spaces that ExaBGP puts in. Only ASCII comes out, control characters and whatever is
 * beyond it are escaped, so no text of a peer ends the line. Not thread-safe.
 */
final class JsonWriter {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out = new StringBuilder(512);
    private boolean first = true;

    JsonWriter beginObject() {
        separate();
        return open('{');
    }

    JsonWriter beginObject(final String key) {
        key(key);
        return open('{');
    }

    JsonWriter endObject() {
        return close('}');
    }

    JsonWriter beginArray() {
        separate();
        return open('[');
    }

    JsonWriter beginArray(final String key) {
        key(key);
        return open('[');
    }

    JsonWriter endArray() {
        return close(']');
    }

    JsonWriter text(final String key, final CharSequence value) {
        key(key);
        return quote(value);
    }

    JsonWriter text(final CharSequence value) {
        separate();
        return quote(value);
    }

    JsonWriter number(final String key, final long value) {
        key(key);
        out.append(value);
        return this;
    }

    JsonWriter number(final long value) {
        separate();
        out.append(value);
        return this;
    }

    /** A number that is written already. */
    JsonWriter number(final String key, final String digits) {
        key(key);
        out.append(digits);
        return this;
    }

    JsonWriter bool(final String key, final boolean value) {
        key(key);
        out.append(value);
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private JsonWriter open(final char bracket) {
        out.append(bracket).append(' ');
        first = true;
        return this;
    }

    private JsonWriter close(final char bracket) {
        if (!first) {
            out.append(' ');
        }
        out.append(bracket);
        first = false;
        return this;
    }

    private void key(final String key) {
        separate();
        quote(key);
        out.append(": ");
    }

    private void separate() {
        if (!first) {
            out.append(", ");
        }
        first = false;
    }

    private JsonWriter quote(final CharSequence value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            final char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c >= 0x20 && c < 0x7f) {
                out.append(c);
            } else {
                out.append("\\u").append(HEX[c >> 12]).append(HEX[c >> 8 & 0xf]).append(HEX[c >> 4 & 0xf])
                    .append(HEX[c & 0xf]);
            }
        }
        out.append('"');
        return this;
    }
}

package dev.directrix.cluster.member;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.util.Collection;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The forms of names and lists that the record and the states of members share. */
final class MemberText {
    /** Most characters of a name of a node, a pool or an address. */
    static final int MAX_NAME = 63;
    /** Greatest weight of a server. */
    static final int MAX_WEIGHT = 65_535;

    private static final Pattern NAME = Pattern.compile("[^/\\p{Cntrl}]{1," + MAX_NAME + "}");
    private static final Pattern ID = Pattern.compile("[^/\\p{Cntrl}]{1," + MAX_NAME + "}/[0-9a-f]{1,16}");
    private static final Pattern SERVER =
            Pattern.compile("[^/\\p{Cntrl}]{1," + MAX_NAME + "}/[^/\\p{Cntrl}]{1," + MAX_NAME + "}");

    private MemberText() {
    }

    /** A name of a node, a pool or an address. */
    static String name(final JsonPlace in) {
        return in.text(NAME, "a name of 1 to " + MAX_NAME + " characters");
    }

    /** The name of a field. */
    static String name(final String field, final JsonPlace in) {
        if (!NAME.matcher(field).matches()) {
            throw in.wrong("the name is not one of 1 to " + MAX_NAME + " characters");
        }
        return field;
    }

    /** {@code d1/3f2a9c0011223344}. */
    static MemberId id(final JsonPlace in) {
        final String text = in.text(ID, "a member's name/incarnation");
        final int slash = text.indexOf('/');
        return id(in, text.substring(0, slash), JsonPlace.hex(text.substring(slash + 1)));
    }

    /** Of its parts. */
    static MemberId id(final JsonPlace in, final String name, final long incarnation) {
        if (incarnation == 0) {
            throw in.wrong("incarnation 0");
        }
        return new MemberId(name, incarnation);
    }

    /** {@code web/10.0.1.21}. */
    static ServerName server(final JsonPlace in) {
        final String text = in.text(SERVER, "a server's pool/address");
        final int slash = text.indexOf('/');
        return new ServerName(text.substring(0, slash), text.substring(slash + 1));
    }

    /** As {@link JsonPlace#hex()} reads it. */
    static String hex(final long bits) {
        return Long.toHexString(bits);
    }

    /** A list, each item written. */
    static <T> JsonArray list(final Collection<T> items, final Function<T, JsonElement> writer) {
        final JsonArray array = new JsonArray(items.size());
        items.forEach(item -> array.add(writer.apply(item)));
        return array;
    }
}

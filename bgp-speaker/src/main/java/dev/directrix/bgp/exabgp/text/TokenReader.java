package dev.directrix.bgp.exabgp.text;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads words one after the other. Every complaint is a {@link TextException} at its place. Not thread-safe. */
public final class TokenReader {

    private final List<Token> tokens;
    private final Position end;
    private int at;

    /** A reader of these words; their text ends at the given place. */
    public TokenReader(final List<Token> tokens, final Position end) {
        this.tokens = tokens;
        this.end = end;
    }

    /** Whether there is another word. */
    public boolean hasNext() {
        return at < tokens.size();
    }

    /** The next word, left where it is; nothing at the end. */
    public Optional<Token> peek() {
        return hasNext() ? Optional.of(tokens.get(at)) : Optional.empty();
    }

    /** The place of the next word, or of the end. */
    public Position position() {
        return hasNext() ? tokens.get(at).position() : end;
    }

    /** Whether the next word is this bracket or keyword. */
    public boolean at(final String word) {
        return hasNext() && tokens.get(at).is(word);
    }

    /** Steps over the next word if it is this bracket or keyword. */
    public boolean skip(final String word) {
        final boolean there = at(word);
        if (there) {
            at++;
        }
        return there;
    }

    /** The next word; what it should have been is for the complaint. */
    public Token next(final String expected) {
        if (!hasNext()) {
            throw new TextException(end, expected + " is missing");
        }
        return tokens.get(at++);
    }

    /** Steps over this bracket or keyword. */
    public void require(final String word) {
        final Token token = next("'" + word + "'");
        if (!token.is(word)) {
            throw new TextException(token.position(), "'" + word + "' is missing before " + token.shown());
        }
    }

    /** All words that are left. */
    public List<Token> rest() {
        final List<Token> rest = tokens.subList(at, tokens.size());
        at = tokens.size();
        return rest;
    }

    /** Refuses words that are left. */
    public void requireEnd(final String after) {
        if (hasNext()) {
            throw new TextException(position(), tokens.get(at).shown() + " is too much after " + after + ": remove it");
        }
    }

    /** One word, or the words of a list in square brackets; commas between them do not count. */
    public List<Token> list(final String expected) {
        final Token first = next(expected);
        if (!first.is("[")) {
            requireWord(first, expected);
            return List.of(first);
        }
        final List<Token> items = new ArrayList<>();
        while (true) {
            final Token token = next("']' of the list of " + first.position());
            if (token.is("]")) {
                return items;
            }
            if (!token.is(",")) {
                requireWord(token, expected);
                items.add(token);
            }
        }
    }

    /** A decimal number within bounds, both at most 2^63 - 1. */
    public long number(final String what, final long least, final long most) {
        final Token token = next(what);
        return number(token, what, least, most);
    }

    /** An IP address. */
    public InetAddress address(final String what) {
        final Token token = next(what);
        return AddressText.parse(token.text()).orElseThrow(() -> new TextException(token.position(),
            token.shown() + " is no IP address: " + what + " is written as 192.0.2.1 or 2001:db8::1"));
    }

    /** An IPv4 address. */
    public Inet4Address inet4Address(final String what) {
        final Token token = next(what);
        return AddressText.parseInet4(token.text()).orElseThrow(() -> new TextException(token.position(),
            token.shown() + " is no IPv4 address: " + what + " is written as 192.0.2.1"));
    }

    /** An AS number, plain or as two numbers with a dot (RFC 5396). */
    public long asn(final String what) {
        return asn(next(what), what);
    }

    /** A switch: nothing stands for the given value. */
    public boolean flag(final boolean whenBare) {
        if (!hasNext()) {
            return whenBare;
        }
        final Token token = next("true or false");
        return switch (token.text().toLowerCase(Locale.ROOT)) {
            case "true", "enable", "enabled", "yes", "1" -> true;
            case "false", "disable", "disabled", "no", "0" -> false;
            default -> throw new TextException(token.position(), token.shown()
                + " is neither on nor off: write enable or disable, true or false");
        };
    }

    static long asn(final Token token, final String what) {
        final String text = token.text();
        final int dot = text.indexOf('.');
        final long asn;
        if (dot < 0) {
            asn = unsigned(text, 0xffff_ffffL);
        } else {
            final long high = unsigned(text.substring(0, dot), 0xffff);
            final long low = unsigned(text.substring(dot + 1), 0xffff);
            asn = high < 0 || low < 0 ? -1 : high << 16 | low;
        }
        if (asn < 0) {
            throw new TextException(token.position(), token.shown()
                + " is no AS number: " + what + " is written as 65000 or 1.10, 0 to 4294967295");
        }
        return asn;
    }

    static long number(final Token token, final String what, final long least, final long most) {
        final long value = unsigned(token.text(), most);
        if (value < least) {
            throw new TextException(token.position(), token.shown() + " is no good value: " + what
                + " is a number of " + least + " to " + most);
        }
        return value;
    }

    /** The decimal number, or -1 if the text is none or the number is above the limit. */
    static long unsigned(final String text, final long most) {
        if (text.isEmpty() || text.length() > 19) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c < '0' || c > '9' || value > (Long.MAX_VALUE - (c - '0')) / 10) {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value > most ? -1 : value;
    }

    private static void requireWord(final Token token, final String expected) {
        if (token.is("[") || token.is("]") || token.is(",")) {
            throw new TextException(token.position(), expected + " is missing before " + token.shown());
        }
    }
}

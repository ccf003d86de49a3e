package dev.directrix.bgp.exabgp.text;

import dev.directrix.bgp.attribute.ExtendedCommunity;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Extended communities (RFC 4360) in ExaBGP's words. Reading what {@link #of} wrote gives the same community.
 *
 * <p>Two words are ours: {@code bandwidth-transitive:ASN:RATE}, the transitive link bandwidth of RFC 10005, which
 * ExaBGP cannot send, and {@code bandwith}, ExaBGP's own misspelling in what it writes.
 */
public final class ExtendedCommunityText {

    /** Header and widths in octets of the fields behind it; a width of -4 is a number of type float. */
    private record Form(int header, List<Integer> widths) {
    }

    private static final int FLOAT = -4;
    private static final Map<String, Form> FORMS = Map.ofEntries(
        Map.entry("target", new Form(0x0002, List.of(2, 4))),
        Map.entry("target4", new Form(0x0102, List.of(4, 2))),
        Map.entry("origin", new Form(0x0003, List.of(2, 4))),
        Map.entry("origin4", new Form(0x0103, List.of(4, 2))),
        Map.entry("redirect", new Form(0x8008, List.of(2, 4))),
        Map.entry("l2info", new Form(0x800a, List.of(1, 1, 2, 2))),
        Map.entry("bandwidth", new Form(0x4004, List.of(2, FLOAT))),
        Map.entry("bandwith", new Form(0x4004, List.of(2, FLOAT))),
        Map.entry("bandwidth-transitive", new Form(0x0004, List.of(2, FLOAT))),
        Map.entry("mup", new Form(0x0c00, List.of(2, 4))));
    private static final long REDIRECT_TO_NEXT_HOP = 0x0800_0000_0000_0000L;
    private static final String HOW = "write target:65000:100, origin:65000:100, bandwidth:65000:125000000,"
        + " redirect:65000:100 or eight octets as 0x0002FDE800000064";

    private ExtendedCommunityText() {
    }

    /** The community as it can be read again: by a keyword where there is one that fits exactly, else as hex. */
    public static String of(final ExtendedCommunity community) {
        final long value = community.value();
        final int high = (int) (value >>> 32) & 0xffff;
        final long low = value & 0xffff_ffffL;
        return switch ((int) (value >>> 48)) {
            case 0x0002 -> "target:" + high + ":" + low;
            case 0x0003 -> "origin:" + high + ":" + dotted(low);
            case 0x0102 -> "target:" + dotted((value >>> 16) & 0xffff_ffffL) + ":" + (value & 0xffff);
            case 0x0103 -> "origin:" + dotted((value >>> 16) & 0xffff_ffffL) + ":" + (value & 0xffff);
            case 0x8008 -> "redirect:" + high + ":" + low;
            case 0x800a -> "l2info:" + (high >>> 8) + ":" + (high & 0xff) + ":" + (low >>> 16) + ":" + (low & 0xffff);
            case 0x4004 -> rate((int) low).map(rate -> "bandwidth:" + high + ":" + rate).orElseGet(() -> hex(value));
            case 0x0004 -> rate((int) low).map(rate -> "bandwidth-transitive:" + high + ":" + rate)
                .orElseGet(() -> hex(value));
            case 0x0c00 -> "mup:" + high + ":" + low;
            default -> value == REDIRECT_TO_NEXT_HOP ? "redirect-to-nexthop" : hex(value);
        };
    }

    static ExtendedCommunity parse(final Token token) {
        final String text = token.text();
        final String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("0x") && text.indexOf(':') < 0) {
            return new ExtendedCommunity(hexValue(token));
        }
        if (lower.equals("redirect-to-nexthop")) {
            return new ExtendedCommunity(REDIRECT_TO_NEXT_HOP);
        }
        final List<String> parts = Arrays.asList(text.split(":", 6));
        // Two fields without a keyword are a route target.
        final boolean bare = parts.size() == 2;
        final List<String> fields = bare ? parts : parts.subList(1, parts.size());
        final String keyword = bare ? "target" : parts.get(0).toLowerCase(Locale.ROOT);
        final Form form = Optional.ofNullable(FORMS.get(wide(keyword, fields) ? keyword + "4" : keyword))
            .orElseThrow(() -> new TextException(token.position(),
                token.shown() + " is no extended community that is known here: " + HOW));
        if (parts.size() < 2 || fields.size() != form.widths.size()) {
            throw new TextException(token.position(), token.shown() + " has " + fields.size() + " fields, but "
                + keyword + " has " + form.widths.size() + ": " + HOW);
        }
        long value = form.header;
        for (int i = 0; i < fields.size(); i++) {
            value = field(token, fields.get(i), form.widths.get(i), value);
        }
        return new ExtendedCommunity(value);
    }

    /** Whether the first field of a target or origin takes four octets. */
    private static boolean wide(final String keyword, final List<String> fields) {
        if ((!keyword.equals("target") && !keyword.equals("origin")) || fields.isEmpty()) {
            return false;
        }
        final String first = fields.get(0);
        return first.indexOf('.') >= 0 || first.endsWith("L") || TokenReader.unsigned(first, Long.MAX_VALUE) > 0xffff;
    }

    private static long field(final Token token, final String text, final int width, final long before) {
        if (width == FLOAT) {
            return before << 32 | (Float.floatToIntBits(rate(token, text)) & 0xffff_ffffL);
        }
        final long most = (1L << (8 * width)) - 1;
        // The L is what Python 2 wrote behind a long number.
        final String digits = text.endsWith("L") ? text.substring(0, text.length() - 1) : text;
        final long value = AddressText.parseInet4(text).map(address -> unsigned(address.getAddress()))
            .orElseGet(() -> TokenReader.unsigned(digits, most));
        if (value < 0 || value > most) {
            throw new TextException(token.position(), Token.shown(text) + " in " + token.shown()
                + " is neither a number of 0 to " + most + (width == 4 ? " nor an IPv4 address" : ""));
        }
        return before << (8 * width) | value;
    }

    private static float rate(final Token token, final String text) {
        final long whole = TokenReader.unsigned(text, 0xffff_ffff_ffffL);
        if (whole < 0) {
            throw new TextException(token.position(), Token.shown(text) + " in " + token.shown()
                + " is no bandwidth: write whole octets a second, as in bandwidth:65000:125000000");
        }
        return (float) whole;
    }

    /** The rate as a whole number, if it is one that reads back exactly. */
    private static Optional<String> rate(final int bits) {
        final float rate = Float.intBitsToFloat(bits);
        final long whole = (long) rate;
        final boolean exact = rate >= 0 && rate <= 0xffff_ffff_ffffL
            && Float.floatToRawIntBits((float) whole) == bits;
        return exact ? Optional.of(Long.toString(whole)) : Optional.empty();
    }

    private static long hexValue(final Token token) {
        final String digits = token.text().substring(2);
        final boolean good = digits.length() == 16
            && digits.chars().allMatch(c -> c <= 'f' && Character.digit(c, 16) >= 0);
        if (!good) {
            throw new TextException(token.position(), token.shown()
                + " is no extended community: 0x is followed by 16 hexadecimal digits");
        }
        return HexFormat.fromHexDigitsToLong(digits);
    }

    private static String hex(final long value) {
        return "0x" + HexFormat.of().withUpperCase().toHexDigits(value);
    }

    private static String dotted(final long value) {
        return (value >>> 24) + "." + ((value >>> 16) & 0xff) + "." + ((value >>> 8) & 0xff) + "." + (value & 0xff);
    }

    private static long unsigned(final byte[] octets) {
        long value = 0;
        for (final byte octet : octets) {
            value = value << 8 | (octet & 0xff);
        }
        return value;
    }
}

package dev.directrix.bgp.exabgp.text;

import dev.directrix.bgp.attribute.LargeCommunity;
import dev.directrix.ecmp.Community;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Standard and large communities (RFC 1997, RFC 8092) in ExaBGP's words. */
public final class CommunityText {

    private static final Map<String, Integer> NAMES = Map.ofEntries(
        Map.entry("no-export", 0xffffff01),
        Map.entry("no_export", 0xffffff01),
        Map.entry("no-advertise", 0xffffff02),
        Map.entry("no_advertise", 0xffffff02),
        Map.entry("no-export-subconfed", 0xffffff03),
        Map.entry("nopeer", 0xffffff04),
        Map.entry("no-peer", 0xffffff04),
        Map.entry("blackhole", 0xffff029a),
        // Ours: RFC 8326 has no name in ExaBGP.
        Map.entry("graceful-shutdown", 0xffff0000));

    private static final int LARGE_HEX_DIGITS = 24;

    private CommunityText() {
    }

    /** The community as ExaBGP writes it: by its name, or as {@code 65000:100}. */
    public static String of(final Community community) {
        return switch (community.value()) {
            case 0xffffff01 -> "no-export";
            case 0xffffff02 -> "no-advertise";
            case 0xffffff03 -> "no-export-subconfed";
            case 0xffffff04 -> "no-peer";
            case 0xffff029a -> "blackhole";
            default -> community.toString();
        };
    }

    /** The large community as {@code 65000:1:2}. */
    public static String of(final LargeCommunity community) {
        return community.toString();
    }

    static Community parse(final Token token) {
        return value(token.text()).map(Community::new).orElseThrow(() -> new TextException(token.position(),
            token.shown() + " is no community: write 65000:100, both 0 to 65535, a number, 0x…, or a name such as"
                + " no-export, no-advertise, no-peer, blackhole"));
    }

    static LargeCommunity parseLarge(final Token token) {
        return large(token.text()).orElseThrow(() -> new TextException(token.position(),
            token.shown() + " is no large community: write 65000:1:2, each 0 to 4294967295"));
    }

    private static Optional<Integer> value(final String text) {
        final String lower = text.toLowerCase(Locale.ROOT);
        final Integer named = NAMES.get(lower);
        if (named != null) {
            return Optional.of(named);
        }
        final int colon = text.indexOf(':');
        if (colon >= 0) {
            final long high = TokenReader.unsigned(text.substring(0, colon), 0xffff);
            final long low = TokenReader.unsigned(text.substring(colon + 1), 0xffff);
            return high < 0 || low < 0 ? Optional.empty() : Optional.of((int) (high << 16 | low));
        }
        final long number = lower.startsWith("0x")
            ? hex(lower.substring(2), 8).map(BigInteger::longValue).orElse(-1L)
            : TokenReader.unsigned(text, 0xffff_ffffL);
        return number < 0 ? Optional.empty() : Optional.of((int) number);
    }

    private static Optional<LargeCommunity> large(final String text) {
        final String[] parts = text.split(":", 4);
        if (parts.length == 3) {
            final long global = TokenReader.unsigned(parts[0], 0xffff_ffffL);
            final long local1 = TokenReader.unsigned(parts[1], 0xffff_ffffL);
            final long local2 = TokenReader.unsigned(parts[2], 0xffff_ffffL);
            return global < 0 || local1 < 0 || local2 < 0
                ? Optional.empty() : Optional.of(new LargeCommunity(global, local1, local2));
        }
        final String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("0x")) {
            return hex(lower.substring(2), LARGE_HEX_DIGITS).map(CommunityText::ofWhole);
        }
        final boolean digits = !text.isEmpty() && text.length() <= 29
            && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of(new BigInteger(text)).filter(whole -> whole.bitLength() <= 96)
            .map(CommunityText::ofWhole) : Optional.empty();
    }

    private static LargeCommunity ofWhole(final BigInteger whole) {
        return new LargeCommunity(whole.shiftRight(64).longValue() & 0xffff_ffffL,
            whole.shiftRight(32).longValue() & 0xffff_ffffL, whole.longValue() & 0xffff_ffffL);
    }

    private static Optional<BigInteger> hex(final String digits, final int most) {
        final boolean good = !digits.isEmpty() && digits.length() <= most
            && digits.chars().allMatch(c -> c <= 'f' && Character.digit(c, 16) >= 0);
        return good ? Optional.of(new BigInteger(digits, 16)) : Optional.empty();
    }
}

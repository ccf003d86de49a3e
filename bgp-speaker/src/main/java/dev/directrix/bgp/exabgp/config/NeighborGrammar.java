package dev.directrix.bgp.exabgp.config;

import dev.directrix.bgp.exabgp.text.AddressText;
import dev.directrix.bgp.exabgp.text.Position;
import dev.directrix.bgp.exabgp.text.TextException;
import dev.directrix.bgp.exabgp.text.Token;
import dev.directrix.bgp.exabgp.text.TokenReader;
import dev.directrix.ecmp.Prefix;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** Values of the keywords in a {@code neighbor} section. */
final class NeighborGrammar {

    /** Every keyword with a value of its own, and how that is read. */
    static final Map<String, Function<TokenReader, ?>> LEAVES = Map.ofEntries(
        Map.entry("peer-address", NeighborGrammar::peer),
        Map.entry("local-address", NeighborGrammar::localAddress),
        Map.entry("local-link-local", NeighborGrammar::linkLocal),
        Map.entry("local-as", NeighborGrammar::asn),
        Map.entry("peer-as", NeighborGrammar::asn),
        Map.entry("router-id", in -> in.inet4Address("router-id")),
        Map.entry("description", NeighborGrammar::text),
        Map.entry("host-name", NeighborGrammar::hostName),
        Map.entry("domain-name", NeighborGrammar::hostName),
        Map.entry("hold-time", NeighborGrammar::holdTime),
        Map.entry("rate-limit", NeighborGrammar::rateLimit),
        Map.entry("passive", NeighborGrammar::flag),
        Map.entry("listen", NeighborGrammar::port),
        Map.entry("connect", NeighborGrammar::port),
        Map.entry("source-interface", NeighborGrammar::word),
        Map.entry("outgoing-ttl", NeighborGrammar::ttl),
        Map.entry("incoming-ttl", NeighborGrammar::ttl),
        Map.entry("md5-password", NeighborGrammar::word),
        Map.entry("md5-base64", NeighborGrammar::base64),
        Map.entry("md5-ip", in -> in.address("md5-ip")),
        Map.entry("group-updates", NeighborGrammar::flag),
        Map.entry("auto-flush", NeighborGrammar::flag),
        Map.entry("adj-rib-out", NeighborGrammar::flag),
        Map.entry("adj-rib-in", NeighborGrammar::flag),
        Map.entry("manual-eor", NeighborGrammar::flag));

    private static final int MAX_HOST_NAME = 255;

    private NeighborGrammar() {
    }

    /** An address or a range; bits behind the length of a range do not count. */
    static Prefix peer(final TokenReader in) {
        final Token token = in.next("the peer's address");
        final String text = token.text();
        final int slash = text.indexOf('/');
        final Optional<InetAddress> address = AddressText.parse(slash < 0 ? text : text.substring(0, slash));
        if (address.isPresent()) {
            final byte[] octets = address.get().getAddress();
            final int most = octets.length * 8;
            final int length = slash < 0 ? most : length(text.substring(slash + 1));
            if (length >= 0 && length <= most) {
                return Prefix.of(octets, length);
            }
        }
        throw new TextException(token.position(), token.shown()
            + " is no peer: write an address, or a range as 192.0.2.0/24");
    }

    private static int length(final String text) {
        final boolean good = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return good ? Integer.parseInt(text) : -1;
    }

    /** Our address, or nothing for {@code auto}. */
    static Optional<InetAddress> localAddress(final TokenReader in) {
        return in.skip("auto") ? Optional.empty() : Optional.of(in.address("local-address, unless auto,"));
    }

    static Inet6Address linkLocal(final TokenReader in) {
        final Position position = in.position();
        if (in.address("local-link-local") instanceof Inet6Address ipv6 && ipv6.isLinkLocalAddress()) {
            return ipv6;
        }
        throw new TextException(position, "local-link-local is an address of fe80::/10");
    }

    /** An AS number, or nothing for {@code auto}. */
    static OptionalLong asn(final TokenReader in) {
        return in.skip("auto") ? OptionalLong.empty() : OptionalLong.of(in.asn("the AS number"));
    }

    /** All words, as their author spaced them at most. */
    static String text(final TokenReader in) {
        return String.join(" ", ProcessGrammar.joined(in));
    }

    /** One word; brackets and commas in it do not count as such. */
    static String word(final TokenReader in) {
        final Token first = in.next("a value");
        final StringBuilder word = new StringBuilder(first.text());
        while (in.peek().filter(Token::glued).isPresent()) {
            word.append(in.next("a value").text());
        }
        if (word.isEmpty()) {
            throw new TextException(first.position(), "the value is empty");
        }
        return word.toString();
    }

    static String hostName(final TokenReader in) {
        final Position position = in.position();
        final String name = word(in);
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_HOST_NAME) {
            throw new TextException(position, "the name is longer than " + MAX_HOST_NAME + " octets");
        }
        return name;
    }

    static Duration holdTime(final TokenReader in) {
        final Position position = in.position();
        final long seconds = in.number("hold-time", 0, 65_535);
        if (seconds == 1 || seconds == 2) {
            throw new TextException(position, "hold-time " + seconds
                + " is too short: it is 0 for none, or 3 to 65535 seconds (RFC 4271 section 4.2)");
        }
        return Duration.ofSeconds(seconds);
    }

    /** Messages a second; 0 for no limit. */
    static int rateLimit(final TokenReader in) {
        return in.skip("disable") || in.skip("disabled")
            ? 0 : (int) in.number("rate-limit, unless disable,", 1, Integer.MAX_VALUE);
    }

    static boolean flag(final TokenReader in) {
        return in.flag(true);
    }

    /** Whether a key is base64; {@code auto} is what ExaBGP 5 takes for no. */
    static boolean base64(final TokenReader in) {
        return !in.skip("auto") && in.flag(false);
    }

    static int port(final TokenReader in) {
        return (int) in.number("a port", 1, 65_535);
    }

    /** A TTL, or nothing if it is disabled. */
    static OptionalInt ttl(final TokenReader in) {
        return in.skip("disable") || in.skip("disabled") || in.skip("false")
            ? OptionalInt.empty() : OptionalInt.of((int) in.number("a TTL, unless disable,", 0, 255));
    }

    /** Names in brackets; ExaBGP takes one without them, too. */
    static List<Token> names(final TokenReader in) {
        return in.list("a name");
    }
}

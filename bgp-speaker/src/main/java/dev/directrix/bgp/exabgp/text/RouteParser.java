package dev.directrix.bgp.exabgp.text;

import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.Family;
import dev.directrix.ecmp.Prefix;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads routes in ExaBGP's words, the same in configuration files and in API commands. Every complaint is a
 * {@link TextException} at its place. Thread-safe: everything is in the arguments.
 */
public final class RouteParser {

    /** The most routes that {@code split} may make of one; ExaBGP has no limit but its memory. */
    public static final int MAX_SPLIT = 1 << 20;

    private static final String PREFIX_FORM = "a prefix is written as 192.0.2.0/24 or 2001:db8::/32, or as an address";

    private RouteParser() {
    }

    /**
     * What a text says.
     *
     * @param routes       the routes; at least one
     * @param nextHopGiven whether it says {@code next-hop}; an announcement needs one, a withdrawal does not
     * @param position     where the text starts
     */
    public record Parsed(List<ConfiguredRoute> routes, boolean nextHopGiven, Position position) {

        /** The routes, if they can be announced. */
        public List<ConfiguredRoute> announceable() {
            if (!nextHopGiven) {
                throw new TextException(position, "route " + routes.get(0).route().nlri().prefix()
                    + " has no next hop: add next-hop and an address, or next-hop self");
            }
            return routes;
        }
    }

    /**
     * Reads a whole text: {@code route PREFIX ...}, {@code attributes ... nlri PREFIX ...},
     * {@code ipv4 unicast PREFIX ...} or {@code ipv6 unicast PREFIX ...}.
     */
    public static Parsed parse(final String text) {
        final StatementTree.Parsed tree = StatementTree.parse(text.stripTrailing() + " ;");
        if (!tree.problems().isEmpty()) {
            throw tree.problems().get(0);
        }
        if (tree.statements().size() != 1) {
            throw new TextException(Position.START, "one route is expected here, not " + tree.statements().size());
        }
        return parse(new TokenReader(tree.statements().get(0).flattened().rest(), tree.statements().get(0).end()),
            tree.statements().get(0).keyword());
    }

    /** Reads what follows a first word that says in which form routes stand there. */
    public static Parsed parse(final TokenReader in, final Token form) {
        return switch (form.text()) {
            case "route" -> route(in);
            case "attribute", "attributes" -> attributes(in);
            case "ipv4", "ipv6" -> unicast(family(form, in.next("the kind of route behind " + form.text())), in);
            default -> throw new TextException(form.position(), form.shown()
                + " announces nothing: write route, attributes, ipv4 unicast or ipv6 unicast");
        };
    }

    /** Reads {@code PREFIX ATTRIBUTE...}, a prefix of either family. */
    public static Parsed route(final TokenReader words) {
        return one(separated(words), Optional.empty());
    }

    /** Reads {@code PREFIX ATTRIBUTE...}, a prefix of this family. */
    public static Parsed unicast(final Family family, final TokenReader words) {
        return one(separated(words), Optional.of(family));
    }

    /** Reads {@code ATTRIBUTE... nlri PREFIX...}. */
    public static Parsed attributes(final TokenReader words) {
        final TokenReader in = separated(words);
        final Position start = in.position();
        final RouteDraft draft = new RouteDraft();
        final AttributeGrammar grammar = new AttributeGrammar(in, draft, false);
        while (!in.skip("nlri")) {
            grammar.read(in.next("nlri and the prefixes behind it"));
        }
        final List<Prefix> prefixes = new ArrayList<>();
        do {
            prefixes.add(prefix(in.next("a prefix behind nlri"), Optional.empty()));
        } while (in.hasNext());
        return new Parsed(draft.routes(prefixes), draft.nextHopGiven(), start);
    }

    /** The unicast family of an {@code ipv4} or {@code ipv6} and the word behind it. */
    public static Family family(final Token afi, final Token safi) {
        return FamilyText.parse(afi.text(), safi.text()).orElseThrow(() -> new TextException(afi.position(),
            Token.shown(afi.text() + " " + safi.text())
                + " is not supported: only ipv4 unicast and ipv6 unicast are"));
    }

    private static Parsed one(final TokenReader in, final Optional<Family> family) {
        final Position start = in.position();
        final Prefix prefix = prefix(in.next("a prefix"), family);
        final RouteDraft draft = new RouteDraft();
        final AttributeGrammar grammar =
            new AttributeGrammar(in, draft, family.filter(Family.IPV6_UNICAST::equals).isPresent());
        while (in.hasNext()) {
            grammar.read(in.next("an attribute"));
        }
        return new Parsed(draft.routes(split(prefix, draft, start)), draft.nextHopGiven(), start);
    }

    private static List<Prefix> split(final Prefix prefix, final RouteDraft draft, final Position start) {
        final int length = draft.split().orElse(0);
        if (length <= prefix.length()) {
            return List.of(prefix);
        }
        final byte[] octets = prefix.address().getAddress();
        if (length > octets.length * 8) {
            throw new TextException(start, "split /" + length + " is longer than an address of " + prefix);
        }
        if (length - prefix.length() > Integer.numberOfTrailingZeros(MAX_SPLIT)) {
            throw new TextException(start, "split /" + length + " makes more than " + MAX_SPLIT + " routes of "
                + prefix + ": split it less");
        }
        final int count = 1 << (length - prefix.length());
        final List<Prefix> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            parts.add(Prefix.of(octets, length));
            increment(octets, length);
        }
        return parts;
    }

    /** Adds one at the last bit of a prefix of this length. */
    private static void increment(final byte[] octets, final int length) {
        int at = (length - 1) / 8;
        int carry = 1 << (7 - (length - 1) % 8);
        while (carry != 0 && at >= 0) {
            final int sum = (octets[at] & 0xff) + carry;
            octets[at--] = (byte) sum;
            carry = sum >> 8;
        }
    }

    private static Prefix prefix(final Token token, final Optional<Family> family) {
        final String text = token.text();
        final int slash = text.indexOf('/');
        final InetAddress address = AddressText.parse(slash < 0 ? text : text.substring(0, slash))
            .orElseThrow(() -> new TextException(token.position(), token.shown() + " is no prefix: " + PREFIX_FORM));
        final byte[] octets = address.getAddress();
        final long length = slash < 0 ? octets.length * 8L
            : TokenReader.unsigned(text.substring(slash + 1), octets.length * 8L);
        if (length < 0) {
            throw new TextException(token.position(), token.shown() + " has no good length: it is 0 to "
                + octets.length * 8);
        }
        final Prefix prefix = Prefix.of(octets, (int) length);
        if (!prefix.address().equals(Addresses.of(octets))) {
            throw new TextException(token.position(), token.shown() + " has bits behind its length: write "
                + AddressText.of(prefix.address()) + "/" + length);
        }
        if (octets.length == 4 && (octets[0] & 0xf0) == 0xe0) {
            throw new TextException(token.position(), token.shown()
                + " is a multicast prefix, which is not supported: only unicast routes are");
        }
        family.ifPresent(wanted -> {
            if (octets.length != wanted.addressLength()) {
                throw new TextException(token.position(), token.shown() + " is no " + FamilyText.of(wanted)
                    + " prefix: move it to the other family");
            }
        });
        return prefix;
    }

    /** The same words with parentheses outside quotes as words of their own. */
    private static TokenReader separated(final TokenReader in) {
        final List<Token> rest = in.rest();
        final List<Token> separated = new ArrayList<>(rest.size() + 4);
        for (final Token token : rest) {
            if (hasParenthesis(token)) {
                separate(token, separated);
            } else {
                separated.add(token);
            }
        }
        return new TokenReader(separated, in.position());
    }

    private static boolean hasParenthesis(final Token token) {
        return token.kind() == Token.Kind.PLAIN && token.text().length() > 1
            && (token.text().indexOf('(') >= 0 || token.text().indexOf(')') >= 0);
    }

    private static void separate(final Token token, final List<Token> into) {
        final String text = token.text();
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            final boolean parenthesis = i < text.length() && (text.charAt(i) == '(' || text.charAt(i) == ')');
            if (i == text.length() || parenthesis) {
                if (i > from) {
                    into.add(part(token, from, i));
                }
                if (parenthesis) {
                    into.add(part(token, i, i + 1));
                }
                from = i + 1;
            }
        }
    }

    private static Token part(final Token token, final int from, final int to) {
        return new Token(token.text().substring(from, to), Token.Kind.PLAIN, from > 0 || token.glued(),
            new Position(token.position().line(), token.position().column() + from));
    }
}

package dev.directrix.bgp.exabgp.text;

import dev.directrix.bgp.attribute.Aggregator;
import dev.directrix.bgp.attribute.Aigp;
import dev.directrix.bgp.attribute.AtomicAggregate;
import dev.directrix.bgp.attribute.ClusterList;
import dev.directrix.bgp.attribute.Communities;
import dev.directrix.bgp.attribute.LargeCommunities;
import dev.directrix.bgp.attribute.LargeCommunity;
import dev.directrix.bgp.attribute.LocalPref;
import dev.directrix.bgp.attribute.Med;
import dev.directrix.bgp.attribute.MpReach;
import dev.directrix.bgp.attribute.MpUnreach;
import dev.directrix.bgp.attribute.NextHop;
import dev.directrix.bgp.attribute.Origin;
import dev.directrix.bgp.attribute.OriginatorId;
import dev.directrix.bgp.attribute.RawAttribute;
import dev.directrix.bgp.wire.Addresses;
import dev.directrix.bgp.wire.Octets;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The words behind a prefix: a keyword and its value for each attribute, as in ExaBGP 5. */
final class AttributeGrammar {

    private static final long MAX_U32 = 0xffff_ffffL;
    private static final int MAX_ATTRIBUTE_OCTETS = 65_000;
    private static final List<String> KEYWORDS = List.of(
        "next-hop", "path-information", "origin", "as-path", "med", "local-preference", "atomic-aggregate",
        "aggregator", "originator-id", "cluster-list", "community", "large-community", "extended-community", "aigp",
        "attribute", "name", "split", "watchdog", "withdraw");
    private static final Set<String> NOT_UNICAST =
        Set.of("label", "rd", "route-distinguisher", "bgp-prefix-sid", "bgp-prefix-sid-srv6");

    private final TokenReader in;
    private final RouteDraft draft;
    private final boolean mapIpv4NextHop;

    /** Reads into the draft; an IPv4 next hop becomes an IPv4-mapped IPv6 one if asked for. */
    AttributeGrammar(final TokenReader in, final RouteDraft draft, final boolean mapIpv4NextHop) {
        this.in = in;
        this.draft = draft;
        this.mapIpv4NextHop = mapIpv4NextHop;
    }

    /** Reads one keyword and its value. */
    void read(final Token keyword) {
        switch (keyword.text()) {
            case "next-hop" -> nextHop();
            case "path-information" -> draft.pathId(pathId());
            case "origin" -> draft.add(origin());
            case "as-path" -> draft.add(AsPathText.parse(in));
            case "med" -> draft.add(new Med(in.number("med", 0, MAX_U32)));
            case "local-preference" -> draft.add(new LocalPref(in.number("local-preference", 0, MAX_U32)));
            case "atomic-aggregate" -> draft.add(new AtomicAggregate());
            case "aggregator" -> draft.add(aggregator());
            case "originator-id" -> draft.add(new OriginatorId(in.inet4Address("originator-id")));
            case "cluster-list" -> draft.add(clusterList(keyword));
            case "community" -> draft.add(new Communities(in.list("a community").stream()
                .map(CommunityText::parse).sorted().toList()));
            case "large-community" -> draft.add(largeCommunities());
            case "extended-community" -> draft.add(RouteDraft.sorted(in.list("an extended community").stream()
                .map(ExtendedCommunityText::parse)));
            case "aigp" -> draft.add(aigp());
            case "attribute" -> draft.add(generic());
            case "name" -> draft.name(in.next("a name").text());
            case "split" -> draft.split(split());
            case "watchdog" -> draft.watchdog(watchdog());
            case "withdraw" -> draft.withdraw();
            default -> throw unknown(keyword);
        }
    }

    private static TextException unknown(final Token keyword) {
        if (NOT_UNICAST.contains(keyword.text())) {
            return new TextException(keyword.position(), keyword.shown()
                + " is not supported: only IPv4 and IPv6 unicast routes are");
        }
        return new TextException(keyword.position(), keyword.shown() + " is no attribute of a route"
            + Suggestion.of(keyword.text(), KEYWORDS) + "; known are " + String.join(", ", KEYWORDS));
    }

    private void nextHop() {
        final Token token = in.next("the address behind next-hop, or self,");
        if (token.text().equalsIgnoreCase("self")) {
            draft.nextHopSelf();
            return;
        }
        final InetAddress address = AddressText.parse(token.text()).orElseThrow(() -> new TextException(
            token.position(), token.shown() + " is no next hop: write an address, or self for our own"));
        draft.nextHop(mapIpv4NextHop && address instanceof Inet4Address ? mapped(address) : address);
    }

    private static InetAddress mapped(final InetAddress ipv4) {
        final byte[] octets = new byte[16];
        octets[10] = (byte) 0xff;
        octets[11] = (byte) 0xff;
        System.arraycopy(ipv4.getAddress(), 0, octets, 12, 4);
        return Addresses.of(octets);
    }

    private long pathId() {
        final Token token = in.next("path-information");
        final long number = TokenReader.unsigned(token.text(), MAX_U32);
        return number >= 0 ? number : AddressText.parseInet4(token.text()).map(Addresses::toU32)
            .orElseThrow(() -> new TextException(token.position(), token.shown()
                + " is no path-information: write a number of 0 to 4294967295, or four octets as 0.0.0.1"));
    }

    private Origin origin() {
        final Token token = in.next("origin");
        return new Origin(switch (token.text().toLowerCase(Locale.ROOT)) {
            case "igp" -> Origin.Value.IGP;
            case "egp" -> Origin.Value.EGP;
            case "incomplete" -> Origin.Value.INCOMPLETE;
            default -> throw new TextException(token.position(),
                token.shown() + " is no origin: write igp, egp or incomplete");
        });
    }

    private Aggregator aggregator() {
        final boolean brackets = in.skip("(");
        final Token token = in.next("aggregator");
        final int colon = token.text().indexOf(':');
        final Optional<Inet4Address> address = AddressText.parseInet4(token.text().substring(colon + 1));
        if (colon < 0 || address.isEmpty()) {
            throw new TextException(token.position(), token.shown()
                + " is no aggregator: write AS number and router id, as in ( 65000:192.0.2.1 )");
        }
        final Token asn = new Token(token.text().substring(0, colon), token.kind(), false, token.position());
        final Aggregator aggregator = new Aggregator(TokenReader.asn(asn, "an aggregator's AS"), address.get());
        if (brackets) {
            in.require(")");
        }
        return aggregator;
    }

    private ClusterList clusterList(final Token keyword) {
        final List<Token> items = in.list("a cluster id");
        if (items.isEmpty()) {
            throw new TextException(keyword.position(), "cluster-list is empty: write one id or more, as 192.0.2.1");
        }
        return new ClusterList(items.stream()
            .map(item -> Addresses.toU32(AddressText.parseInet4(item.text()).orElseThrow(() -> new TextException(
                item.position(), item.shown() + " is no cluster id: write it as 192.0.2.1"))))
            .toList());
    }

    private LargeCommunities largeCommunities() {
        return new LargeCommunities(in.list("a large community").stream().map(CommunityText::parseLarge)
            .sorted(Comparator.comparingLong(LargeCommunity::global).thenComparingLong(LargeCommunity::local1)
                .thenComparingLong(LargeCommunity::local2))
            .distinct().toList());
    }

    private Aigp aigp() {
        final Token token = in.next("aigp");
        final String text = token.text().toLowerCase(Locale.ROOT);
        final boolean hex = text.startsWith("0x");
        final String digits = hex ? text.substring(2) : text;
        final boolean good = !digits.isEmpty() && digits.length() <= 20
            && digits.chars().allMatch(c -> c <= 'f' && Character.digit(c, hex ? 16 : 10) >= 0);
        final BigInteger value = good ? new BigInteger(digits, hex ? 16 : 10) : BigInteger.ONE.negate();
        if (!good || value.bitLength() > 64) {
            throw new TextException(token.position(), token.shown()
                + " is no aigp: write a number of 64 bits, as 100 or 0x64");
        }
        return Aigp.of(value.longValue());
    }

    private RawAttribute generic() {
        in.require("[");
        final Token code = in.next("the attribute's code");
        final int type = (int) hex(code, 2);
        final int flags = (int) hex(in.next("the attribute's flags"), 2);
        final Octets value = data(in.next("the attribute's data"));
        in.require("]");
        if (type == NextHop.TYPE || type == MpReach.TYPE || type == MpUnreach.TYPE) {
            throw new TextException(code.position(), "attribute " + code.shown()
                + " carries next hop or prefixes: write next-hop and the prefix instead");
        }
        return new RawAttribute(flags, type, value);
    }

    private static long hex(final Token token, final int digits) {
        final String text = token.text();
        if (!isHex(text) || text.length() < 3 || text.length() > 2 + digits) {
            throw new TextException(token.position(), token.shown()
                + " is no octet: attribute is written as [ 0xCODE 0xFLAGS 0xDATA ], as in [ 0x99 0xC0 0x0001 ]");
        }
        return HexFormat.fromHexDigitsToLong(text, 2, text.length());
    }

    private static Octets data(final Token token) {
        final String text = token.text();
        if (!isHex(text) || text.length() % 2 != 0 || text.length() > 2 + 2 * MAX_ATTRIBUTE_OCTETS) {
            throw new TextException(token.position(), token.shown()
                + " is no attribute data: write 0x and two hexadecimal digits for each octet");
        }
        return Octets.of(HexFormat.of().parseHex(text, 2, text.length()));
    }

    private static boolean isHex(final String text) {
        return text.length() >= 2 && text.charAt(0) == '0' && (text.charAt(1) | 0x20) == 'x'
            && text.chars().skip(2).allMatch(c -> c <= 'f' && Character.digit(c, 16) >= 0);
    }

    private int split() {
        final Token token = in.next("split");
        final long length = token.text().startsWith("/") ? TokenReader.unsigned(token.text().substring(1), 128) : -1;
        if (length < 0) {
            throw new TextException(token.position(), token.shown()
                + " is no length to split to: write it with its slash, as /24");
        }
        return (int) length;
    }

    private String watchdog() {
        final Token token = in.next("a watchdog's name");
        final String lower = token.text().toLowerCase(Locale.ROOT);
        if (lower.equals("announce") || lower.equals("withdraw")) {
            throw new TextException(token.position(), token.shown() + " cannot be the name of a watchdog");
        }
        return token.text();
    }
}

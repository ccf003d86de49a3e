package dev.directrix.bgp.exabgp.config;

import dev.directrix.bgp.exabgp.config.CapabilityOptions.NextHopFamily;
import dev.directrix.bgp.exabgp.text.Statement;
import dev.directrix.bgp.exabgp.text.TextException;
import dev.directrix.bgp.exabgp.text.Token;
import dev.directrix.bgp.exabgp.text.TokenReader;
import dev.directrix.bgp.wire.Family;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The {@code family}, {@code add-path} and {@code nexthop} sections. */
final class FamilyGrammar {

    private static final Set<String> SAFIS = Set.of(
        "unicast", "multicast", "nlri-mpls", "labeled-unicast", "mpls-vpn", "mcast-vpn", "flow", "flow-vpn", "mup",
        "sr-policy");
    private static final String HOW = ": write ipv4 unicast or ipv6 unicast";

    private FamilyGrammar() {
    }

    /** Whether ExaBGP has routes of this kind. */
    static boolean isKnownSafi(final String safi) {
        return SAFIS.contains(safi);
    }

    /** What a statement of {@code family} asks for. */
    enum Choice {
        /** Every family there is. */
        ALL,
        /** The families of the routes in the file. */
        MINIMAL,
        /** The family that is named. */
        ONE
    }

    static Choice choice(final Statement statement) {
        return switch (statement.keyword().text()) {
            case "all" -> Choice.ALL;
            case "minimal" -> Choice.MINIMAL;
            default -> Choice.ONE;
        };
    }

    /** The family of a statement of {@code family}; nothing if it names none by itself. */
    static Optional<Family> family(final Statement statement) {
        final TokenReader in = start(statement);
        final Optional<Family> family =
            choice(statement) == Choice.ONE ? Optional.of(named(statement.keyword(), in)) : Optional.empty();
        in.requireEnd("the family");
        return family;
    }

    /**
     * A statement of {@code add-path}.
     *
     * @param family the family; nothing for all
     * @param limit  the most paths of a prefix that we take
     */
    record AddPath(Optional<Family> family, OptionalInt limit) {
    }

    static AddPath addPath(final Statement statement) {
        final TokenReader in = start(statement);
        if (statement.keyword().is("all")) {
            in.requireEnd("all");
            return new AddPath(Optional.empty(), OptionalInt.empty());
        }
        final Family family = named(statement.keyword(), in);
        final OptionalInt limit = in.skip("limit")
            ? OptionalInt.of((int) in.number("the limit of paths", 1, 65_535)) : OptionalInt.empty();
        in.requireEnd("the family, unless it is limit NUMBER");
        return new AddPath(Optional.of(family), limit);
    }

    static NextHopFamily nextHop(final Statement statement) {
        final TokenReader in = start(statement);
        final Family family = named(statement.keyword(), in);
        final Token other = in.next("the next hop's ipv4 or ipv6");
        final int afi = family.afi() == 1 ? 2 : 1;
        if (!other.is(afi == 1 ? "ipv4" : "ipv6")) {
            throw new TextException(other.position(), other.shown() + " is no next hop for it: write "
                + (afi == 1 ? "ipv6 unicast ipv4" : "ipv4 unicast ipv6"));
        }
        in.requireEnd("the next hop's family");
        return new NextHopFamily(family, afi);
    }

    private static TokenReader start(final Statement statement) {
        statement.block().ifPresent(block -> {
            throw new TextException(statement.end(), "no section belongs here" + HOW);
        });
        return statement.arguments();
    }

    private static Family named(final Token afi, final TokenReader in) {
        final boolean ip = afi.is("ipv4") || afi.is("ipv6");
        if (!ip && !afi.is("l2vpn") && !afi.is("bgp-ls")) {
            throw new TextException(afi.position(), afi.shown() + " is no address family" + HOW);
        }
        final Token safi = in.next("unicast");
        if (ip && safi.text().equalsIgnoreCase("unicast")) {
            return afi.is("ipv4") ? Family.IPV4_UNICAST : Family.IPV6_UNICAST;
        }
        if (ip && !isKnownSafi(safi.text())) {
            throw new TextException(safi.position(), safi.shown() + " is no kind of " + afi.text() + " routes" + HOW);
        }
        throw new TextException(afi.position(), "'" + afi.text() + " " + safi.text()
            + "' is not supported: only ipv4 unicast and ipv6 unicast are");
    }
}

package dev.directrix.bgp.exabgp.config;

import dev.directrix.bgp.exabgp.text.RouteParser;
import dev.directrix.bgp.exabgp.text.Statement;
import dev.directrix.bgp.exabgp.text.Suggestion;
import dev.directrix.bgp.exabgp.text.TextException;
import dev.directrix.bgp.exabgp.text.Token;
import dev.directrix.bgp.exabgp.text.TokenReader;
import dev.directrix.bgp.wire.Family;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads a {@code neighbor} section or a template and checks each statement by itself. */
final class NeighborReader {

    private static final Set<String> SECTIONS = Set.of(
        "family", "capability", "tcp-ao", "add-path", "nexthop", "api", "static", "announce");
    private static final Set<String> UNSUPPORTED = Set.of("flow", "l2vpn", "operational");
    private static final String NOT_UNICAST = " is not supported: only IPv4 and IPv6 unicast routes are";

    private final Problems problems;

    NeighborReader(final Problems problems) {
        this.problems = problems;
    }

    /** What the section says. */
    NeighborDraft read(final Statement section) {
        final NeighborDraft draft = new NeighborDraft(section.keyword().position());
        for (final Statement statement : section.block().orElse(List.of())) {
            if (statement.block().isPresent()) {
                section(statement, statement.block().get(), draft);
            } else {
                leaf(statement, draft);
            }
        }
        return draft;
    }

    private void leaf(final Statement statement, final NeighborDraft draft) {
        final String keyword = statement.keyword().text();
        if (keyword.equals("inherit")) {
            problems.read(statement.arguments(), keyword, NeighborGrammar::names)
                .ifPresent(draft.inherited()::addAll);
        } else if (keyword.equals("ttl-security")) {
            problems.error(statement.keyword().position(),
                "'ttl-security' is a form of ExaBGP 3: write outgoing-ttl 255; and incoming-ttl 255;");
        } else if (SECTIONS.contains(keyword) || UNSUPPORTED.contains(keyword)) {
            problems.error(statement.end(), "'" + keyword + "' is a section: write { ... } instead of ';'");
        } else {
            keep(statement, NeighborGrammar.LEAVES, draft.leaves(), "a neighbor");
        }
    }

    private void section(final Statement statement, final List<Statement> block, final NeighborDraft draft) {
        final Token keyword = statement.keyword();
        switch (keyword.text()) {
            case "family" -> each(block, FamilyGrammar::family, draft.families());
            case "add-path" -> each(block, FamilyGrammar::addPath, draft.addPaths());
            case "nexthop" -> each(block, FamilyGrammar::nextHop, draft.nextHops());
            case "capability" -> block.forEach(inner ->
                keep(inner, CapabilityGrammar.LEAVES, draft.capabilities(), "capability"));
            case "tcp-ao" -> block.forEach(inner ->
                keep(inner, TcpAoGrammar.LEAVES, draft.tcpAo(), "tcp-ao"));
            case "api" -> {
                if (ApiGrammar.check(statement, problems)) {
                    draft.apis().add(statement);
                }
            }
            case "static" -> block.forEach(inner -> route(inner, draft));
            case "announce" -> block.forEach(inner -> announce(inner, draft));
            default -> unknownSection(keyword, block);
        }
        if (!keyword.is("api")) {
            statement.arguments().peek().ifPresent(extra -> problems.error(extra.position(),
                extra.shown() + " is too much behind " + keyword.shown() + ": remove it"));
        }
    }

    private void unknownSection(final Token keyword, final List<Statement> block) {
        if (UNSUPPORTED.contains(keyword.text())) {
            // An empty section asks for nothing.
            if (!block.isEmpty()) {
                problems.error(keyword.position(), keyword.shown() + NOT_UNICAST);
            }
            return;
        }
        final boolean leaf = NeighborGrammar.LEAVES.containsKey(keyword.text());
        problems.error(keyword.position(), leaf
            ? keyword.shown() + " has a value and no section: write " + keyword.text() + " VALUE;"
            : keyword.shown() + " is no section of a neighbor" + Suggestion.of(keyword.text(), SECTIONS)
                + "; known are " + String.join(", ", new TreeSet<>(SECTIONS)));
    }

    private void route(final Statement statement, final NeighborDraft draft) {
        final Token keyword = statement.keyword();
        switch (keyword.text()) {
            case "route" -> parsed(statement, RouteParser::route, draft);
            case "attribute", "attributes" -> parsed(statement, RouteParser::attributes, draft);
            case "sr-policy" -> problems.error(keyword.position(), keyword.shown() + NOT_UNICAST);
            default -> unknown(keyword, List.of("route", "attributes"), "static");
        }
    }

    private void announce(final Statement statement, final NeighborDraft draft) {
        final Token keyword = statement.keyword();
        final List<Statement> block = statement.block().orElse(List.of());
        switch (keyword.text()) {
            case "ipv4" -> block.forEach(inner -> unicast(inner, Family.IPV4_UNICAST, draft));
            case "ipv6" -> block.forEach(inner -> unicast(inner, Family.IPV6_UNICAST, draft));
            case "l2vpn" -> problems.error(keyword.position(), keyword.shown() + NOT_UNICAST);
            default -> unknown(keyword, List.of("ipv4", "ipv6"), "announce");
        }
        if (statement.block().isEmpty() && (keyword.is("ipv4") || keyword.is("ipv6"))) {
            problems.error(statement.end(), "the section of " + keyword.shown()
                + " is missing: write { unicast ...; }");
        }
    }

    private void unicast(final Statement statement, final Family family, final NeighborDraft draft) {
        final Token keyword = statement.keyword();
        if (keyword.is("unicast")) {
            parsed(statement, in -> RouteParser.unicast(family, in), draft);
        } else if (FamilyGrammar.isKnownSafi(keyword.text())) {
            problems.error(keyword.position(), keyword.shown() + NOT_UNICAST);
        } else {
            unknown(keyword, List.of("unicast"), "ipv4 and ipv6");
        }
    }

    private void parsed(
        final Statement statement, final Function<TokenReader, RouteParser.Parsed> grammar,
        final NeighborDraft draft) {
        problems.read(statement.flattened(), statement.keyword().text(), grammar)
            .ifPresent(draft.routes()::add);
    }

    private void each(
        final List<Statement> block, final Consumer<Statement> grammar, final List<Statement> into) {
        for (final Statement statement : block) {
            try {
                grammar.accept(statement);
                into.add(statement);
            } catch (final TextException e) {
                problems.error(e);
            }
        }
    }

    /** Checks a statement of a keyword and a value, and keeps it if it is good. */
    private void keep(
        final Statement statement, final Map<String, Function<TokenReader, ?>> grammar,
        final Map<String, Statement> into, final String section) {
        final Token keyword = statement.keyword();
        final Function<TokenReader, ?> value = grammar.get(keyword.text());
        if (value == null) {
            unknown(keyword, grammar.keySet(), section);
        } else if (statement.block().isPresent()) {
            problems.error(statement.end(), keyword.shown() + " has a value and no section: write "
                + keyword.text() + " VALUE;");
        } else {
            problems.read(statement.arguments(), keyword.text(), in -> (Object) value.apply(in))
                .ifPresent(good -> into.put(keyword.text(), statement));
        }
    }

    private void unknown(final Token keyword, final Collection<String> known, final String section) {
        problems.error(keyword.position(), keyword.shown() + " does not belong in " + section
            + Suggestion.of(keyword.text(), known) + "; known are " + String.join(", ", new TreeSet<>(known)));
    }
}

package dev.directrix.bgp.exabgp.config;

import dev.directrix.bgp.exabgp.text.Position;
import dev.directrix.bgp.exabgp.text.RouteParser;
import dev.directrix.bgp.exabgp.text.Statement;
import dev.directrix.bgp.exabgp.text.Token;
import dev.directrix.ecmp.Prefix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@code neighbor} section or a template says, checked word by word but not as a whole. Values are kept as
 * statements, so that whatever is wrong with their combination has its place. Not thread-safe.
 */
final class NeighborDraft {

    private final Position position;
    private final Map<String, Statement> leaves = new LinkedHashMap<>();
    private final Map<String, Statement> capabilities = new LinkedHashMap<>();
    private final Map<String, Statement> tcpAo = new LinkedHashMap<>();
    private final List<Statement> families = new ArrayList<>();
    private final List<Statement> addPaths = new ArrayList<>();
    private final List<Statement> nextHops = new ArrayList<>();
    private final List<Statement> apis = new ArrayList<>();
    private final List<RouteParser.Parsed> routes = new ArrayList<>();
    private final List<Token> inherited = new ArrayList<>();
    private Optional<Prefix> peer = Optional.empty();

    NeighborDraft(final Position position) {
        this.position = position;
    }

    Position position() {
        return position;
    }

    /** The peer behind the word {@code neighbor}. */
    void peer(final Prefix address) {
        peer = Optional.of(address);
    }

    Optional<Prefix> peer() {
        return peer;
    }

    /** Keywords with one value; the last one counts. */
    Map<String, Statement> leaves() {
        return leaves;
    }

    /** Statements of the {@code capability} sections by keyword; the last one counts. */
    Map<String, Statement> capabilities() {
        return capabilities;
    }

    /** Statements of the {@code tcp-ao} sections by keyword; the last one counts. */
    Map<String, Statement> tcpAo() {
        return tcpAo;
    }

    /** Statements of the {@code family} sections. */
    List<Statement> families() {
        return families;
    }

    /** Statements of the {@code add-path} sections. */
    List<Statement> addPaths() {
        return addPaths;
    }

    /** Statements of the {@code nexthop} sections. */
    List<Statement> nextHops() {
        return nextHops;
    }

    /** The {@code api} sections. */
    List<Statement> apis() {
        return apis;
    }

    /** Routes of all sections. */
    List<RouteParser.Parsed> routes() {
        return routes;
    }

    /** Names of templates. */
    List<Token> inherited() {
        return inherited;
    }

    /**
     * Adds a template as ExaBGP does: lists grow by its entries, and where both have a value the template's counts.
     */
    void merge(final NeighborDraft template, final Token name, final Problems problems) {
        override(leaves, template.leaves, name, problems);
        override(capabilities, template.capabilities, name, problems);
        override(tcpAo, template.tcpAo, name, problems);
        families.addAll(template.families);
        addPaths.addAll(template.addPaths);
        nextHops.addAll(template.nextHops);
        apis.addAll(template.apis);
        routes.addAll(template.routes);
    }

    private static void override(
        final Map<String, Statement> own, final Map<String, Statement> template, final Token name,
        final Problems problems) {
        template.forEach((keyword, statement) -> {
            final Statement before = own.put(keyword, statement);
            if (before != null && !words(before).equals(words(statement))) {
                problems.warn(before.keyword().position(), keyword + " has no effect: template " + name.shown()
                    + " says otherwise at " + statement.keyword().position() + ", and in ExaBGP a template counts");
            }
        });
    }

    private static List<String> words(final Statement statement) {
        return statement.words().stream().map(Token::text).toList();
    }
}

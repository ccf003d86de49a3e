package dev.directrix.bgp.exabgp.config;

import dev.directrix.bgp.exabgp.text.Position;
import dev.directrix.bgp.exabgp.text.Statement;
import dev.directrix.bgp.exabgp.text.StatementTree;
import dev.directrix.bgp.exabgp.text.Suggestion;
import dev.directrix.bgp.exabgp.text.Token;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads a whole file: {@code process}, {@code template} and {@code neighbor} sections. */
final class ConfigurationReader {

    private static final Set<String> SECTIONS = Set.of("process", "template", "neighbor");

    private final Problems problems;
    private final Map<String, ExabgpProcess> processes = new LinkedHashMap<>();
    private final Map<String, NeighborDraft> templates = new TreeMap<>();
    private final List<NeighborDraft> drafts = new ArrayList<>();

    ConfigurationReader(final Problems problems) {
        this.problems = problems;
    }

    /** Everything that the text says; what is wrong with it is among the problems. */
    ExabgpConfiguration read(final String text) {
        final StatementTree.Parsed tree = StatementTree.parse(text);
        tree.problems().forEach(problems::error);
        tree.statements().forEach(this::section);
        final List<ExabgpNeighbor> neighbors = new ArrayList<>();
        final Map<String, Position> seen = new LinkedHashMap<>();
        for (final NeighborDraft draft : drafts) {
            inherit(draft);
            new NeighborAssembly(draft, processes, problems).build().ifPresent(neighbor -> {
                final String index = neighbor.connection().listenPort().isPresent()
                    ? neighbor.peer() + " listen " + neighbor.connection().listenPort().getAsInt() : neighbor.name();
                final Position before = seen.putIfAbsent(index, neighbor.position());
                if (before == null) {
                    neighbors.add(neighbor);
                } else {
                    problems.error(neighbor.position(), "the same neighbor stands at " + before
                        + " already: remove one of them");
                }
            });
        }
        return new ExabgpConfiguration(List.copyOf(processes.values()), neighbors, problems.warnings());
    }

    private void section(final Statement statement) {
        final Token keyword = statement.keyword();
        switch (keyword.text()) {
            case "process" -> named(statement).ifPresent(name -> process(name, statement));
            case "template" -> statement.block().ifPresentOrElse(
                block -> block.forEach(this::template), () -> noBlock(statement));
            case "neighbor" -> neighbor(statement);
            case "group" -> problems.error(keyword.position(),
                "'group' is a form of ExaBGP 3: write a template, and inherit it in the neighbors");
            default -> problems.error(keyword.position(), keyword.shown() + " is no section"
                + Suggestion.of(keyword.text(), SECTIONS) + "; known are neighbor, template and process");
        }
    }

    private void process(final Token name, final Statement statement) {
        if (processes.containsKey(name.text())) {
            problems.error(name.position(), "process " + name.shown() + " stands at "
                + processes.get(name.text()).position() + " already: give this one another name");
            return;
        }
        ProcessGrammar.read(name, statement, problems).ifPresent(process -> processes.put(name.text(), process));
    }

    private void template(final Statement statement) {
        if (!statement.keyword().is("neighbor")) {
            problems.error(statement.keyword().position(), statement.keyword().shown()
                + " is no template: only neighbor NAME { ... } is");
            return;
        }
        named(statement).ifPresent(name -> {
            final NeighborDraft draft = new NeighborReader(problems).read(statement);
            final NeighborDraft before = templates.putIfAbsent(name.text(), draft);
            if (before != null) {
                problems.error(name.position(), "template " + name.shown() + " stands at " + before.position()
                    + " already: give this one another name");
            }
        });
    }

    private void neighbor(final Statement statement) {
        if (statement.block().isEmpty()) {
            noBlock(statement);
            return;
        }
        final NeighborDraft draft = new NeighborReader(problems).read(statement);
        problems.read(statement.arguments(), "the peer's address", NeighborGrammar::peer)
            .ifPresent(peer -> draft.peer(peer));
        drafts.add(draft);
    }

    private void inherit(final NeighborDraft draft) {
        for (final Token name : draft.inherited()) {
            final Optional<NeighborDraft> template = Optional.ofNullable(templates.get(name.text()));
            if (template.isEmpty()) {
                problems.error(name.position(), "there is no template " + name.shown()
                    + Suggestion.of(name.text(), templates.keySet()));
                continue;
            }
            draft.merge(template.get(), name, problems);
        }
    }

    /** The name behind the first word of a section with braces. */
    private Optional<Token> named(final Statement statement) {
        if (statement.block().isEmpty()) {
            noBlock(statement);
            return Optional.empty();
        }
        return problems.read(statement.arguments(), "the name of a " + statement.keyword().text(), in -> {
            final Token name = in.next("the name of the " + statement.keyword().text());
            return name;
        }).filter(name -> {
            final boolean good = name.text().chars().allMatch(c -> c == '.' || c == '-' || c == '_'
                || (c < 128 && Character.isLetterOrDigit(c))) && !name.text().isEmpty();
            if (!good) {
                problems.error(name.position(), name.shown()
                    + " is no name: it may have letters, digits, '.', '-' and '_'");
            }
            return good;
        });
    }

    private void noBlock(final Statement statement) {
        problems.error(statement.end(), "the section of " + statement.keyword().shown()
            + " is missing: write { ... } instead of ';'");
    }
}

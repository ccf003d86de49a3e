package dev.directrix.bgp.exabgp.config;

import dev.directrix.bgp.exabgp.config.ApiSection.ApiMessage;
import dev.directrix.bgp.exabgp.config.ApiSection.MessageFilter;
import dev.directrix.bgp.exabgp.text.Statement;
import dev.directrix.bgp.exabgp.text.Suggestion;
import dev.directrix.bgp.exabgp.text.TextException;
import dev.directrix.bgp.exabgp.text.Token;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The {@code api} section. */
final class ApiGrammar {

    private static final List<String> EVENTS = List.of("neighbor-changes", "negotiated", "fsm", "signal");
    private static final List<String> FORMS = List.of("parsed", "packets", "consolidate");
    private static final List<String> MESSAGES =
        List.of("open", "update", "notification", "keepalive", "refresh", "operational");
    /** Long names against long patterns could take for ever. */
    private static final int MAX_PATTERN = 200;

    private final Problems problems;
    private final List<Token> processes = new ArrayList<>();
    private final List<Token> patterns = new ArrayList<>();
    private final Set<String> events = new HashSet<>();
    private MessageFilter send = MessageFilter.NONE;
    private MessageFilter receive = MessageFilter.NONE;
    private boolean good = true;

    private ApiGrammar(final Problems problems) {
        this.problems = problems;
    }

    /** Whether the section is good by itself; what is not is told. */
    static boolean check(final Statement section, final Problems problems) {
        final ApiGrammar grammar = new ApiGrammar(problems);
        grammar.read(section);
        return grammar.good;
    }

    /** The section, its processes found among those of the file. */
    static ApiSection resolve(
        final Statement section, final Map<String, ExabgpProcess> known, final Problems problems) {
        final ApiGrammar grammar = new ApiGrammar(problems);
        grammar.read(section);
        return new ApiSection(section.words().size() > 1 ? section.words().get(1).text() : "",
            grammar.resolved(known), grammar.events.contains("neighbor-changes"),
            grammar.events.contains("negotiated"), grammar.events.contains("fsm"),
            grammar.events.contains("signal"), grammar.send, grammar.receive);
    }

    /** The first word of this kind in the section, to complain at. */
    static Optional<Token> keyword(final Statement section, final String keyword) {
        return section.block().orElse(List.of()).stream().map(Statement::keyword)
            .filter(token -> token.is(keyword)).findFirst();
    }

    private void read(final Statement section) {
        if (section.words().size() > 2) {
            error(section.words().get(2), section.words().get(2).shown()
                + " is too much: api has one name at most");
        }
        for (final Statement statement : section.block().orElse(List.of())) {
            final Token keyword = statement.keyword();
            switch (keyword.text()) {
                case "processes" -> names(statement, processes);
                case "processes-match" -> patterns(statement);
                case "send" -> send = filter(statement, send);
                case "receive" -> receive = filter(statement, receive);
                default -> event(statement);
            }
        }
    }

    private void event(final Statement statement) {
        final Token keyword = statement.keyword();
        if (!EVENTS.contains(keyword.text())) {
            final List<String> known = new ArrayList<>(EVENTS);
            known.addAll(List.of("processes", "processes-match", "send", "receive"));
            error(keyword, keyword.shown() + " does not belong in api" + Suggestion.of(keyword.text(), known)
                + "; known are " + String.join(", ", known));
        } else if (flag(statement)) {
            events.add(keyword.text());
        } else {
            events.remove(keyword.text());
        }
    }

    private MessageFilter filter(final Statement section, final MessageFilter before) {
        if (section.block().isEmpty()) {
            error(section.keyword(), section.keyword().shown() + " is a section: write { parsed; update; }");
            return before;
        }
        final Set<String> forms = new HashSet<>();
        final Set<ApiMessage> messages = EnumSet.noneOf(ApiMessage.class);
        messages.addAll(before.messages());
        for (final Statement statement : section.block().get()) {
            final String word = statement.keyword().text();
            if (FORMS.contains(word)) {
                if (flag(statement)) {
                    forms.add(word);
                }
            } else if (MESSAGES.contains(word)) {
                final ApiMessage message = ApiMessage.valueOf(word.toUpperCase(Locale.ROOT));
                if (flag(statement)) {
                    messages.add(message);
                } else {
                    messages.remove(message);
                }
            } else {
                final List<String> known = new ArrayList<>(FORMS);
                known.addAll(MESSAGES);
                error(statement.keyword(), statement.keyword().shown() + " does not belong in "
                    + section.keyword().text() + Suggestion.of(word, known) + "; known are "
                    + String.join(", ", known));
            }
        }
        return new MessageFilter(before.parsed() || forms.contains("parsed"),
            before.packets() || forms.contains("packets"),
            before.consolidate() || forms.contains("consolidate"), messages);
    }

    private boolean flag(final Statement statement) {
        final Optional<Boolean> value =
            problems.read(statement.arguments(), statement.keyword().text(), in -> in.flag(true));
        good &= value.isPresent();
        return value.orElse(false);
    }

    private void names(final Statement statement, final List<Token> into) {
        final Optional<List<Token>> names =
            problems.read(statement.arguments(), statement.keyword().text(), NeighborGrammar::names);
        names.ifPresent(into::addAll);
        good &= names.isPresent();
    }

    private void patterns(final Statement statement) {
        final Optional<List<Token>> read = problems.read(statement.arguments(), "processes-match", in -> {
            final List<Token> list = in.list("a pattern");
            list.forEach(ApiGrammar::pattern);
            return list;
        });
        read.ifPresent(patterns::addAll);
        good &= read.isPresent();
    }

    private static Pattern pattern(final Token token) {
        if (token.text().length() > MAX_PATTERN) {
            throw new TextException(token.position(), "the pattern is longer than " + MAX_PATTERN + " characters");
        }
        try {
            return Pattern.compile(token.text());
        } catch (final PatternSyntaxException e) {
            throw new TextException(token.position(), token.shown() + " is no regular expression: "
                + e.getDescription() + " near character " + (e.getIndex() + 1));
        }
    }

    private List<String> resolved(final Map<String, ExabgpProcess> known) {
        final Set<String> names = new LinkedHashSet<>();
        for (final Token token : processes) {
            if (known.containsKey(token.text())) {
                names.add(token.text());
            } else {
                problems.error(token.position(), "there is no process " + token.shown()
                    + Suggestion.of(token.text(), known.keySet()) + ": add process " + token.text() + " { run ...; }");
            }
        }
        final Set<String> matched = new LinkedHashSet<>();
        for (final Token token : patterns) {
            // As Python's re.match: at the start of the name, not necessarily to its end.
            final Pattern pattern = pattern(token);
            known.keySet().stream().filter(name -> pattern.matcher(name).lookingAt()).forEach(matched::add);
        }
        names.addAll(matched);
        if (!patterns.isEmpty() && matched.isEmpty()) {
            problems.error(patterns.get(0).position(), "no process matches " + patterns.get(0).shown()
                + (known.isEmpty() ? ": there is no process at all" : ": there are "
                    + String.join(", ", known.keySet())));
        }
        return List.copyOf(names);
    }

    private void error(final Token token, final String text) {
        good = false;
        problems.error(token.position(), text);
    }
}

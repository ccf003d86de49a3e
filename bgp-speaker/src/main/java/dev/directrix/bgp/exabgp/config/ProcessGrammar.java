package dev.directrix.bgp.exabgp.config;

import dev.directrix.bgp.exabgp.text.Statement;
import dev.directrix.bgp.exabgp.text.Suggestion;
import dev.directrix.bgp.exabgp.text.TextException;
import dev.directrix.bgp.exabgp.text.Token;
import dev.directrix.bgp.exabgp.text.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The {@code process} section. */
final class ProcessGrammar {

    private static final List<String> KEYWORDS = List.of("run", "encoder", "respawn");

    private ProcessGrammar() {
    }

    /** The process, unless something is wrong with it. */
    static Optional<ExabgpProcess> read(final Token name, final Statement section, final Problems problems) {
        Optional<List<String>> run = Optional.empty();
        ExabgpProcess.Encoder encoder = ExabgpProcess.Encoder.TEXT;
        boolean respawn = true;
        boolean good = true;
        for (final Statement statement : section.block().orElse(List.of())) {
            final Token keyword = statement.keyword();
            final TokenReader in = statement.arguments();
            switch (keyword.text()) {
                case "run" -> {
                    run = problems.read(in, "run", ProcessGrammar::run);
                    good &= run.isPresent();
                }
                case "encoder" -> encoder = problems.read(in, "encoder", ProcessGrammar::encoder).orElse(encoder);
                case "respawn" -> respawn = problems.read(in, "respawn", words -> words.flag(true)).orElse(respawn);
                default -> problems.error(keyword.position(), keyword.shown() + " does not belong in a process"
                    + Suggestion.of(keyword.text(), KEYWORDS) + "; known are " + String.join(", ", KEYWORDS));
            }
        }
        if (run.isEmpty() && good) {
            problems.error(section.keyword().position(), "process " + name.shown()
                + " runs nothing: add run /path/to/program;");
        }
        final ExabgpProcess.Encoder form = encoder;
        final boolean again = respawn;
        return run.map(words ->
            new ExabgpProcess(name.text(), words, form, again, section.keyword().position()));
    }

    private static List<String> run(final TokenReader in) {
        if (!in.hasNext()) {
            throw new TextException(in.position(), "the program behind run is missing");
        }
        return joined(in);
    }

    /** The words as their author spaced them: brackets and commas are no words of their own here. */
    static List<String> joined(final TokenReader in) {
        final List<StringBuilder> words = new ArrayList<>();
        for (final Token token : in.rest()) {
            if (token.glued() && !words.isEmpty()) {
                words.get(words.size() - 1).append(token.text());
            } else {
                words.add(new StringBuilder(token.text()));
            }
        }
        return words.stream().map(StringBuilder::toString).toList();
    }

    private static ExabgpProcess.Encoder encoder(final TokenReader in) {
        final Token token = in.next("text or json");
        return switch (token.text()) {
            case "text" -> ExabgpProcess.Encoder.TEXT;
            case "json" -> ExabgpProcess.Encoder.JSON;
            default -> throw new TextException(token.position(), token.shown()
                + " is no encoder: write text or json");
        };
    }
}

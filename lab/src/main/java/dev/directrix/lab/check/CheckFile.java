package dev.directrix.lab.check;

import dev.directrix.lab.topology.TopologyException;
import dev.directrix.lab.topology.YamlSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads a checks file: {@code NAME.test.yml} beside {@code NAME.clab.yml}. */
public final class CheckFile {
    private static final Set<String> KEYS = Set.of("name", "node", "run", "exit", "expect", "reject", "within");
    private static final Pattern DURATION = Pattern.compile("(?<count>[0-9]{1,6})(?<unit>ms|s|m)");
    private static final String TOPOLOGY_ENDING = ".clab.yml";

    private CheckFile() {
    }

    /** Where the checks of a topology file are by default. */
    public static Path beside(Path topologyFile) {
        String name = topologyFile.getFileName().toString();
        String stem = name.endsWith(TOPOLOGY_ENDING)
            ? name.substring(0, name.length() - TOPOLOGY_ENDING.length())
            : name.replaceFirst("\\.ya?ml$", "");
        return topologyFile.resolveSibling(stem + ".test.yml");
    }

    public static List<Check> read(Path file) {
        try {
            return parse(file, Files.readString(file));
        } catch (IOException e) {
            throw TopologyException.unreadable(file, e);
        }
    }

    static List<Check> parse(Path file, String text) {
        YamlSection top = YamlSection.parse(file, text).only("a checks file", Set.of("checks"));
        List<Check> checks = new ArrayList<>();
        for (YamlSection section : top.sections("checks")) {
            checks.add(check(section.only("a check", KEYS)));
        }
        if (checks.isEmpty()) {
            throw new TopologyException(top.at(), "a checks file needs 'checks' with at least one entry");
        }
        return checks;
    }

    private static Check check(YamlSection section) {
        String run = section.requiredText("run", "a check");
        return new Check(section.text("name").orElse(run), section.text("node"), run,
            section.number("exit", 0).orElse(0), patterns(section, "expect"), patterns(section, "reject"),
            section.text("within").map(value -> duration(section, value)).orElse(Duration.ZERO), section.at());
    }

    private static List<Pattern> patterns(YamlSection section, String key) {
        List<Pattern> patterns = new ArrayList<>();
        for (YamlSection.Item item : section.itemsOrOne(key)) {
            try {
                patterns.add(Pattern.compile(item.text(), Pattern.MULTILINE));
            } catch (PatternSyntaxException e) {
                throw new TopologyException(item.at(), "'" + item.text() + "' is no regular expression: "
                    + e.getDescription(), e);
            }
        }
        return patterns;
    }

    private static Duration duration(YamlSection section, String value) {
        Matcher duration = DURATION.matcher(value);
        if (!duration.matches()) {
            throw new TopologyException(section.at("within"), "'within' is a duration such as 500ms, 30s or 2m, not '"
                + value + "'");
        }
        long count = Long.parseLong(duration.group("count"));
        return switch (duration.group("unit")) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            default -> Duration.ofMinutes(count);
        };
    }
}

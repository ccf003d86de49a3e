package dev.directrix.lab.topology;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code ${NAME}} and {@code ${NAME:=default}} in a topology file, as containerlab does before it parses. */
final class Variables {
    private static final Pattern VARIABLE =
        Pattern.compile("\\$\\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(:[-=](?<or>[^}]*))?}");

    private final Map<String, String> values;

    Variables(Map<String, String> values) {
        this.values = values;
    }

    String expand(Path file, String text) {
        StringBuilder out = new StringBuilder(text.length());
        Matcher variable = VARIABLE.matcher(text);
        while (variable.find()) {
            String value = values.get(variable.group("name"));
            if (value == null) {
                value = variable.group("or");
            }
            if (value == null) {
                throw new TopologyException(position(file, text, variable.start()),
                    "the environment has no variable " + variable.group("name"));
            }
            variable.appendReplacement(out, Matcher.quoteReplacement(value));
        }
        return variable.appendTail(out).toString();
    }

    private static Position position(Path file, String text, int offset) {
        int line = 1 + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
        return new Position(file, line, offset - text.lastIndexOf('\n', offset - 1));
    }
}

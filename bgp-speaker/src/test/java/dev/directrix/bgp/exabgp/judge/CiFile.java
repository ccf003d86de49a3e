package dev.directrix.bgp.exabgp.judge;

import dev.directrix.bgp.wire.Octets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@code .ci} file of ExaBGP's suite: what a speaker with a configuration must send.
 *
 * @param confs       configurations, the second one for a reload
 * @param options     options but {@code file}, by name; without value the name itself
 * @param connections by letter, then by number, the lines of each group
 */
record CiFile(
    List<String> confs, Map<String, String> options, TreeMap<Character, TreeMap<Integer, List<Line>>> connections) {

    /** A line that must be matched, or that makes the judge act. */
    sealed interface Line {

        /** A message that must come, marker included; {@code marked} says whether the marker counts. */
        record Raw(Octets octets, boolean marked) implements Line {
        }

        /** The judge says NOTIFICATION 6/2 with this text. */
        record Notify(String text) implements Line {
        }

        /** The judge sends us this signal. */
        record Signal(String name) implements Line {
        }
    }

    static CiFile read(final Path file) {
        final List<String> confs = new ArrayList<>();
        final Map<String, String> options = new TreeMap<>();
        final TreeMap<Character, TreeMap<Integer, List<Line>>> connections = new TreeMap<>();
        try {
            for (final String line : Files.readAllLines(file)) {
                if (line.isBlank() || line.contains("#")) {
                    continue;
                }
                final String[] parts = line.split(":", 3);
                if (parts[0].equals("option")) {
                    if (parts[1].equals("file")) {
                        confs.add(parts[2]);
                    } else {
                        options.put(parts[2].contains("-") ? parts[2] : parts[1], parts[2]);
                    }
                    continue;
                }
                final boolean lettered = Character.isLetter(parts[0].charAt(0));
                final int number = Integer.parseInt(lettered ? parts[0].substring(1) : parts[0]);
                final List<Line> group = connections
                    .computeIfAbsent(lettered ? parts[0].charAt(0) : 'A', letter -> new TreeMap<>())
                    .computeIfAbsent(number, key -> new ArrayList<>());
                line(parts[1], parts[2], group);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CiFile(confs, options, connections);
    }

    boolean has(final String option) {
        return options.containsKey(option);
    }

    private static void line(final String kind, final String text, final List<Line> group) {
        switch (kind) {
            case "raw" -> {
                final String hex = text.replaceAll("[: ]", "");
                final Octets octets = Octets.of(HexFormat.of().parseHex(hex));
                group.add(new Line.Raw(octets, hex.startsWith("F".repeat(32))));
            }
            case "notification" -> group.add(new Line.Notify(text.toLowerCase(Locale.ROOT)));
            case "signal" -> group.add(new Line.Signal(text));
            default -> {
                // cmd and json are for other tests.
            }
        }
    }
}

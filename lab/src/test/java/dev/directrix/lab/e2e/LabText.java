package dev.directrix.lab.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Files of a lab's nodes, and what their programs print. */
final class LabText {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LabText() {
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes a text with a part of it replaced.
     *
     * @throws IllegalArgumentException if it has no such part
     */
    static void replace(Path file, String text, String from, String to) {
        if (!text.contains(from)) {
            throw new IllegalArgumentException("there is no '" + from + "' to be replaced in " + file);
        }
        write(file, text.replace(from, to));
    }

    /** Parsed; what the JVM says of its options may stand before it. */
    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.lines().dropWhile(line -> !line.startsWith("{") && !line.startsWith("["))
                .collect(Collectors.joining("\n")));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}

package dev.directrix.lab.topology;

import java.nio.file.Path;

/** A file or directory of the host that a node sees at {@code target}; {@code source} is absolute. */
public record Bind(Path source, String target, boolean readOnly, Position at) {
}

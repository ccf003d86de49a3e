package dev.directrix.lab.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the lab must remember to be taken down, as files: {@code /run/directrix-lab/LAB/nodes/NODE/…}. Each thing is
 * written before or as it comes to be, so that a lab whose start was cut off can be removed as well.
 */
final class LabFolder {
    static final Path HOME = Path.of("/run/directrix-lab");

    private final Path path;

    private LabFolder(Path path) {
        this.path = path;
    }

    static LabFolder of(String lab) {
        return new LabFolder(HOME.resolve(lab));
    }

    /** Takes the lab's name; the folder is its lock. */
    static LabFolder create(String lab) {
        LabFolder folder = of(lab);
        try {
            Files.createDirectories(HOME);
            Files.createDirectory(folder.path);
            Files.createDirectory(folder.path.resolve("nodes"));
            return folder;
        } catch (FileAlreadyExistsException e) {
            throw new LabException("lab " + lab + " is up already; 'directrix lab down " + lab + "' removes it", e);
        } catch (IOException e) {
            throw new LabException(folder.path + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** The names of the labs that are up, or were not taken down whole. */
    static List<String> labs() {
        return children(HOME);
    }

    boolean exists() {
        return Files.isDirectory(path);
    }

    Path path() {
        return path;
    }

    /** The folder of a node, made when there is none. */
    Path makeNode(String node) {
        try {
            Path folder = nodePath(node);
            Files.createDirectories(folder.resolve("log"));
            Files.setPosixFilePermissions(folder.resolve("log"),
                PosixFilePermissions.fromString("rwxrwxrwx"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path nodePath(String node) {
        return path.resolve("nodes").resolve(node);
    }

    List<String> nodes() {
        return children(path.resolve("nodes"));
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void delete() {
        try (Stream<Path> files = Files.walk(path)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> children(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isDirectory).map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}

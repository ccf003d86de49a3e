package dev.directrix.bgp.exabgp.process;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the program of a {@code run} line is. An absolute path stands for itself; anything else is looked for beside
 * the configuration file, in {@code /etc/exabgp}, then in the directories of {@code PATH}. The first that is a file
 * wins; what is nowhere stays as it was written, and starting it fails with the kernel's own words.
 */
public final class ProgramPath {

    private static final Path SYSTEM_FOLDER = Path.of("/etc/exabgp");

    private final List<Path> folders;

    private ProgramPath(final List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /**
     * Looks beside one configuration.
     *
     * @param configuration the file
     * @param path          value of {@code PATH}: directories with colons between; what is no path is passed over
     */
    public static ProgramPath beside(final Path configuration, final String path) {
        final List<Path> folders = new ArrayList<>();
        folders.add(configuration.toAbsolutePath().normalize().getParent());
        folders.add(SYSTEM_FOLDER);
        Arrays.stream(path.split(":", -1)).flatMap(ProgramPath::folder).forEach(folders::add);
        return new ProgramPath(folders);
    }

    private static Stream<Path> folder(final String text) {
        try {
            return text.isEmpty() ? Stream.empty() : Stream.of(Path.of(text).toAbsolutePath());
        } catch (final InvalidPathException e) {
            return Stream.empty(); // A directory with such a name cannot be.
        }
    }

    /** The command with its program resolved; the arguments stay. */
    public List<String> resolve(final List<String> command) {
        final List<String> resolved = new ArrayList<>(command);
        final String program = command.getFirst();
        if (!program.startsWith("/")) {
            folders.stream()
                .map(folder -> folder.resolve(program).normalize())
                .filter(Files::isRegularFile)
                .findFirst()
                .ifPresent(found -> resolved.set(0, found.toString()));
        }
        return resolved;
    }
}

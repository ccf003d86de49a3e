package dev.directrix.bgp.exabgp.config;

import dev.directrix.bgp.exabgp.text.Position;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A whole configuration file of ExaBGP 5.
 *
 * @param processes programs to start, in the order of the file
 * @param neighbors peers, in the order of the file
 * @param warnings  what is taken but has no effect, each with its place
 */
public record ExabgpConfiguration(
    List<ExabgpProcess> processes, List<ExabgpNeighbor> neighbors, List<ConfigurationProblem> warnings) {

    /** The largest file that is read, in octets. */
    public static final long MAX_OCTETS = 64L << 20;

    private static final String BYTE_ORDER_MARK = "\ufeff";

    /** Freezes the lists. */
    public ExabgpConfiguration {
        processes = List.copyOf(processes);
        neighbors = List.copyOf(neighbors);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a file, in UTF-8.
     *
     * @throws ConfigurationException with everything that is wrong with it, or if it cannot be read
     */
    public static ExabgpConfiguration read(final Path file) {
        try {
            if (Files.size(file) > MAX_OCTETS) {
                throw unreadable(file, "the file is larger than " + MAX_OCTETS + " octets");
            }
            return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8), file.toString());
        } catch (final NoSuchFileException e) {
            throw unreadable(file, "there is no such file");
        } catch (final IOException e) {
            throw unreadable(file, "the file cannot be read: " + e.getMessage());
        }
    }

    /**
     * Reads the text of a file.
     *
     * @param text the text
     * @param file the file's name in messages
     * @throws ConfigurationException with everything that is wrong with it
     */
    public static ExabgpConfiguration parse(final String text, final String file) {
        final Problems problems = new Problems(file);
        final ExabgpConfiguration configuration = new ConfigurationReader(problems)
            .read(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
        if (problems.hasErrors()) {
            throw new ConfigurationException(problems.errors());
        }
        return configuration;
    }

    /** The process of this name. */
    public Optional<ExabgpProcess> process(final String name) {
        return processes.stream().filter(process -> process.name().equals(name)).findFirst();
    }

    private static ConfigurationException unreadable(final Path file, final String text) {
        return new ConfigurationException(List.of(new ConfigurationProblem(file.toString(), Position.START, text)));
    }
}

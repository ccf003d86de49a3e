package dev.directrix.bgp.exabgp.config;

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

    /** Freezes the lists. */
    public ExabgpConfiguration {
        processes = List.copyOf(processes);
        neighbors = List.copyOf(neighbors);
        warnings = List.copyOf(warnings);
    }

    /** The process of this name. */
    public Optional<ExabgpProcess> process(final String name) {
        return processes.stream().filter(process -> process.name().equals(name)).findFirst();
    }
}

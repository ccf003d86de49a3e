package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.neighbor.NextHopStatus;
import java.util.List;

/**
 * How the datapath is doing, for people to read.
 *
 * @param mode       what {@link DatapathMode#AUTO} became
 * @param enabled    whether VIP traffic is taken
 * @param ready      {@link Datapath#ready()}
 * @param workers    number of worker threads
 * @param interfaces one each, in the order of the configuration
 * @param nextHops   one per real server of the applied table
 * @param warnings   what an engineer should mend although packets flow
 */
public record DatapathStatus(
    DatapathMode mode,
    boolean enabled,
    boolean ready,
    int workers,
    List<InterfaceStatus> interfaces,
    List<NextHopStatus> nextHops,
    List<String> warnings) {

    /** Freezes the lists. */
    public DatapathStatus {
        interfaces = List.copyOf(interfaces);
        nextHops = List.copyOf(nextHops);
        warnings = List.copyOf(warnings);
    }
}

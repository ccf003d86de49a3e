package dev.directrix.forwarder.flow;

/**
 * Is told how the numbers of a server's flows change, for schedulers and limits that count connections. Called by the
 * thread that writes the table, for each flow that begins, ends, moves or changes its state: must neither allocate nor
 * wait.
 *
 * <p>As in IPVS, established TCP and UDP flows are active, all others (half-open, closing, reset) are inactive.
 */
@FunctionalInterface
public interface FlowListener {
    /** Counts nothing. */
    FlowListener NONE = (serverId, active, inactive) -> { };

    /**
     * The numbers of a server's flows have changed.
     *
     * @param serverId the server, as in the service index
     * @param active   to be added to its active flows: -1, 0 or 1
     * @param inactive to be added to its inactive flows: -1, 0 or 1
     */
    void flowsChanged(int serverId, int active, int inactive);
}

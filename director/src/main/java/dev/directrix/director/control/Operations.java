package dev.directrix.director.control;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What a running director can be asked and told. Called from many threads at once. Each call returns within a second
 * or so: a drain is begun, not awaited.
 *
 * <p>A request that cannot be carried out throws {@link OperationException} with a message for the user; a reload of
 * an invalid file throws {@link dev.directrix.director.config.ConfigException}. Nothing has changed then.
 */
public interface Operations {

    /** Everything at a glance. */
    StatusReport status();

    /** The ECMP weights in force. */
    WeightReport weights();

    /**
     * Overrides the configured ECMP weight until {@link #resetWeight} or a restart.
     *
     * @param weight 1 to 65535
     * @param vip    only this one; empty: the director's weight, used by every VIP without one of its own
     */
    WeightReport setWeight(int weight, Optional<InetAddress> vip);

    /** Takes overrides back. Empty: all of them. */
    WeightReport resetWeight(Optional<InetAddress> vip);

    /** Begins to leave the routers' ECMP set without losing a flow. Empty: every VIP. */
    List<VipReport> drain(Optional<InetAddress> vip);

    /** Comes back after {@link #drain}. Empty: every VIP. */
    List<VipReport> undrain(Optional<InetAddress> vip);

    /** All servers of all pools, sorted by pool, then in the order of the file. */
    List<ServerReport> servers();

    /** Overrides a server's weight (0: no new flows) until {@link #enableServer} or a restart; returns the servers. */
    List<ServerReport> setServerWeight(ServerName server, int weight);

    /** Gives a server no new flows; those that it has stay. */
    List<ServerReport> drainServer(ServerName server);

    /** Takes {@link #drainServer} and {@link #setServerWeight} back. */
    List<ServerReport> enableServer(ServerName server);

    /** Which server a flow goes to, and why. Asks, does not create an entry. */
    FlowReport flow(FlowQuery query);

    /**
     * Counters and live flows.
     *
     * @param top how many flows to list at most, most packets first
     */
    FlowsReport flows(int top);

    /**
     * The BGP sessions, in the order of the file.
     *
     * @param neighbor only this one, by name or address; empty: all
     */
    List<NeighborReport> neighbors(Optional<String> neighbor);

    /**
     * What is announced to whom, and why what is not is not.
     *
     * @param neighbor only this one, by name or address; empty: all
     * @param vip      only this one; empty: all
     */
    RoutesReport routes(Optional<String> neighbor, Optional<InetAddress> vip);

    /** The cluster as this director sees it; a director that stands alone cannot answer. */
    ClusterReport cluster();

    /**
     * Says that members of the cluster which are gone are off: changes that wait for them go on.
     *
     * @param names of the nodes
     * @return the cluster afterwards
     */
    ClusterReport membersOff(List<String> names);

    /**
     * Begins to trace packets. There is one trace at a time; one that nobody reads for ten seconds ends.
     *
     * @return its number
     */
    long startTrace(TraceRequest request);

    /** What a trace has seen since it was read last, at most a thousand packets. */
    TraceReport readTrace(long trace);

    /** Ends a trace; returns what it has seen since it was read last. */
    TraceReport stopTrace(long trace);

    /** Reads the configuration file again and changes over to it as a whole. */
    ReloadReport reload();

    /**
     * Has another director of the cluster answer a request line of the control protocol.
     *
     * @return its answer line
     * @throws OperationException if there is no such director, or it does not answer
     */
    default String askDirector(final String director, final String request) {
        throw new OperationException("director " + director + " cannot be asked by way of another here");
    }
}

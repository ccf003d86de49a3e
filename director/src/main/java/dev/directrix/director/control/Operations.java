package dev.directrix.director.control;

import dev.directrix.director.config.RouterModel;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What a running director can be asked and told. Called from many threads at once. Each call returns within a second
 * or so: a drain is begun, not awaited. Only {@link #shares} waits for other directors, for three seconds at most.
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
     * Overrides the configured ECMP weight until {@link #resetWeight}, over reloads and restarts.
     *
     * @param weight 1 to 65535
     * @param vip    only this one; empty: the director's weight, used by every VIP without one of its own
     */
    WeightReport setWeight(int weight, Optional<InetAddress> vip);

    /**
     * As {@link #setWeight}, but step by step over a time from the weight in force. Another weight, or
     * {@link #resetWeight}, ends it.
     */
    WeightReport rampWeight(int weight, RampRequest ramp, Optional<InetAddress> vip);

    /** What this director announces of each VIP, and how much it gets. */
    WeightView weightView();

    /** Another director of the cluster says that it announces something else now: {@link #weightView} tells what. */
    void announcementsChanged(String director);

    /**
     * What all directors of the cluster announce and get; of a director that stands alone, its own.
     *
     * @param receiver a kind of router: what it would make of it; empty: the one that the file names, if any
     */
    SharesReport shares(Optional<RouterModel> receiver);

    /** Takes overrides back. Empty: all of them. */
    WeightReport resetWeight(Optional<InetAddress> vip);

    /**
     * Begins to leave the routers' ECMP set without losing a flow. It goes on by itself, whoever watches. What is
     * draining already has until the new bound, counted from now.
     *
     * @param vip empty: every VIP
     */
    DrainReport drain(Optional<InetAddress> vip, DrainRequest request);

    /** Comes back after {@link #drain}, at any stage of it. Empty: every VIP. */
    DrainReport undrain(Optional<InetAddress> vip);

    /**
     * Has the director drain, leave its cluster, and end with a status that tells its supervisor to start it again. If
     * its flows do not move within the time, it stays; {@link #undrain} of every VIP gives the restart up until then.
     * Returns at once.
     */
    DrainReport restart(RestartRequest request);

    /** How far drains are. Empty: every VIP. */
    DrainReport drains(Optional<InetAddress> vip);

    /** All servers of all pools, sorted by pool, then in the order of the file. */
    List<ServerReport> servers();

    /** Overrides a server's weight (0: no new flows) until {@link #enableServer}; returns those servers. */
    ServersReport setServerWeight(ServerName server, int weight);

    /** Gives a server no new flows; those that it has stay. */
    ServersReport drainServer(ServerName server);

    /** Takes {@link #drainServer} and {@link #setServerWeight} back. */
    ServersReport enableServer(ServerName server);

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

    /**
     * What changes of servers and tables would move, worked out from this director's own tables and live flows.
     * Nothing is changed.
     *
     * @param changes each in the words of {@code directrix plan}
     */
    TableForecast forecast(List<String> changes);

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

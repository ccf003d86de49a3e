package dev.directrix.director.membership;

import dev.directrix.cluster.etcd.EtcdCounters;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.ServerOverride;
import dev.directrix.cluster.runtime.ClusterView;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.health.ServerHealth;
import dev.directrix.forwarder.datapath.ClusterUse;
import dev.directrix.forwarder.service.ServerKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A director's part in its cluster. Thread-safe. */
public interface Membership extends AutoCloseable {
    /** A director that stands alone. */
    Membership NONE = new Standalone();

    /** Whether there is a cluster. */
    boolean isClustered();

    /** Why nothing may be announced because of the cluster; empty: nothing speaks against it. */
    Optional<String> obstacle();

    /**
     * What configuration and health checks say now.
     *
     * @param kept servers that the file has no more, and to which packets are forwarded still
     */
    void wish(DirectorConfig config, Function<ServerKey, ServerHealth> healthOf, Set<ServerKey> kept);

    /** Becomes a member, if it has not yet: the datapath is warm, and each server has a verdict. */
    void begin();

    /** The commands about servers that are in force in the cluster. */
    Map<ServerKey, ServerOverride> commands();

    /** The servers that the cluster's tables or exceptions send flows to. */
    Set<ServerKey> used();

    /** Commands something about a server, for all members: it is in force when {@link #commands} says so. */
    void command(ServerOverride override);

    /** Vouches that these, who are no members any more, are off: done when {@link #view} misses none of them. */
    void vouchOff(Set<MemberId> members);

    /**
     * Asks another director of the cluster, by a line of the control protocol, and waits for its answer.
     *
     * @throws OperationException if it does not answer
     */
    String ask(String director, String request);

    /** How many slots the cluster's tables in force give to each server; empty: this director stands alone. */
    Optional<Map<ServerKey, Integer>> slots();

    /** How it stands. */
    ClusterView view();

    /** What was asked of etcd since the director started; empty: there is no cluster. */
    Optional<EtcdCounters> etcd();

    /** How full the datapath's tables are; empty: there is no cluster, or no life in it now. Takes a moment. */
    Optional<ClusterUse> use();

    /** Leaves, after all routes were withdrawn; waits until the flows are handed over, some seconds at most. */
    void leave();

    @Override
    void close();
}

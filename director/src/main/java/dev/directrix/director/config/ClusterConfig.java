package dev.directrix.director.config;

import dev.directrix.cluster.link.ClusterKey;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The cluster of directors that this one is a member of. Immutable.
 *
 * @param name       the cluster's name, a part of its keys in etcd
 * @param etcd       where the cluster agrees on its members and tables
 * @param listen     where this director hears the other members; they are told this address
 * @param key        the secret of all members; empty only where a configuration is checked on another machine
 * @param times      how long what holds
 * @param exceptions flows that may go to another server than their slot's, at most
 * @param multicast  how pins reach all members at once; empty: one copy for each
 * @param partlyDead what becomes of a server that is dead for some members only
 */
public record ClusterConfig(
    String name, EtcdConfig etcd, InetSocketAddress listen, Optional<ClusterKey> key, Times times, int exceptions,
    Optional<Multicast> multicast, PartlyDead partlyDead) {

    /** Exceptions of a cluster that does not say. */
    public static final int DEFAULT_EXCEPTIONS = 1 << 20;

    /** Checks the fields. */
    public ClusterConfig {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(etcd, "etcd");
        Objects.requireNonNull(listen, "listen");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(times, "times");
        Objects.requireNonNull(multicast, "multicast");
        Objects.requireNonNull(partlyDead, "partlyDead");
    }

    /**
     * How long what holds.
     *
     * @param validity how long a director forwards after it was last confirmed
     * @param lease    of etcd, after which the others remove a director that is silent; whole seconds
     * @param synAck   how long a server may repeat its SYN-ACK
     * @param hold     how long a SYN of a slot that is changing over waits before it is dropped
     */
    public record Times(Duration validity, Duration lease, Duration synAck, Duration hold) {

        /** Of a cluster that does not say. */
        public static final Times DEFAULT = new Times(
            Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(63), Duration.ofMillis(50));
    }

    /**
     * A multicast group.
     *
     * @param group  its address and port
     * @param device the interface that it is reached by
     */
    public record Multicast(InetSocketAddress group, String device) {
    }

    /**
     * What becomes of a server that some members hold dead and others alive.
     *
     * @param after    how long that lasts before the majority decides
     * @param minority what the members that are alone with their opinion do
     */
    public record PartlyDead(Duration after, Minority minority) {

        /** Of a cluster that does not say. */
        public static final PartlyDead DEFAULT = new PartlyDead(Duration.ofSeconds(5), Minority.REPORT);
    }

    /** What the members do that hold a server dead while most hold it alive. */
    public enum Minority {
        /** Say so. */
        REPORT,
        /** Say so, and withdraw their routes: flows to the server come to members that reach it. */
        WITHDRAW
    }
}

package dev.directrix.cluster.runtime;

import dev.directrix.cluster.etcd.ClusterStore;
import dev.directrix.cluster.link.LinkKey;
import dev.directrix.cluster.link.Transport;
import dev.directrix.cluster.protocol.ClusterSettings;
import dev.directrix.forwarder.datapath.ClusterDatapath;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What a member is made of.
 *
 * @param name         the node's name
 * @param settings     of the protocol
 * @param lease        TTL of its lease, whole seconds
 * @param udpIdle      how long a silent UDP flow keeps its server; not longer than the promise to all flows
 * @param stores       makes a store for each life
 * @param transport    carries datagrams; closed with the member
 * @param key          the cluster's
 * @param datapaths    begins a life of the datapath as a member
 * @param incarnations gives numbers that nobody had before, never 0
 * @param answering    answers what operators ask by way of other members; called on threads of its own
 * @param nanoClock    monotonic: that of the datapath's deadlines
 */
public record ClusterParts(
        String name,
        ClusterSettings settings,
        Duration lease,
        Duration udpIdle,
        Supplier<ClusterStore> stores,
        Transport transport,
        LinkKey key,
        Supplier<ClusterDatapath> datapaths,
        LongSupplier incarnations,
        UnaryOperator<String> answering,
        LongSupplier nanoClock) {
}

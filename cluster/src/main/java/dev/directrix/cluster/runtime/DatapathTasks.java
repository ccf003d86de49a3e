package dev.directrix.cluster.runtime;

import dev.directrix.cluster.member.Registry;
import dev.directrix.cluster.message.Flows;
import dev.directrix.cluster.protocol.ClusterAction;
import dev.directrix.cluster.protocol.ClusterEvent;
import dev.directrix.forwarder.datapath.ClusterDatapath;
import dev.directrix.forwarder.datapath.DatapathException;
import dev.directrix.forwarder.datapath.TrackGap;
import dev.directrix.forwarder.epoch.ClusterTables;
import dev.directrix.forwarder.epoch.EpochTables;
import dev.directrix.forwarder.epoch.FlowQuery;
import dev.directrix.forwarder.epoch.SlotMode;
import dev.directrix.forwarder.service.ServerKey;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the protocol asks of the datapath and what takes a while: done one after the other on another thread, and
 * answered by events.
 */
final class DatapathTasks {
    private static final Logger LOG = LoggerFactory.getLogger(DatapathTasks.class);
    private static final int CHUNK = 4_096;

    private final ClusterDatapath datapath;
    private final Executor executor;
    private final Consumer<ClusterEvent> events;
    private final boolean tracksAlways;
    private final long tcpIdleNs;
    private final long udpIdleNs;
    private EpochTables applied;

    DatapathTasks(
            final ClusterDatapath datapath,
            final Executor executor,
            final Consumer<ClusterEvent> events,
            final boolean tracksAlways,
            final long idleNs,
            final Duration udpIdle) {
        this.datapath = datapath;
        this.executor = executor;
        this.events = events;
        this.tracksAlways = tracksAlways;
        this.tcpIdleNs = idleNs;
        this.udpIdleNs = Math.min(idleNs, udpIdle.toNanos());
    }

    void apply(final ClusterAction.Apply action) {
        applied = action.tables();
        final ClusterTables tables = new ClusterTables(
                action.tables(), action.names().pools(), keys(action.names()), tracksAlways);
        executor.execute(() -> {
            while (true) {
                try {
                    datapath.apply(tables);
                    break;
                } catch (final DatapathException e) {
                    LOG.warn("the tables of epoch {} are not in place yet: {}",
                            tables.tables().epoch(), e.getMessage());
                    if (Thread.currentThread().isInterrupted()) {
                        return;
                    }
                }
            }
            events.accept(new ClusterEvent.Applied(action.number()));
        });
    }

    private static List<ServerKey> keys(final Registry names) {
        return names.servers().stream()
                .map(server -> new ServerKey(server.pool(), InetAddress.ofLiteral(server.address()))).toList();
    }

    void collect(final ClusterAction.Collect action) {
        final EpochTables tables = applied;
        final FlowQuery query = new FlowQuery((pool, slot) -> action.all()
                || (tables.has(pool) && tables.pool(pool).modeOf(slot) != SlotMode.NORMAL), tcpIdleNs, udpIdleNs);
        executor.execute(() -> {
            final Chunk chunk = new Chunk(action.number());
            datapath.collect(query, (hash, pool, server, idleNs) -> chunk.add(hash, pool, server));
            chunk.send();
            final TrackGap gap = datapath.trackGap();
            events.accept(new ClusterEvent.TrackGap(
                    gap.flowNs().orElse(Long.MIN_VALUE), gap.synNs().orElse(Long.MIN_VALUE)));
            events.accept(new ClusterEvent.Collected(action.number(), Flows.NONE, true));
        });
    }

    void adopt(final Flows flows) {
        for (int i = 0; i < flows.count(); i++) {
            datapath.adopt(flows.hashes()[i], flows.pools()[i], flows.servers()[i], 0);
        }
    }

    /** Flows on their way to the protocol, some at a time. */
    private final class Chunk {
        private final long number;
        private final long[] hashes = new long[CHUNK];
        private final int[] pools = new int[CHUNK];
        private final int[] servers = new int[CHUNK];
        private int count;

        Chunk(final long number) {
            this.number = number;
        }

        void add(final long hash, final int pool, final int server) {
            hashes[count] = hash;
            pools[count] = pool;
            servers[count] = server;
            count++;
            if (count == CHUNK) {
                send();
            }
        }

        void send() {
            if (count > 0) {
                events.accept(new ClusterEvent.Collected(
                        number, new Flows(hashes, pools, servers).part(0, count), false));
                count = 0;
            }
        }
    }
}

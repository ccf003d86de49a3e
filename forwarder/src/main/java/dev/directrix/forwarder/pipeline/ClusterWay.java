package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.epoch.EpochTables;
import dev.directrix.forwarder.epoch.HalfOpenFlows;
import dev.directrix.forwarder.flow.FlowStore;
import dev.directrix.forwarder.flow.TcpEvent;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.forwarder.service.ServiceIndex;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which server a flow goes to where a cluster decides: by its tables and exceptions alone, so that every director says
 * the same. The flow table notes what was forwarded and decides nothing. For one thread; what others may do is said.
 */
final class ClusterWay {
    private static final long NEVER = Long.MIN_VALUE;
    private static final HalfOpenFlows NOT_JOINED = new HalfOpenFlows(1, 0);

    private final FlowWay flows;
    private final HeldFlows held;
    private final Counters counters;
    private final AtomicLong untrackedAtNs = new AtomicLong(NEVER);
    private volatile HalfOpenFlows halfOpen = NOT_JOINED;

    ClusterWay(final FlowWay flows, final HeldFlows held, final Counters counters) {
        this.flows = flows;
        this.held = held;
        this.counters = counters;
    }

    /** Remembers SYNs anew, before tables of a cluster are used. */
    void join(final ClusterOptions options) {
        halfOpen = new HalfOpenFlows(options.halfOpenFlows(), options.synAck().toNanos());
        untrackedAtNs.set(NEVER);
    }

    /** The SYNs of which nothing more was seen. Any thread. */
    HalfOpenFlows halfOpen() {
        return halfOpen;
    }

    /** When a flow was last forwarded that could not be tracked. Any thread. */
    OptionalLong untrackedAtNs() {
        final long time = untrackedAtNs.getOpaque();
        return time == NEVER ? OptionalLong.empty() : OptionalLong.of(time);
    }

    /** The server, {@link ServiceIndex#NO_SERVER} or {@link FlowWay#HOLD}. */
    int serverOf(final Arrival arrival, final Plan plan, final CompiledService service, final int pool) {
        final PacketParser packet = arrival.packet();
        final long hash = arrival.flowHash();
        final ClusterIndex cluster = plan.cluster();
        final boolean syn = packet.isBareSyn();
        final boolean udp = packet.isUdp();
        final long decision = cluster.tables().decide(pool, hash, syn || udp);
        final int number = EpochTables.serverIn(decision);
        if (number < 0) {
            return number == EpochTables.HOLD ? FlowWay.HOLD : ServiceIndex.NO_SERVER;
        }
        if (udp && !held.isEmpty() && held.isBefore(hash)) {
            return FlowWay.HOLD;
        }
        final int server = cluster.idOf(number);
        if (server < 0 || !plan.index().isKnown(server)) {
            return ServiceIndex.NO_SERVER;
        }
        if (EpochTables.isByException(decision)) {
            counters.count(Counters.Total.EXCEPTION_PACKETS, 1);
        }
        if (syn) {
            begin(arrival, pool, number, server);
        } else if (cluster.isTracked(pool, hash)) {
            track(arrival, service, pool, server);
        } else if (!udp) {
            halfOpen.forget(hash, pool);
        }
        return server;
    }

    /** The server of a flow that a packet only refers to, as an ICMP error does: nothing is noted. */
    int serverOfQuoted(final Arrival arrival, final Plan plan, final int pool) {
        final int number = plan.cluster().tables().serverOf(pool, arrival.flowHash(), false);
        final int server = number < 0 ? ServiceIndex.NO_SERVER : plan.cluster().idOf(number);
        return server >= 0 && plan.index().isKnown(server) ? server : ServiceIndex.NO_SERVER;
    }

    /** The SYN of a flow without an entry is remembered aside, so that a flood of them fills no flow table. */
    private void begin(final Arrival arrival, final int pool, final int number, final int server) {
        final int entry = flows.find(arrival);
        if (entry != FlowStore.ABSENT) {
            final FlowStore store = flows.storeOf(arrival);
            if (!store.isClosing(entry)) {
                reassign(store, entry, server);
                store.touch(entry, TcpEvent.DATA);
                return;
            }
            // The client ended this connection and opens the next one from the same port.
            store.remove(entry);
        }
        halfOpen.remember(arrival.flowHash(), pool, number, arrival.nowNs());
    }

    private void track(final Arrival arrival, final CompiledService service, final int pool, final int server) {
        final PacketParser packet = arrival.packet();
        final int entry = flows.find(arrival);
        if (entry != FlowStore.ABSENT) {
            final FlowStore store = flows.storeOf(arrival);
            if (reassign(store, entry, server)) {
                halfOpen.forget(arrival.flowHash(), pool);
            }
            store.touch(entry, packet.isUdp() ? TcpEvent.DATA : TcpEvent.of(packet.tcpFlags()));
        } else if (packet.isUdp() || !packet.isReset()) {
            if (flows.track(arrival, service, server)) {
                halfOpen.forget(arrival.flowHash(), pool);
            } else {
                untrackedAtNs.setOpaque(arrival.nowNs());
            }
        }
    }

    private boolean reassign(final FlowStore store, final int entry, final int server) {
        if (store.serverOf(entry) == server) {
            return false;
        }
        store.reassign(entry, server);
        counters.count(Counters.Total.FLOWS_MOVED, 1);
        return true;
    }
}

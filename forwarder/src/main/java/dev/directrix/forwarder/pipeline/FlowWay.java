package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.flow.FlowState;
import dev.directrix.forwarder.flow.FlowStore;
import dev.directrix.forwarder.flow.FlowTable;
import dev.directrix.forwarder.flow.FlowTable6;
import dev.directrix.forwarder.flow.FlowTables;
import dev.directrix.forwarder.flow.SynMemory;
import dev.directrix.forwarder.flow.TcpEvent;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.scheduler.Scheduler;
import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.forwarder.service.DeadServerPolicy;
import dev.directrix.forwarder.service.ServiceIndex;

/**
 * Which server a flow goes to: the one that its packet names, that of its entry, that of a SYN of late, or the one that
 * the scheduler chooses; and what is remembered of it. For flows whose answers do not pass the director. For one
 * thread.
 */
final class FlowWay {
    /** The flow's server is dead, and its policy is to reset the client's connection. */
    static final int RESET = -2;
    /** The flow may not begin yet. */
    static final int HOLD = -3;
    private static final int KEEP = DeadServerPolicy.KEEP.code();
    private static final int RESET_POLICY = DeadServerPolicy.RESET.code();

    private final FlowTable ipv4;
    private final FlowTable6 ipv6;
    private final SynMemory syns;
    private final Scheduler scheduler;
    private final NamedServer names = new NamedServer();
    private final Counters counters;

    FlowWay(final FlowTables tables, final SynMemory syns, final Scheduler scheduler, final Counters counters) {
        this.ipv4 = tables.ipv4();
        this.ipv6 = tables.ipv6();
        this.syns = syns;
        this.scheduler = scheduler;
        this.counters = counters;
    }

    /** The server, {@link ServiceIndex#NO_SERVER} or {@link #RESET}. */
    int serverOf(final Arrival arrival, final ServiceIndex served, final CompiledService service) {
        final PacketParser packet = arrival.packet();
        if (packet.isUdp()) {
            final int named = names.of(arrival, served, service);
            if (named != ServiceIndex.NO_SERVER) {
                return named(arrival, service, named);
            }
            if (service.isOnePacket()) {
                return scheduler.serverFor(service, packet, arrival.flowHash(), arrival.nowNs());
            }
        }
        final int entry = find(arrival);
        if (entry == FlowStore.ABSENT) {
            return decideNew(arrival, served, service);
        }
        final FlowStore store = packet.isIpv4() ? ipv4 : ipv6;
        final int server = store.serverOf(entry);
        if (served.keepsFlows(server) && !packet.isBareSyn()) {
            store.touch(entry, eventOf(packet));
            return server;
        }
        return decideAgain(arrival, served, service, store, entry);
    }

    /**
     * The server of a flow that a packet only refers to, as an ICMP error does: nothing is remembered, and a scheduler
     * that would choose by turns is not asked.
     */
    int serverOfQuoted(final Arrival arrival, final ServiceIndex served, final CompiledService service) {
        final PacketParser packet = arrival.packet();
        final long hash = arrival.flowHash();
        final int entry = find(arrival);
        if (entry != FlowStore.ABSENT) {
            final int server = (packet.isIpv4() ? ipv4 : ipv6).serverOf(entry);
            if (served.keepsFlows(server)) {
                return server;
            }
        }
        final int remembered = packet.isUdp()
                ? SynMemory.ABSENT : syns.serverOf(hash, arrival.nowNs(), service.timeoutClass());
        if (remembered != SynMemory.ABSENT && served.keepsFlows(remembered)) {
            return remembered;
        }
        return service.scheduler().isStateless()
                ? scheduler.serverFor(service, packet, hash, arrival.nowNs()) : ServiceIndex.NO_SERVER;
    }

    /** The entry of a packet's flow, or {@link FlowStore#ABSENT}. */
    int find(final Arrival arrival) {
        final PacketParser packet = arrival.packet();
        final long hash = arrival.flowHash();
        final int likely = arrival.likelyPlace();
        return packet.isIpv4()
                ? ipv4.find(packet.addresses(), packet.ports(), packet.isUdp(), hash, likely)
                : ipv6.find(packet.sourceHigh(), packet.sourceLow(), packet.destinationHigh(),
                        packet.destinationLow(), packet.ports(), packet.isUdp(), hash, likely);
    }

    /** Where the flow of a packet stands, if it has an entry. */
    FlowStore storeOf(final Arrival arrival) {
        return arrival.packet().isIpv4() ? ipv4 : ipv6;
    }

    private static int eventOf(final PacketParser packet) {
        return packet.isUdp() ? TcpEvent.DATA : TcpEvent.of(packet.tcpFlags());
    }

    /** What a packet names goes before what is remembered, and is remembered. */
    private int named(final Arrival arrival, final CompiledService service, final int server) {
        final PacketParser packet = arrival.packet();
        final int entry = find(arrival);
        if (entry == FlowStore.ABSENT) {
            track(arrival, service, server);
            return server;
        }
        final FlowStore store = packet.isIpv4() ? ipv4 : ipv6;
        if (store.serverOf(entry) != server) {
            store.reassign(entry, server);
            counters.count(Counters.Total.FLOWS_MOVED, 1);
        }
        store.touch(entry, TcpEvent.DATA);
        return server;
    }

    /** A SYN of a flow that has an entry, or a flow whose server is gone. */
    private int decideAgain(
            final Arrival arrival,
            final ServiceIndex served,
            final CompiledService service,
            final FlowStore store,
            final int entry) {
        final PacketParser packet = arrival.packet();
        final int server = store.serverOf(entry);
        if (packet.isBareSyn() && store.isClosing(entry)) {
            // The client ended this connection and opens the next one from the same port: its last SYN says nothing.
            store.remove(entry);
            return begin(arrival, service, scheduler.serverFor(service, packet, arrival.flowHash(), arrival.nowNs()));
        }
        if (served.keepsFlows(server)) {
            store.touch(entry, TcpEvent.DATA);
            return server;
        }
        if (service.deadServer() == KEEP && served.isKnown(server)) {
            store.touch(entry, eventOf(packet));
            return server;
        }
        if (service.deadServer() == RESET_POLICY && !packet.isUdp() && !packet.isBareSyn()) {
            store.remove(entry);
            return RESET;
        }
        final int next = scheduler.serverFor(service, packet, arrival.flowHash(), arrival.nowNs());
        if (next != ServiceIndex.NO_SERVER) {
            store.reassign(entry, next);
            store.touch(entry, eventOf(packet));
            counters.count(Counters.Total.FLOWS_MOVED, 1);
        }
        return next;
    }

    private int decideNew(final Arrival arrival, final ServiceIndex served, final CompiledService service) {
        final PacketParser packet = arrival.packet();
        final long hash = arrival.flowHash();
        final int remembered = packet.isUdp()
                ? SynMemory.ABSENT : syns.serverOf(hash, arrival.nowNs(), service.timeoutClass());
        final int server = remembered != SynMemory.ABSENT && served.keepsFlows(remembered)
                ? remembered
                : scheduler.serverFor(service, packet, hash, arrival.nowNs());
        return begin(arrival, service, server);
    }

    /** Remembers where a flow without an entry goes, if anywhere. */
    private int begin(final Arrival arrival, final CompiledService service, final int server) {
        final PacketParser packet = arrival.packet();
        if (server == ServiceIndex.NO_SERVER) {
            return server;
        }
        if (packet.isBareSyn()) {
            syns.remember(arrival.flowHash(), server, arrival.nowNs());
        } else if (!packet.isReset()) {
            track(arrival, service, server);
        }
        return server;
    }

    /** Enters the flow of a packet that has no entry; whether there was room. */
    boolean track(final Arrival arrival, final CompiledService service, final int server) {
        final PacketParser packet = arrival.packet();
        final long hash = arrival.flowHash();
        final FlowState state = packet.isUdp() ? FlowState.UDP
                : packet.isClosing() ? FlowState.CLOSING : FlowState.ESTABLISHED;
        final int kind = state.inClass(service.timeoutClass());
        final boolean entered = packet.isIpv4()
                ? ipv4.insert(packet.addresses(), packet.ports(), kind, hash, server)
                : ipv6.insert(packet.sourceHigh(), packet.sourceLow(), packet.destinationHigh(),
                        packet.destinationLow(), packet.ports(), kind, hash, server);
        if (entered) {
            counters.flow(service.id(), server);
        } else {
            counters.count(Counters.Total.FLOWS_UNTRACKED, 1);
        }
        return entered;
    }
}

package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.flow.FlowState;
import dev.directrix.forwarder.flow.NatFlow;
import dev.directrix.forwarder.flow.NatTable;
import dev.directrix.forwarder.flow.TcpEvent;
import dev.directrix.forwarder.nat.LocalPorts;
import dev.directrix.forwarder.packet.Frame;
import dev.directrix.forwarder.packet.PacketKind;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.scheduler.Scheduler;
import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.forwarder.service.DeadServerPolicy;
import dev.directrix.forwarder.service.ForwardingMode;
import dev.directrix.forwarder.service.ServerSettings;
import dev.directrix.forwarder.service.ServiceIndex;

/** The clients' packets of services whose mode is NAT or FULLNAT. For one thread. */
final class NatWay {
    private static final int FULLNAT = ForwardingMode.FULLNAT.code();
    private static final int KEEP = DeadServerPolicy.KEEP.code();
    private static final int RESET = DeadServerPolicy.RESET.code();
    private static final int CONFLICT = Verdict.drop(DropReason.NAT_CONFLICT);
    /** How often a scheduler is asked where answers could not be told apart. */
    private static final int TURNS = 8;
    /** Spreads hashes: 2^64 divided by the golden ratio. */
    private static final long ODD = 0x9e37_79b9_7f4a_7c15L;
    /** Packets of a client that carry its address: SYN, the end of the handshake, first data, one repetition. */
    private static final int TOLD_PACKETS = 4;

    private final NatFlows own;
    private final NextHops nextHops;
    private final Scheduler scheduler;
    private final Counters counters;
    private final Outcome outcome;
    private final Sender sender;
    private final Oversize oversize;
    private final ResetAnswer resets;
    private final NatFragmentWay fragments;
    private final Translation translation = new Translation();
    private final NatFlow flow = new NatFlow();
    private final NamedServer names = new NamedServer();

    NatWay(
            final NatFlows own,
            final NextHops nextHops,
            final Scheduler scheduler,
            final Counters counters,
            final Outgoing outgoing,
            final NatFragmentWay fragments) {
        this.own = own;
        this.nextHops = nextHops;
        this.scheduler = scheduler;
        this.counters = counters;
        this.outcome = outgoing.outcome();
        this.sender = outgoing.sender();
        this.oversize = outgoing.oversize();
        this.resets = outgoing.resets();
        this.fragments = fragments;
    }

    /** A client's packet, or the first fragment of one. */
    int request(final Arrival arrival, final Plan plan, final CompiledService service) {
        final PacketParser packet = arrival.packet();
        final boolean wide = plan.isWide(service);
        final NatTable table = own.table(wide);
        final int named = names.of(arrival, plan.index(), service);
        int entry = find(table, arrival);
        if (entry != NatTable.ABSENT) {
            final int server = table.serverOf(entry);
            final boolean alive = plan.index().keepsFlows(server) || service.deadServer() == KEEP;
            final boolean moves = named != ServiceIndex.NO_SERVER && named != server;
            if (!alive && service.deadServer() == RESET && !packet.isUdp() && !packet.isBareSyn()) {
                table.remove(entry);
                return resets.answer(arrival, DropReason.DEAD_SERVER);
            }
            if (!alive || moves || (packet.isBareSyn() && table.isClosing(entry))) {
                table.remove(entry);
                entry = NatTable.ABSENT;
            } else {
                table.touch(entry, eventOf(packet));
            }
        }
        if (entry == NatTable.ABSENT) {
            final int entered = enter(arrival, plan, service, table, named);
            if (entered < 0) {
                return entered;
            }
            entry = entered;
        }
        own.hops(wide).note(entry, NextHops.hop(Frame.sourceMac(arrival.memory(), arrival.offset()), arrival.port()));
        table.read(entry, flow);
        return forward(arrival, service, table, entry);
    }

    /** An error about a packet that the client got. */
    int error(final Arrival arrival, final Plan plan, final CompiledService service) {
        final NatTable table = own.table(plan.isWide(service));
        final int entry = find(table, arrival);
        if (entry == NatTable.ABSENT) {
            return outcome.drop(DropReason.ICMP_OTHER);
        }
        table.read(entry, flow);
        final long hop = nextHops.hopOf(flow.serverId());
        if (Translation.isImpossibleError(arrival, flow.serverHigh(), flow.serverLow())) {
            return outcome.drop(DropReason.UNTRANSLATABLE);
        }
        if (hop == NextHops.UNRESOLVED) {
            return outcome.drop(DropReason.NO_NEXT_HOP);
        }
        if (arrival.packet().ttl() == 1) {
            return outcome.drop(DropReason.TTL_EXPIRED);
        }
        translation.errorToServer(arrival, flow);
        return sender.leave(arrival, service.id(), flow.serverId(), hop);
    }

    private static int find(final NatTable table, final Arrival arrival) {
        final PacketParser packet = arrival.packet();
        return table.find(packet.sourceHigh(), packet.sourceLow(), packet.destinationHigh(),
                packet.destinationLow(), packet.ports(), packet.isUdp(), arrival.flowHash(), arrival.likelyPlace());
    }

    private static int eventOf(final PacketParser packet) {
        return packet.isUdp() ? TcpEvent.DATA : TcpEvent.of(packet.tcpFlags());
    }

    /** The entry of a new flow, or the verdict, which is negative. */
    private int enter(
            final Arrival arrival,
            final Plan plan,
            final CompiledService service,
            final NatTable table,
            final int named) {
        final PacketParser packet = arrival.packet();
        final boolean begins = packet.isUdp() || packet.isBareSyn();
        // In mid-connection only NAT can take over: the server knows the client by its own address.
        if (!begins && (service.mode() == FULLNAT || packet.isReset())) {
            return outcome.drop(DropReason.NO_CONNECTION);
        }
        long hash = arrival.flowHash();
        int server = named != ServiceIndex.NO_SERVER
                ? named : scheduler.serverFor(service, packet, hash, arrival.nowNs());
        if (server < 0) {
            return outcome.drop(DropReason.NO_SERVER);
        }
        int entry = enterAt(arrival, plan, service, table, server);
        // The client's port has a flow at this server by another VIP already: any other server can tell them apart.
        for (int turn = 1; turn < TURNS && entry == CONFLICT && begins && named < 0; turn++) {
            hash = hash * ODD + turn;
            server = scheduler.serverFor(service, packet, hash, arrival.nowNs());
            if (server >= 0 && server != flow.serverId()) {
                entry = enterAt(arrival, plan, service, table, server);
                counters.count(Counters.Total.CONFLICTS_AVOIDED, entry >= 0 ? 1 : 0);
            }
        }
        return entry >= 0 ? entry : outcome.drop(Verdict.reason(entry));
    }

    /** The entry of a new flow at this server, or the verdict, not counted yet. */
    private int enterAt(
            final Arrival arrival,
            final Plan plan,
            final CompiledService service,
            final NatTable table,
            final int server) {
        final PacketParser packet = arrival.packet();
        final ServiceIndex served = plan.index();
        final int mapped = served.portOf(server);
        final int serverPort = mapped == ServerSettings.SAME_PORT ? packet.ports() & 0xffff : mapped;
        final long high = served.addressHigh(server);
        final long low = served.addressLow(server);
        flow.client(packet.sourceHigh(), packet.sourceLow(), packet.destinationHigh(), packet.destinationLow(),
                packet.ports(), packet.isUdp()).server(server, high, low, serverPort);
        if (service.mode() == FULLNAT) {
            final long endpoint = own.ports().take(
                    service.nat(), high, low, serverPort, packet.isUdp(), arrival.nowNs());
            if (endpoint == LocalPorts.EXHAUSTED) {
                return Verdict.drop(DropReason.NO_LOCAL_PORT);
            }
            flow.local(own.ports().high(endpoint), own.ports().low(endpoint), LocalPorts.port(endpoint));
        }
        return insert(arrival, table, service, stateOf(packet).inClass(service.timeoutClass()));
    }

    private static FlowState stateOf(final PacketParser packet) {
        return packet.isUdp() ? FlowState.UDP : packet.isBareSyn() ? FlowState.HALF_OPEN : FlowState.ESTABLISHED;
    }

    private int insert(
            final Arrival arrival, final NatTable table, final CompiledService service, final int kind) {
        final int entry = table.insert(flow, kind, arrival.flowHash());
        if (entry >= 0) {
            counters.flow(service.id(), flow.serverId());
            return entry;
        }
        if (service.mode() == FULLNAT) {
            own.ports().release(flow.localHigh(), flow.localLow(), flow.serverHigh(), flow.serverLow(),
                    (flow.serverPort() << 16) | flow.localPort(), flow.isUdp(), false, arrival.nowNs());
        }
        return entry == NatTable.CONFLICT ? CONFLICT : Verdict.drop(DropReason.FLOW_TABLE_FULL);
    }

    private int forward(
            final Arrival arrival, final CompiledService service, final NatTable table, final int entry) {
        final PacketParser packet = arrival.packet();
        final int server = flow.serverId();
        final long hop = nextHops.hopOf(server);
        if (hop == NextHops.UNRESOLVED) {
            return outcome.drop(DropReason.NO_NEXT_HOP);
        }
        if (Translation.isImpossible(arrival, flow.serverHigh(), flow.serverLow())) {
            return outcome.drop(DropReason.UNTRANSLATABLE);
        }
        final int largest = nextHops.mtuOf(server);
        final int growth = Translation.growth(packet, flow.serverHigh(), flow.serverLow());
        if (packet.ipBytes() + growth > largest) {
            return oversize.tooBig(arrival, largest - growth);
        }
        if (packet.ttl() == 1) {
            return oversize.timeExceeded(arrival);
        }
        if (service.clampsMss() && packet.isBareSyn()) {
            oversize.clamp(arrival, largest - growth);
        }
        if (arrival.kind() == PacketKind.FIRST_FRAGMENT) {
            fragments.toServer(arrival, flow, service.id(), hop);
        }
        translation.toServer(arrival, flow);
        if (!flow.isUdp() && service.mode() == FULLNAT && service.nat().toa()
                && table.packetsOf(entry) <= TOLD_PACKETS) {
            translation.insertClient(arrival, flow, largest);
        }
        return sender.leave(arrival, service.id(), server, hop);
    }
}

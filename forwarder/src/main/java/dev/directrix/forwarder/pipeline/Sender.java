package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.packet.PacketKind;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.rewrite.AddressRewrite;
import dev.directrix.forwarder.rewrite.Encapsulation;
import dev.directrix.forwarder.rewrite.Tunnel;
import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.forwarder.service.ForwardingMode;
import dev.directrix.forwarder.service.ServiceIndex;

/** Rewrites a frame for its server by the service's mode, and says where it leaves. For one thread. */
final class Sender {
    private static final int DR = ForwardingMode.DR.code();
    private static final int LAST_TUNNEL = ForwardingMode.MINIMAL.code();

    private final NextHops nextHops;
    private final Counters counters;
    private final Outcome outcome;
    private final Oversize oversize;
    private final Encapsulation encapsulation = new Encapsulation();
    private int lastServer = ServiceIndex.NO_SERVER;

    Sender(final NextHops nextHops, final Counters counters, final Outcome outcome, final Oversize oversize) {
        this.nextHops = nextHops;
        this.counters = counters;
        this.outcome = outcome;
        this.oversize = oversize;
    }

    /** The verdict on a packet that goes to this server. */
    int send(final Arrival arrival, final Plan plan, final CompiledService service, final int server) {
        final long hop = nextHops.hopOf(server);
        if (hop == NextHops.UNRESOLVED) {
            return outcome.drop(DropReason.NO_NEXT_HOP);
        }
        final int mode = service.mode();
        if (mode == DR) {
            if (arrival.packet().ipBytes() > nextHops.mtuOf(server)) {
                return oversize.treat(arrival, this, plan, service, server);
            }
            return leave(arrival, service.id(), server, hop);
        }
        return mode <= LAST_TUNNEL
                ? tunnel(arrival, plan, service, server, hop)
                : mark(arrival, plan, service, server, hop);
    }

    /** The octets of the largest packet that reaches this server. */
    int largestPacket(final Plan plan, final CompiledService service, final int server) {
        final int mode = service.mode();
        return mode > DR && mode <= LAST_TUNNEL
                ? largestInside(plan.tunnel(service), plan.index().isIpv4(server), server) : nextHops.mtuOf(server);
    }

    private int largestInside(final Tunnel tunnel, final boolean outerIpv4, final int server) {
        return Math.min(nextHops.mtuOf(server), tunnel.mtu()) - tunnel.overhead(outerIpv4);
    }

    /** The id of the server that the last frame went to. */
    int lastServer() {
        return lastServer;
    }

    private int tunnel(
            final Arrival arrival,
            final Plan plan,
            final CompiledService service,
            final int server,
            final long hop) {
        final ServiceIndex served = plan.index();
        final Tunnel tunnel = plan.tunnel(service);
        final boolean outerIpv4 = served.isIpv4(server);
        final PacketParser packet = arrival.packet();
        if (!tunnel.reaches(outerIpv4)) {
            return outcome.drop(DropReason.NO_TUNNEL_SOURCE);
        }
        final int largest = largestInside(tunnel, outerIpv4, server);
        if (packet.ipBytes() > largest) {
            return oversize.treat(arrival, this, plan, service, server);
        }
        clamp(arrival, service, largest);
        final long start = encapsulation.wrap(arrival.memory(), arrival.offset(), packet, arrival.kind(), tunnel,
                served.addressHigh(server), served.addressLow(server), arrival.flowHash());
        arrival.moved(start, Encapsulation.length(packet, start));
        return leave(arrival, service.id(), server, hop);
    }

    /** L3 DSR: the code point names the VIP, the destination becomes the server. */
    private int mark(
            final Arrival arrival,
            final Plan plan,
            final CompiledService service,
            final int server,
            final long hop) {
        final ServiceIndex served = plan.index();
        final PacketParser packet = arrival.packet();
        if (packet.ipBytes() > nextHops.mtuOf(server)) {
            return oversize.treat(arrival, this, plan, service, server);
        }
        if (packet.ttl() == 1) {
            return oversize.timeExceeded(arrival);
        }
        final PacketKind kind = arrival.kind();
        AddressRewrite.mark(arrival.memory(), packet, service.codePoint());
        AddressRewrite.redirect(
                arrival.memory(), packet, kind, served.addressHigh(server), served.addressLow(server));
        AddressRewrite.decrementTtl(arrival.memory(), packet);
        return leave(arrival, service.id(), server, hop);
    }

    private void clamp(final Arrival arrival, final CompiledService service, final int largest) {
        if (service.clampsMss() && arrival.packet().isBareSyn()) {
            oversize.clamp(arrival, largest);
        }
    }

    /** The rewritten frame leaves for this server, and counts for it. */
    int leave(final Arrival arrival, final int service, final int server, final long hop) {
        counters.forwarded(service, server, arrival.length());
        lastServer = server;
        return outcome.leave(arrival, hop);
    }
}

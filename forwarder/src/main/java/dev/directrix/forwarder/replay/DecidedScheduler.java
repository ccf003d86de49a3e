package dev.directrix.forwarder.replay;

import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.scheduler.Scheduler;
import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.forwarder.service.IdRegistry;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerKey;
import java.util.Map;

/** Gives each flow the server that a decision file names; the others are scheduled as ever. */
final class DecidedScheduler implements Scheduler {
    private final Map<FlowKey, RealServer> decisions;
    private final IdRegistry<ServerKey> ids;
    private final Scheduler others;

    DecidedScheduler(
            final Map<FlowKey, RealServer> decisions, final IdRegistry<ServerKey> ids, final Scheduler others) {
        this.others = others;
        this.decisions = decisions;
        this.ids = ids;
    }

    @Override
    public int serverFor(
            final CompiledService service, final PacketParser packet, final long flowHash, final long nowNs) {
        final RealServer server = decisions.get(ReplayedFlow.keyOf(packet));
        return server == null
                ? others.serverFor(service, packet, flowHash, nowNs)
                : ids.idOf(new ServerKey(service.pool().name(), server.address()));
    }
}

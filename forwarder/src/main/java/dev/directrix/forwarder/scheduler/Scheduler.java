package dev.directrix.forwarder.scheduler;

import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.service.CompiledService;

/**
 * Chooses the server of a flow that has none. Called by a worker for a packet; must not block or allocate, unless it is
 * for replay only.
 */
@FunctionalInterface
public interface Scheduler {
    /** The pool's Maglev table decides: every director with the same table decides the same. */
    Scheduler MAGLEV = (service, packet, flowHash, nowNs) -> service.serverAt(service.slotOf(flowHash));

    /**
     * The id of a server, or {@link dev.directrix.forwarder.service.ServiceIndex#NO_SERVER}.
     *
     * @param service  the service that the packet is for
     * @param packet   the packet, parsed
     * @param flowHash the hash of its flow
     * @param nowNs    monotonic time
     */
    int serverFor(CompiledService service, PacketParser packet, long flowHash, long nowNs);
}

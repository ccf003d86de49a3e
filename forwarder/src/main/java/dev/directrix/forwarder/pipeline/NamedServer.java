package dev.directrix.forwarder.pipeline;

import dev.directrix.forwarder.packet.PacketParser;
import dev.directrix.forwarder.scheduler.ServerIdReader;
import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.forwarder.service.ServiceIndex;

/** The server that a datagram names, as long as that server keeps its flows. For one thread. */
final class NamedServer {
    private static final int UDP_BYTES = 8;

    private final ServerIdReader names = new ServerIdReader();

    /** The server's id, or {@link ServiceIndex#NO_SERVER}. */
    int of(final Arrival arrival, final ServiceIndex served, final CompiledService service) {
        final PacketParser packet = arrival.packet();
        if (!service.namesServers() || !packet.isUdp()) {
            return ServiceIndex.NO_SERVER;
        }
        final int named = names.serverOf(service, arrival.memory(), packet.transport() + UDP_BYTES,
                packet.transportBytes() - UDP_BYTES);
        return named != ServiceIndex.NO_SERVER && served.keepsFlows(named) ? named : ServiceIndex.NO_SERVER;
    }
}

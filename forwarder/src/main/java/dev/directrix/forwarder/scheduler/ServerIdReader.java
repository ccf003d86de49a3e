package dev.directrix.forwarder.scheduler;

import dev.directrix.forwarder.service.CompiledService;
import dev.directrix.forwarder.service.ServerIdRule;
import dev.directrix.forwarder.service.ServiceIndex;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * The server that a UDP packet names by number. What a packet names goes before what is remembered of its flow: that is
 * how a QUIC connection stays at its server when the client's address changes. For one worker; allocates only when it
 * meets a service for the first time or its rules changed.
 */
public final class ServerIdReader {
    private ServiceRules[] byService = new ServiceRules[16];

    /** The rules of a service and their decoders. */
    private record ServiceRules(List<ServerIdRule> rules, PacketNames names) {
    }

    /**
     * The id of the server, which may be down, or {@link ServiceIndex#NO_SERVER}.
     *
     * @param service a service that {@link CompiledService#namesServers() names servers}
     * @param memory  holds the packet
     * @param payload where the UDP payload begins
     * @param bytes   of the payload
     */
    @SuppressWarnings("ReferenceEquality") // Another list may be equal: then the decoders are made once more.
    public int serverOf(
            final CompiledService service, final MemorySegment memory, final long payload, final int bytes) {
        final int id = service.id();
        if (id >= byService.length) {
            byService = Arrays.copyOf(byService, 2 * id);
        }
        ServiceRules known = byService[id];
        if (known == null || known.rules != service.serverIdRules()) {
            known = new ServiceRules(service.serverIdRules(), new PacketNames(service.serverIdRules()));
            byService[id] = known;
        }
        return known.names.serverOf(service.serverIds(), memory, payload, bytes);
    }
}

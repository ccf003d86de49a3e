package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.pipeline.Counters;
import dev.directrix.forwarder.pipeline.DropReason;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.service.ServiceKey;
import java.util.List;
import java.util.Map;

/**
 * What a datapath has counted since it was opened; read while it runs, so sums may be off by the packets of a moment.
 *
 * @param totals     the pipeline's totals over all workers
 * @param drops      VIP packets that the pipeline dropped, by reason; reasons that never happened are there with 0
 * @param services   what was forwarded for each service
 * @param servers    what was forwarded to each real server
 * @param interfaces what happened at each interface, in the order of the configuration
 * @param workers    what each worker did
 */
public record DatapathCounters(
    Map<Counters.Total, Long> totals,
    Map<DropReason, Long> drops,
    Map<ServiceKey, Traffic> services,
    Map<ServerKey, Traffic> servers,
    List<InterfaceCounters> interfaces,
    List<WorkerCounters> workers) {

    /**
     * Packets and the octets of their frames.
     *
     * @param packets frames
     * @param bytes   octets
     */
    public record Traffic(long packets, long bytes) {
    }

    /**
     * What happened at one interface. Those that the XDP program counts are since it was attached last.
     *
     * @param name           as configured
     * @param received       frames that workers received
     * @param transmitted    frames that workers sent
     * @param transmitDrops  frames that could not be sent: the ring was full, or the interface down or away
     * @param receiveLost    VIP frames lost because the worker was too slow: ring full, or no frame free
     * @param xdp            the XDP program's own counters by name
     */
    public record InterfaceCounters(
        String name, long received, long transmitted, long transmitDrops, long receiveLost, Map<String, Long> xdp) {
    }

    /**
     * What one worker did.
     *
     * @param worker    its number
     * @param received  frames
     * @param forwarded frames sent to real servers
     * @param echoes    echo requests answered
     * @param dropped   frames dropped by the pipeline
     * @param flows     flows in its table now
     */
    public record WorkerCounters(int worker, long received, long forwarded, long echoes, long dropped, int flows) {
    }
}

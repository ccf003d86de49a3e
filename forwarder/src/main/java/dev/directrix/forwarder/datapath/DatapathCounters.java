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
 * @param refusals   packets that were dropped although their service was known, by reason; only what happened
 * @param servers    what was forwarded to each real server
 * @param interfaces what happened at each interface, in the order of the configuration
 * @param workers    what each worker did
 */
public record DatapathCounters(
    Map<Counters.Total, Long> totals,
    Map<DropReason, Long> drops,
    Map<ServiceKey, Tally> services,
    Map<ServiceKey, Map<DropReason, Long>> refusals,
    Map<ServerKey, Tally> servers,
    List<InterfaceCounters> interfaces,
    List<WorkerCounters> workers) {

    /** What was dropped of a service's packets, by reason; only what happened. */
    public Map<DropReason, Long> refused(final ServiceKey service) {
        return refusals.getOrDefault(service, Map.of());
    }

    /**
     * Packets and the octets of their frames.
     *
     * @param packets frames
     * @param bytes   octets
     */
    public record Traffic(long packets, long bytes) {

        /** Nothing. */
        public static final Traffic NONE = new Traffic(0, 0);

        /** The sum of both. */
        public Traffic plus(final Traffic other) {
            return new Traffic(packets + other.packets, bytes + other.bytes);
        }
    }

    /**
     * What was done for a service, a server, a VIP or by a worker.
     *
     * @param requests clients' packets, sent to servers
     * @param answers  servers' packets of translated flows, sent to clients; in other modes they pass no director
     * @param flows    flows that have begun: entries made in the flow table
     */
    public record Tally(Traffic requests, Traffic answers, long flows) {

        /** Nothing. */
        public static final Tally NONE = new Tally(Traffic.NONE, Traffic.NONE, 0);

        /** The sum of both. */
        public Tally plus(final Tally other) {
            return new Tally(requests.plus(other.requests), answers.plus(other.answers), flows + other.flows);
        }
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
     * @param tally     what it forwarded
     * @param echoes    echo requests answered
     * @param drops     frames dropped by the pipeline, by reason; only what happened
     * @param flows     flows in its table now
     */
    public record WorkerCounters(
        int worker, long received, Tally tally, long echoes, Map<DropReason, Long> drops, int flows) {

        /** Frames dropped by the pipeline. */
        public long dropped() {
            return drops.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}

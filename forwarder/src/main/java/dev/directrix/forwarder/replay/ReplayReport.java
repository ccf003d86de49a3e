package dev.directrix.forwarder.replay;

import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.pipeline.DropReason;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a replay did. Immutable.
 *
 * @param frames      frames read
 * @param forwarded   frames transmitted to a server
 * @param echoReplies echo requests answered
 * @param passed      frames for no VIP, left to the kernel
 * @param dropped     frames dropped, for each reason that occurred
 * @param cut         frames that the capture holds only in part (their IP packets are not whole, so they are dropped)
 * @param servers     frames forwarded, for each server that had any
 * @param flows       the server of each flow that was forwarded, in the order of their first packets
 */
public record ReplayReport(
        long frames,
        long forwarded,
        long echoReplies,
        long passed,
        Map<DropReason, Long> dropped,
        long cut,
        Map<ServerKey, Long> servers,
        Map<FlowKey, RealServer> flows) {

    /** Freezes the maps, keeping their order. */
    public ReplayReport {
        dropped = Collections.unmodifiableMap(new LinkedHashMap<>(dropped));
        servers = Collections.unmodifiableMap(new LinkedHashMap<>(servers));
        flows = Collections.unmodifiableMap(new LinkedHashMap<>(flows));
    }

    /** Frames dropped for any reason. */
    public long droppedTotal() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Writes each flow and its server, a line each in the form that a decision file has: two directors that decide
     * alike write the same file.
     *
     * @throws ReplayException if the file cannot be written
     */
    public void writeFlows(final Path file) {
        final Iterable<String> lines = () -> flows.entrySet().stream()
                .map(flow -> flow.getKey() + " " + flow.getValue().name())
                .iterator();
        try {
            Files.write(file, lines);
        } catch (final IOException e) {
            throw new ReplayException("cannot write the flows to " + file + ": " + e, e);
        }
    }
}

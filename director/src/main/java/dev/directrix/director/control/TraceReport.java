package dev.directrix.director.control;

import java.util.List;

/**
 * What a trace has seen since it was read last.
 *
 * @param lost    matching packets that did not fit into its memory, since it began
 * @param packets in order for each worker
 */
public record TraceReport(long lost, List<TraceEntry> packets) {

    /** Copies the list. */
    public TraceReport {
        packets = List.copyOf(packets);
    }
}

package dev.directrix.forwarder.datapath;

import java.util.OptionalLong;

/**
 * Until when a worker's memory of flows has gaps, by {@link System#nanoTime}; empty: it has none. Immutable.
 *
 * @param flowNs when a flow was last forwarded that the flow table had no room for, or the table last could not be
 *               collected whole
 * @param synNs  when a SYN that might still be answered was last forgotten to make room for others
 */
public record TrackGap(OptionalLong flowNs, OptionalLong synNs) {
}

package dev.directrix.forwarder.flow;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * One live flow, as read from a table. Immutable.
 *
 * @param key      the flow
 * @param serverId the server that it was given, as in the service index
 * @param state    what was seen of it
 * @param packets  packets forwarded, at most 4,294,967,295
 * @param idleNs   time since the last packet
 * @param local    the local endpoint from which the server is reached, with FULLNAT
 */
public record FlowRecord(
        FlowKey key, int serverId, FlowState state, long packets, long idleNs, Optional<InetSocketAddress> local) {
}

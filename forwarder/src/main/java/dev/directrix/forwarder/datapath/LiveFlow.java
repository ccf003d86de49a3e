package dev.directrix.forwarder.datapath;

import dev.directrix.forwarder.flow.FlowKey;
import dev.directrix.forwarder.flow.FlowState;
import dev.directrix.forwarder.service.ServerKey;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A flow that a worker carries.
 *
 * @param key     client and service
 * @param server  its real server
 * @param name    the server's name, while it is in the applied table
 * @param state   what was seen of it
 * @param packets packets forwarded
 * @param idle    time since the last packet
 * @param local   the local endpoint from which the server is reached, with FULLNAT
 * @param worker  number of the worker that carries it
 */
public record LiveFlow(
    FlowKey key, ServerKey server, Optional<String> name, FlowState state, long packets, Duration idle,
    Optional<InetSocketAddress> local, int worker) {
}

package dev.directrix.director.runtime;

import dev.directrix.forwarder.datapath.Connections;
import dev.directrix.forwarder.datapath.Datapath;
import dev.directrix.forwarder.service.ServerKey;
import java.util.Map;

/**
 * What each server has to do. Immutable.
 *
 * @param all         live flows
 * @param connections as schedulers count them
 */
record ServerFlows(Map<ServerKey, Long> all, Map<ServerKey, Connections> connections) {

    static ServerFlows of(final Datapath datapath) {
        return new ServerFlows(datapath.flowsByServer(), datapath.connections());
    }

    long all(final ServerKey server) {
        return all.getOrDefault(server, 0L);
    }

    long active(final ServerKey server) {
        return connections.getOrDefault(server, Connections.NONE).active();
    }
}

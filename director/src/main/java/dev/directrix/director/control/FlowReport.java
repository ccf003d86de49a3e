package dev.directrix.director.control;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a flow goes.
 *
 * @param query   the flow
 * @param reason  why
 * @param pool    the pool of its service
 * @param server  the server's name
 * @param address the server's address
 * @param slot    its slot in the pool's Maglev table
 * @param digest  of that table, or of all tables of the cluster; directors that agree show the same
 * @param cluster what the cluster's tables say; empty: they do not decide
 */
public record FlowReport(
    FlowQuery query, FlowReason reason, Optional<String> pool, Optional<String> server, Optional<InetAddress> address,
    OptionalInt slot, Optional<String> digest, Optional<Cluster> cluster) {

    /**
     * What the cluster's tables say of a flow.
     *
     * @param epoch     how often they have changed
     * @param mode      of the slot: {@code normal}, {@code transit}, {@code frozen} or {@code switched}
     * @param exception whether the flow is pinned to its server by an exception
     * @param waits     whether a packet that begins the flow would wait now
     */
    public record Cluster(long epoch, String mode, boolean exception, boolean waits) {
    }
}

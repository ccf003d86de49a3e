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
 * @param digest  of that table; directors that agree show the same
 */
public record FlowReport(
    FlowQuery query, FlowReason reason, Optional<String> pool, Optional<String> server, Optional<InetAddress> address,
    OptionalInt slot, Optional<String> digest) {
}

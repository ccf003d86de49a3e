package dev.directrix.forwarder.neighbor;

import java.net.InetAddress;

/**
 * A real server as next hops see it. Immutable.
 *
 * @param server its address
 * @param routed whether packets to it carry its own address, so that it may be behind a gateway: tunnels, NAT, FULLNAT
 *               and DSCP; not direct routing, where they carry the VIP
 */
public record HopTarget(InetAddress server, boolean routed) {
}

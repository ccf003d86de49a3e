package dev.directrix.linux.netlink;

import java.net.InetAddress;
import java.util.Optional;

/**
 * One way that a route leads.
 *
 * @param interfaceIndex the interface to leave by; 0 when the kernel names none
 * @param gateway        the router to hand packets to, empty when the destination is on the link
 * @param weight         its share among the route's next hops, 1 to 256
 * @param alive          false when its link is dead or has no carrier
 */
public record NextHop(int interfaceIndex, Optional<InetAddress> gateway, int weight, boolean alive) {
}

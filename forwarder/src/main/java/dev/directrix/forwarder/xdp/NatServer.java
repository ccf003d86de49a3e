package dev.directrix.forwarder.xdp;

import java.net.InetAddress;

/**
 * Where a NAT server sends its answers from. Immutable.
 *
 * @param address  of the server
 * @param port     1 to 65535, or {@link #ANY}
 * @param protocol IP protocol number; {@link #ANY}, with any port, for later fragments, of which only Java knows more
 */
public record NatServer(InetAddress address, int port, int protocol) {
    /** All ports; with all ports, all protocols. */
    public static final int ANY = 0;
}

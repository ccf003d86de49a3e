package dev.directrix.bgp;

import dev.directrix.bgp.transport.TcpAoKey;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the TCP connections of a neighbour are made. Immutable.
 *
 * @param port          the TCP port it listens on
 * @param listenPort    a port of our own to listen on for it, on the source address where one is given; empty: the
 *                      speaker's listen address serves it
 * @param passive       true: wait for the router to connect, never connect ourselves
 * @param sourceAddress local address to speak from, and to be spoken to; empty: any
 * @param device        interface that the connections run over; wanted for link-local addresses
 * @param password      TCP-MD5 key, if the router asks for one
 * @param aoKeys        TCP-AO keys (RFC 5925); the first one signs what is sent
 * @param outgoingTtl   TTL or hop limit of what is sent; empty: 1 to another AS, else what the kernel takes
 * @param minimumTtl    what arrives with less is dropped (RFC 5082); empty: no check
 */
public record NeighborTransport(
    int port,
    OptionalInt listenPort,
    boolean passive,
    Optional<InetAddress> sourceAddress,
    Optional<String> device,
    Optional<Password> password,
    List<TcpAoKey> aoKeys,
    OptionalInt outgoingTtl,
    OptionalInt minimumTtl) {

    /** Port 179, active, no key, no check. */
    public static final NeighborTransport DEFAULT = new NeighborTransport(179, OptionalInt.empty(), false,
        Optional.empty(), Optional.empty(), Optional.empty(), List.of(), OptionalInt.empty(), OptionalInt.empty());

    private static final int MAX_TTL = 255;

    /** Checks the values. */
    public NeighborTransport {
        Objects.requireNonNull(sourceAddress, "sourceAddress");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(password, "password");
        aoKeys = List.copyOf(aoKeys);
        requirePort(port);
        listenPort.ifPresent(NeighborTransport::requirePort);
        outgoingTtl.ifPresent(NeighborTransport::requireTtl);
        minimumTtl.ifPresent(NeighborTransport::requireTtl);
        if (password.isPresent() && !aoKeys.isEmpty()) {
            throw new IllegalArgumentException("a connection is protected by TCP-MD5 or by TCP-AO, not by both");
        }
    }

    private static void requirePort(final int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not within 1..65535");
        }
    }

    private static void requireTtl(final int ttl) {
        if (ttl < 1 || ttl > MAX_TTL) {
            throw new IllegalArgumentException("TTL " + ttl + " is not within 1..255");
        }
    }
}

package dev.directrix.linux.socket;

import dev.directrix.linux.CallState;
import dev.directrix.linux.Libc;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.OwnedFd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Sends UDP datagrams to one address from one port, with TTL or hop limit 255 and the DSCP of routing protocols (CS6).
 * Sending allocates nothing and never waits. Not thread-safe.
 */
public final class UdpSender implements AutoCloseable {

    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IP_TOS = 1;
    private static final int IP_TTL = 2;
    private static final int IPV6_UNICAST_HOPS = 16;
    private static final int IPV6_TCLASS = 67;
    private static final int TTL = 255;
    private static final int CS6 = 0xc0;
    private static final int MSG_DONTWAIT = 0x40;

    private final Arena arena = Arena.ofShared();
    private final CallState state = new CallState(arena);
    private final MemorySegment buffer;
    private final OwnedFd fd;
    private final InetAddress local;
    private int shownLength = -1;
    private MemorySegment shown;

    private UdpSender(
            final Optional<InetAddress> source, final int sourcePort, final InetAddress target, final int targetPort,
            final int datagramBytes) {
        buffer = arena.allocate(datagramBytes);
        shown = buffer;
        final boolean four = target instanceof Inet4Address;
        fd = new OwnedFd(LinuxException.check("open UDP socket", Libc.socket(
                state, four ? SocketAddress.AF_INET : SocketAddress.AF_INET6, SOCK_DGRAM_CLOEXEC, 0)));
        try {
            set(four ? IPPROTO_IP : IPPROTO_IPV6, four ? IP_TTL : IPV6_UNICAST_HOPS, TTL);
            set(four ? IPPROTO_IP : IPPROTO_IPV6, four ? IP_TOS : IPV6_TCLASS, CS6);
            // Nothing is read from it: the kernel makes this its least.
            set(SOL_SOCKET, SO_RCVBUF, 0);
            final MemorySegment from = SocketAddress.of(arena,
                    source.orElseGet(() -> wildcard(four)), sourcePort);
            LinuxException.check("bind UDP " + source.map(InetAddress::getHostAddress).orElse("any address")
                    + " port " + sourcePort, Libc.bind(state, fd.number(), from, (int) from.byteSize()));
            final MemorySegment to = SocketAddress.of(arena, target, targetPort);
            LinuxException.check("connect UDP to " + target.getHostAddress(),
                    Libc.connect(state, fd.number(), to, (int) to.byteSize()));
            final MemorySegment name = arena.allocate(SocketAddress.INET6_BYTES, Integer.BYTES);
            LinuxException.check("read UDP socket's address", Libc.getsockname(state, fd.number(), name,
                    arena.allocateFrom(ValueLayout.JAVA_INT, SocketAddress.INET6_BYTES)));
            local = SocketAddress.read(name);
        } catch (final RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * A sender to this address and port.
     *
     * @param source        the local address; empty: the kernel chooses, now and for good
     * @param sourcePort    the local port
     * @param datagramBytes the longest datagram
     * @throws LinuxException if the source is taken or not ours (EADDRINUSE, EADDRNOTAVAIL), or there is no route
     */
    public static UdpSender open(
            final Optional<InetAddress> source, final int sourcePort, final InetAddress target, final int targetPort,
            final int datagramBytes) {
        return new UdpSender(source, sourcePort, target, targetPort, datagramBytes);
    }

    /** The local address. */
    public InetAddress local() {
        return local;
    }

    /**
     * Sends the first octets of this array.
     *
     * @return 0, or the negative error number; ECONNREFUSED tells that the datagram before met a closed port
     */
    public int send(final byte[] octets, final int length) {
        if (length != shownLength) {
            shown = buffer.asSlice(0, length);
            shownLength = length;
        }
        MemorySegment.copy(octets, 0, shown, ValueLayout.JAVA_BYTE, 0, length);
        return (int) Math.min(0, Libc.sendto(state, fd.number(), shown, MSG_DONTWAIT, MemorySegment.NULL));
    }

    @Override
    public void close() {
        fd.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private static InetAddress wildcard(final boolean four) {
        try {
            return InetAddress.getByAddress(new byte[four ? 4 : 16]);
        } catch (final UnknownHostException e) {
            throw new IllegalStateException("4 or 16 octets are an address", e);
        }
    }

    private void set(final int level, final int option, final int value) {
        LinuxException.check("set option " + level + "/" + option + " of UDP socket", Libc.setsockopt(
                state, fd.number(), level, option, arena.allocateFrom(ValueLayout.JAVA_INT, value)));
    }
}

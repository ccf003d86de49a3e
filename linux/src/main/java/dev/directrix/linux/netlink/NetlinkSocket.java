package dev.directrix.linux.netlink;

import dev.directrix.linux.CallState;
import dev.directrix.linux.Errno;
import dev.directrix.linux.Libc;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.OwnedFd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * A socket to the kernel's routing tables, of the network namespace that it was opened in. Its datagrams come from the
 * kernel alone: other senders need a privilege and this socket's port. Not thread-safe.
 */
final class NetlinkSocket implements NetlinkTransport {

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_ROUTE = 0;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SOL_NETLINK = 270;
    private static final int NETLINK_CAP_ACK = 10;
    private static final int NETLINK_EXT_ACK = 11;
    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int DATAGRAM_BYTES = 256 * 1024;
    private static final int RECEIVE_BUFFER_BYTES = 4 << 20;
    private static final long ANSWER_TIMEOUT_S = 10;

    private final Arena arena = Arena.ofShared();
    private final CallState state = new CallState(arena);
    private final MemorySegment buffer = arena.allocate(DATAGRAM_BYTES, Long.BYTES);
    private final OwnedFd fd;

    /**
     * Opens and binds a socket.
     *
     * @param groups RTMGRP_* bits of the events to hear, 0 for none
     */
    NetlinkSocket(final int groups) {
        fd = new OwnedFd(LinuxException.check("open netlink socket",
                Libc.socket(state, AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_ROUTE)));
        try {
            setOption("ask for netlink's error texts", SOL_NETLINK, NETLINK_EXT_ACK);
            setOption("shorten netlink's answers", SOL_NETLINK, NETLINK_CAP_ACK);
            final MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_INT, RECEIVE_BUFFER_BYTES);
            if (Libc.setsockopt(state, fd.number(), SOL_SOCKET, SO_RCVBUFFORCE, size) < 0) {
                // Without CAP_NET_ADMIN as large as net.core.rmem_max allows.
                LinuxException.check("size netlink receive buffer",
                        Libc.setsockopt(state, fd.number(), SOL_SOCKET, SO_RCVBUF, size));
            }
            LinuxException.check("limit the wait for netlink's answers", Libc.setsockopt(state, fd.number(),
                    SOL_SOCKET, SO_RCVTIMEO, arena.allocateFrom(ValueLayout.JAVA_LONG, ANSWER_TIMEOUT_S, 0L)));
            // struct sockaddr_nl: family, padding, port (0: the kernel chooses), groups
            final MemorySegment address = arena.allocate(12, Integer.BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_NETLINK);
            address.set(ValueLayout.JAVA_INT, 8, groups);
            LinuxException.check("bind netlink socket", Libc.bind(state, fd.number(), address, 12));
        } catch (final RuntimeException e) {
            close();
            throw e;
        }
    }

    int fd() {
        return fd.number();
    }

    @Override
    public void send(final byte[] request) {
        final MemorySegment message = buffer.asSlice(0, request.length).copyFrom(MemorySegment.ofArray(request));
        LinuxException.check("send netlink request",
                Libc.sendto(state, fd.number(), message, 0, MemorySegment.NULL));
    }

    @Override
    public List<NetlinkMessage> receive() {
        return parse(LinuxException.check("receive from netlink",
                Libc.recv(state, fd.number(), buffer, MSG_TRUNC)));
    }

    /** As {@link #receive()} without waiting: no messages when there is nothing. */
    List<NetlinkMessage> receiveNow() {
        final long result = Libc.recv(state, fd.number(), buffer, MSG_TRUNC | MSG_DONTWAIT);
        if (result == -Errno.EAGAIN.number() || result == -Errno.EINTR.number()) {
            return List.of();
        }
        return parse(LinuxException.check("receive from netlink", result));
    }

    private List<NetlinkMessage> parse(final long length) {
        if (length > DATAGRAM_BYTES) {
            throw new LinuxException("netlink datagram of " + length + " octets is longer than " + DATAGRAM_BYTES);
        }
        return NetlinkMessage.parse(buffer.asSlice(0, length).asByteBuffer());
    }

    private void setOption(final String operation, final int level, final int option) {
        LinuxException.check(operation, Libc.setsockopt(
                state, fd.number(), level, option, arena.allocateFrom(ValueLayout.JAVA_INT, 1)));
    }

    @Override
    public void close() {
        fd.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}

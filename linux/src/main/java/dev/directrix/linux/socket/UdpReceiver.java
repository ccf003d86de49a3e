package dev.directrix.linux.socket;

import dev.directrix.linux.CallState;
import dev.directrix.linux.Errno;
import dev.directrix.linux.Libc;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.OwnedFd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * UDP datagrams of one port with what their IP header said: addresses, TTL or hop limit, and the interface they came in
 * by (recvmmsg(2), ip(7), ipv6(7)). Receiving allocates nothing. Not thread-safe. Needs no privilege for ports above
 * 1023.
 */
public final class UdpReceiver implements AutoCloseable {

    /** The most datagrams that one call takes. */
    public static final int BATCH = 32;

    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int IPPROTO_IP = 0;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IP_TTL = 2;
    private static final int IP_PKTINFO = 8;
    private static final int IP_RECVTTL = 12;
    private static final int IPV6_V6ONLY = 26;
    private static final int IPV6_RECVPKTINFO = 49;
    private static final int IPV6_PKTINFO = 50;
    private static final int IPV6_RECVHOPLIMIT = 51;
    private static final int IPV6_HOPLIMIT = 52;
    private static final int MSG_DONTWAIT = 0x40;

    /** struct mmsghdr: a struct msghdr of 56 bytes and the length, padded. */
    private static final int MESSAGE_BYTES = 64;
    private static final int NAME_LENGTH_OFFSET = 8;
    private static final int VECTOR_OFFSET = 16;
    private static final int VECTOR_COUNT_OFFSET = 24;
    private static final int CONTROL_OFFSET = 32;
    private static final int CONTROL_LENGTH_OFFSET = 40;
    private static final int LENGTH_OFFSET = 56;
    /** struct iovec. */
    private static final int VECTOR_BYTES = 16;
    private static final int NAME_BYTES = 32;
    /** Room for one packet-info and one TTL, each behind a struct cmsghdr. */
    private static final int CONTROL_BYTES = 128;
    private static final int CMSG_HEADER_BYTES = 16;
    private static final int CMSG_LEVEL_OFFSET = 8;
    private static final int CMSG_TYPE_OFFSET = 12;
    private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

    private final Arena arena = Arena.ofShared();
    private final CallState state = new CallState(arena);
    private final MemorySegment messages = arena.allocate((long) BATCH * MESSAGE_BYTES, Long.BYTES);
    private final MemorySegment names = arena.allocate((long) BATCH * NAME_BYTES, Long.BYTES);
    private final MemorySegment controls = arena.allocate((long) BATCH * CONTROL_BYTES, Long.BYTES);
    private final int[] ttls = new int[BATCH];
    private final int[] interfaces = new int[BATCH];
    private final long[] localHighs = new long[BATCH];
    private final long[] localLows = new long[BATCH];
    private final int datagramBytes;
    private final boolean four;
    private final MemorySegment data;
    private final OwnedFd fd;

    private UdpReceiver(final InetAddress address, final int port, final int datagramBytes) {
        this.datagramBytes = datagramBytes;
        this.four = address instanceof Inet4Address;
        this.data = arena.allocate((long) BATCH * datagramBytes);
        final int family = four ? SocketAddress.AF_INET : SocketAddress.AF_INET6;
        fd = new OwnedFd(LinuxException.check("open UDP socket", Libc.socket(state, family, SOCK_DGRAM_CLOEXEC, 0)));
        try {
            prepareMessages();
            if (four) {
                set(IPPROTO_IP, IP_RECVTTL, 1);
                set(IPPROTO_IP, IP_PKTINFO, 1);
            } else {
                set(IPPROTO_IPV6, IPV6_V6ONLY, 1);
                set(IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
                set(IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
            }
            set(SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            final MemorySegment name = SocketAddress.of(arena, address, port);
            LinuxException.check("bind UDP " + address.getHostAddress() + " port " + port,
                    Libc.bind(state, fd.number(), name, (int) name.byteSize()));
        } catch (final RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Receives what comes to this address and port.
     *
     * @param address       a local address, or the wildcard of one IP version, which does not stand for the other
     * @param datagramBytes how much of a datagram is of interest; the rest is cut off
     */
    public static UdpReceiver open(final InetAddress address, final int port, final int datagramBytes) {
        return new UdpReceiver(address, port, datagramBytes);
    }

    /** The descriptor to poll for reading. */
    public int fd() {
        return fd.number();
    }

    /** Whether it receives by IPv4, else by IPv6. */
    public boolean isFour() {
        return four;
    }

    /**
     * Takes what is there, without waiting. It stays readable through the other methods until the next call.
     *
     * @return how many datagrams, at most {@link #BATCH}
     */
    public int receive() {
        for (int i = 0; i < BATCH; i++) {
            final long at = (long) i * MESSAGE_BYTES;
            messages.set(ValueLayout.JAVA_INT, at + NAME_LENGTH_OFFSET, NAME_BYTES);
            messages.set(ValueLayout.JAVA_LONG, at + CONTROL_LENGTH_OFFSET, CONTROL_BYTES);
        }
        final int count = Libc.recvmmsg(state, fd.number(), messages, MSG_DONTWAIT);
        if (count == -Errno.EAGAIN.number() || count == -Errno.EINTR.number()) {
            return 0;
        }
        LinuxException.check("receive UDP", count);
        for (int i = 0; i < count; i++) {
            readControl(i);
        }
        return count;
    }

    /** Octets of the i-th datagram. */
    public int length(final int i) {
        return messages.get(ValueLayout.JAVA_INT, (long) i * MESSAGE_BYTES + LENGTH_OFFSET);
    }

    /** Copies the i-th datagram to the start of an array, as much as fits. */
    public void copy(final int i, final byte[] target) {
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, (long) i * datagramBytes, target, 0,
                Math.min(length(i), target.length));
    }

    /** TTL or hop limit of the i-th datagram; -1 if the kernel did not say. */
    public int ttl(final int i) {
        return ttls[i];
    }

    /** The number of the interface that the i-th datagram came in by; 0 if the kernel did not say. */
    public int interfaceIndex(final int i) {
        return interfaces[i];
    }

    /** First half of the i-th datagram's source, as {@link SocketAddress#high} has it. */
    public long sourceHigh(final int i) {
        return four ? 0 : names.get(SocketAddress.BIG_ENDIAN_LONG,
                (long) i * NAME_BYTES + SocketAddress.INET6_ADDRESS_OFFSET);
    }

    /** Second half of the i-th datagram's source. */
    public long sourceLow(final int i) {
        final long at = (long) i * NAME_BYTES;
        return four
                ? SocketAddress.mapped(names.get(SocketAddress.BIG_ENDIAN_INT, at + SocketAddress.INET_ADDRESS_OFFSET))
                : names.get(SocketAddress.BIG_ENDIAN_LONG, at + SocketAddress.INET6_ADDRESS_OFFSET + Long.BYTES);
    }

    /** First half of the address that the i-th datagram was sent to. */
    public long localHigh(final int i) {
        return localHighs[i];
    }

    /** Second half of the address that the i-th datagram was sent to. */
    public long localLow(final int i) {
        return localLows[i];
    }

    @Override
    public void close() {
        fd.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    private void prepareMessages() {
        final MemorySegment vectors = arena.allocate((long) BATCH * VECTOR_BYTES, Long.BYTES);
        for (int i = 0; i < BATCH; i++) {
            vectors.set(ValueLayout.ADDRESS, (long) i * VECTOR_BYTES, data.asSlice((long) i * datagramBytes));
            vectors.set(ValueLayout.JAVA_LONG, (long) i * VECTOR_BYTES + Long.BYTES, datagramBytes);
            final long at = (long) i * MESSAGE_BYTES;
            messages.set(ValueLayout.ADDRESS, at, names.asSlice((long) i * NAME_BYTES));
            messages.set(ValueLayout.ADDRESS, at + VECTOR_OFFSET, vectors.asSlice((long) i * VECTOR_BYTES));
            messages.set(ValueLayout.JAVA_LONG, at + VECTOR_COUNT_OFFSET, 1);
            messages.set(ValueLayout.ADDRESS, at + CONTROL_OFFSET, controls.asSlice((long) i * CONTROL_BYTES));
        }
    }

    private void readControl(final int i) {
        ttls[i] = -1;
        interfaces[i] = 0;
        localHighs[i] = 0;
        localLows[i] = 0;
        long at = (long) i * CONTROL_BYTES;
        final long end = at + messages.get(ValueLayout.JAVA_LONG, (long) i * MESSAGE_BYTES + CONTROL_LENGTH_OFFSET);
        while (at + CMSG_HEADER_BYTES <= end) {
            final long length = controls.get(ValueLayout.JAVA_LONG, at);
            if (length < CMSG_HEADER_BYTES) {
                return;
            }
            readControl(i, controls.get(ValueLayout.JAVA_INT, at + CMSG_LEVEL_OFFSET),
                    controls.get(ValueLayout.JAVA_INT, at + CMSG_TYPE_OFFSET), at + CMSG_HEADER_BYTES);
            at += (length + Long.BYTES - 1) & -Long.BYTES;
        }
    }

    private void readControl(final int i, final int level, final int type, final long at) {
        if ((level == IPPROTO_IP && type == IP_TTL) || (level == IPPROTO_IPV6 && type == IPV6_HOPLIMIT)) {
            ttls[i] = controls.get(ValueLayout.JAVA_INT, at);
        } else if (level == IPPROTO_IP && type == IP_PKTINFO) {
            // struct in_pktinfo: interface, the address to answer from, the address in the header
            interfaces[i] = controls.get(ValueLayout.JAVA_INT, at);
            localLows[i] = SocketAddress.mapped(controls.get(SocketAddress.BIG_ENDIAN_INT, at + 8));
        } else if (level == IPPROTO_IPV6 && type == IPV6_PKTINFO) {
            localHighs[i] = controls.get(SocketAddress.BIG_ENDIAN_LONG, at);
            localLows[i] = controls.get(SocketAddress.BIG_ENDIAN_LONG, at + Long.BYTES);
            interfaces[i] = controls.get(ValueLayout.JAVA_INT, at + 16);
        }
    }

    private void set(final int level, final int option, final int value) {
        LinuxException.check("set option " + level + "/" + option + " of UDP socket", Libc.setsockopt(
                state, fd.number(), level, option, arena.allocateFrom(ValueLayout.JAVA_INT, value)));
    }
}

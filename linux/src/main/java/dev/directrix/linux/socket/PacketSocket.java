package dev.directrix.linux.socket;

import dev.directrix.linux.CallState;
import dev.directrix.linux.Errno;
import dev.directrix.linux.Libc;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.OwnedFd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Whole Ethernet frames of one interface through the kernel's stack (packet(7)): for probes and tests, not for the
 * datapath. Not thread-safe. Needs CAP_NET_RAW.
 */
public final class PacketSocket implements AutoCloseable {

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final short ETH_P_ALL_BIG_ENDIAN = 0x0300;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MAX_FRAME = 65_550;

    private final Arena arena = Arena.ofShared();
    private final CallState state = new CallState(arena);
    private final MemorySegment buffer = arena.allocate(MAX_FRAME);
    private final OwnedFd fd;
    private final PollSet poll;

    private PacketSocket(final int interfaceIndex) {
        fd = new OwnedFd(LinuxException.check("open packet socket",
                Libc.socket(state, AF_PACKET, SOCK_RAW_CLOEXEC, 0)));
        poll = PollSet.forReading(fd.number());
        try {
            LinuxException.check("ignore a packet socket's own frames", Libc.setsockopt(state, fd.number(), SOL_PACKET,
                    PACKET_IGNORE_OUTGOING, arena.allocateFrom(ValueLayout.JAVA_INT, 1)));
            // struct sockaddr_ll: family, protocol, ifindex, hatype, pkttype, halen, addr
            final MemorySegment address = arena.allocate(20, Integer.BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_PACKET);
            address.set(ValueLayout.JAVA_SHORT, 2, ETH_P_ALL_BIG_ENDIAN);
            address.set(ValueLayout.JAVA_INT, 4, interfaceIndex);
            LinuxException.check("bind packet socket to interface " + interfaceIndex,
                    Libc.bind(state, fd.number(), address, 20));
        } catch (final RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Sends and receives on this interface of the calling thread's network namespace. */
    public static PacketSocket open(final int interfaceIndex) {
        return new PacketSocket(interfaceIndex);
    }

    /** Sends one frame, Ethernet header first. */
    public void send(final byte[] frame) {
        final MemorySegment data = buffer.asSlice(0, frame.length).copyFrom(MemorySegment.ofArray(frame));
        LinuxException.check("send on packet socket", Libc.sendto(state, fd.number(), data, 0, MemorySegment.NULL));
    }

    /** The next frame that came in, empty when none comes in time. */
    public Optional<byte[]> receive(final int timeoutMs) {
        if (poll.await(timeoutMs) == 0) {
            return Optional.empty();
        }
        final long length = Libc.recv(state, fd.number(), buffer, MSG_DONTWAIT);
        if (length == -Errno.EAGAIN.number()) {
            return Optional.empty();
        }
        LinuxException.check("receive on packet socket", length);
        return Optional.of(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }

    @Override
    public void close() {
        poll.close();
        fd.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}

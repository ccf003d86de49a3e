package dev.directrix.linux.xdp;

import dev.directrix.linux.CallState;
import dev.directrix.linux.Errno;
import dev.directrix.linux.Interfaces;
import dev.directrix.linux.Libc;
import dev.directrix.linux.LinuxException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The socket options, mappings and the address of one AF_XDP socket (linux/if_xdp.h). Cold. */
final class XskOptions {

    private static final int SOL_SOCKET = 1;
    private static final int SO_BUSY_POLL = 46;
    private static final int SO_PREFER_BUSY_POLL = 69;
    private static final int SO_BUSY_POLL_BUDGET = 70;
    private static final int SOL_XDP = 283;
    private static final int XDP_MMAP_OFFSETS = 1;
    private static final int XDP_RX_RING = 2;
    private static final int XDP_TX_RING = 3;
    private static final int XDP_UMEM_REG = 4;
    private static final int XDP_UMEM_FILL_RING = 5;
    private static final int XDP_UMEM_COMPLETION_RING = 6;
    private static final int XDP_STATISTICS = 7;
    private static final int XDP_OPTIONS = 8;
    private static final int XDP_MAX_TX_SKB_BUDGET = 9;
    private static final int XDP_OPTIONS_ZEROCOPY = 1;
    private static final long PGOFF_RX = 0;
    private static final long PGOFF_TX = 0x8000_0000L;
    private static final long PGOFF_FILL = 0x1_0000_0000L;
    private static final long PGOFF_COMPLETION = 0x1_8000_0000L;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED_POPULATE = 0x01 | 0x8000;
    private static final int AF_XDP = 44;
    private static final int USE_NEED_WAKEUP = 1 << 3;
    private static final int DEFAULT_TRANSMIT_BUDGET = 32;

    private final int fd;
    private final CallState state;

    XskOptions(final int fd, final CallState state) {
        this.fd = fd;
        this.state = state;
    }

    /** The four mapped rings. */
    record Mapped(MemorySegment receive, RingOffsets receiveOffsets, MemorySegment transmit,
                  RingOffsets transmitOffsets, MemorySegment fill, RingOffsets fillOffsets,
                  MemorySegment completion, RingOffsets completionOffsets) {
    }

    void registerUmem(final Umem umem) {
        try (Arena arena = Arena.ofConfined()) {
            // struct xdp_umem_reg: addr, len, chunk_size, headroom, flags, tx_metadata_len
            final MemorySegment registration = arena.allocate(32, Long.BYTES);
            registration.set(ValueLayout.JAVA_LONG, 0, umem.memory().address());
            registration.set(ValueLayout.JAVA_LONG, 8, umem.memory().byteSize());
            registration.set(ValueLayout.JAVA_INT, 16, umem.frameSize());
            final int result = Libc.setsockopt(state, fd, SOL_XDP, XDP_UMEM_REG, registration);
            if (result == -Errno.ENOBUFS.number()) {
                throw new LinuxException("register " + umem.memory().byteSize() + " bytes of packet memory", -result,
                        "raise the limit on locked memory (ulimit -l, LimitMEMLOCK=) or give CAP_IPC_LOCK");
            }
            LinuxException.check("register packet memory with AF_XDP socket", result);
        }
    }

    void sizeRings(final XskConfig config) {
        set("size AF_XDP receive ring", SOL_XDP, XDP_RX_RING, config.receiveSize());
        set("size AF_XDP transmit ring", SOL_XDP, XDP_TX_RING, config.transmitSize());
        set("size AF_XDP fill ring", SOL_XDP, XDP_UMEM_FILL_RING, config.fillSize());
        set("size AF_XDP completion ring", SOL_XDP, XDP_UMEM_COMPLETION_RING, config.completionSize());
    }

    Mapped mapRings(final XskConfig config, final Arena arena) {
        final MemorySegment offsets = get("read AF_XDP ring offsets", XDP_MMAP_OFFSETS, 4 * RingOffsets.BYTES, arena);
        final RingOffsets rx = RingOffsets.read(offsets, 0);
        final RingOffsets tx = RingOffsets.read(offsets, 1);
        final RingOffsets fill = RingOffsets.read(offsets, 2);
        final RingOffsets completion = RingOffsets.read(offsets, 3);
        return new Mapped(
                map(rx.entries() + 16L * config.receiveSize(), PGOFF_RX, arena), rx,
                map(tx.entries() + 16L * config.transmitSize(), PGOFF_TX, arena), tx,
                map(fill.entries() + 8L * config.fillSize(), PGOFF_FILL, arena), fill,
                map(completion.entries() + 8L * config.completionSize(), PGOFF_COMPLETION, arena), completion);
    }

    /** Raises the copy-mode budget where the kernel has the option; elsewhere the default of 32 stays. */
    void setTransmitBudget(final int budget) {
        if (budget > DEFAULT_TRANSMIT_BUDGET) {
            final int result = trySet(SOL_XDP, XDP_MAX_TX_SKB_BUDGET, budget);
            if (result < 0 && result != -Errno.ENOPROTOOPT.number() && result != -Errno.EACCES.number()) {
                throw new LinuxException("set AF_XDP transmit budget to " + budget, -result);
            }
        }
    }

    void bind(final XskConfig config) {
        try (Arena arena = Arena.ofConfined()) {
            // struct sockaddr_xdp: family, flags, ifindex, queue_id, shared_umem_fd
            final int flags = config.mode().bindFlag() | USE_NEED_WAKEUP;
            final MemorySegment address = arena.allocate(16, Integer.BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_XDP);
            address.set(ValueLayout.JAVA_SHORT, 2, (short) flags);
            address.set(ValueLayout.JAVA_INT, 4, config.interfaceIndex());
            address.set(ValueLayout.JAVA_INT, 8, config.queue());
            final int result = Libc.bind(state, fd, address, (int) address.byteSize());
            if (result < 0) {
                final String name = Interfaces.name(config.interfaceIndex()).orElse("" + config.interfaceIndex());
                throw new LinuxException("bind AF_XDP socket to interface " + name + " queue " + config.queue()
                        + " in mode " + config.mode(), -result, advice(-result));
            }
        }
    }

    boolean zeroCopy() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment options = get("read AF_XDP options", XDP_OPTIONS, Integer.BYTES, arena);
            return (options.get(ValueLayout.JAVA_INT, 0) & XDP_OPTIONS_ZEROCOPY) != 0;
        }
    }

    void busyPoll(final int timeoutUs, final int budget) {
        set("prefer busy polling", SOL_SOCKET, SO_PREFER_BUSY_POLL, 1);
        set("set busy polling to " + timeoutUs + " us", SOL_SOCKET, SO_BUSY_POLL, timeoutUs);
        set("set busy polling budget to " + budget, SOL_SOCKET, SO_BUSY_POLL_BUDGET, budget);
    }

    XskStatistics statistics() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment s = get("read AF_XDP statistics", XDP_STATISTICS, 48, arena);
            return new XskStatistics(s.get(ValueLayout.JAVA_LONG, 0), s.get(ValueLayout.JAVA_LONG, 8),
                    s.get(ValueLayout.JAVA_LONG, 16), s.get(ValueLayout.JAVA_LONG, 24),
                    s.get(ValueLayout.JAVA_LONG, 32), s.get(ValueLayout.JAVA_LONG, 40));
        }
    }

    private static String advice(final int errno) {
        if (errno == Errno.EBUSY.number()) {
            return "another process is bound to this queue";
        }
        if (errno == Errno.EOPNOTSUPP.number()) {
            return "the driver has no zero-copy; use copy mode";
        }
        return errno == Errno.EINVAL.number() ? "does the interface have this queue?" : "";
    }

    private MemorySegment map(final long bytes, final long pageOffset, final Arena arena) {
        final long address = Libc.mmap(state, bytes, PROT_READ_WRITE, MAP_SHARED_POPULATE, fd, pageOffset);
        LinuxException.check("map AF_XDP ring", address);
        return MemorySegment.ofAddress(address).reinterpret(bytes, arena, memory -> {
            try (Arena scratch = Arena.ofConfined()) {
                Libc.munmap(new CallState(scratch), memory);
            }
        });
    }

    private void set(final String operation, final int level, final int option, final int value) {
        LinuxException.check(operation, trySet(level, option, value));
    }

    private int trySet(final int level, final int option, final int value) {
        try (Arena arena = Arena.ofConfined()) {
            return Libc.setsockopt(state, fd, level, option, arena.allocateFrom(ValueLayout.JAVA_INT, value));
        }
    }

    private MemorySegment get(final String operation, final int option, final int bytes, final Arena arena) {
        final MemorySegment value = arena.allocate(bytes, Long.BYTES);
        LinuxException.check(operation, Libc.getsockopt(
                state, fd, SOL_XDP, option, value, arena.allocateFrom(ValueLayout.JAVA_INT, bytes)));
        return value;
    }
}

package dev.directrix.linux.xdp;

import dev.directrix.linux.CallState;
import dev.directrix.linux.Libc;
import dev.directrix.linux.LinuxException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The packet memory that AF_XDP sockets share with the kernel, cut into frames of one size. A frame is named by its
 * address: its offset in {@link #memory()}. The first socket registers it, further ones share it, so that a frame
 * received on one interface is sent on another without a copy. Keeps a stack of the frames that are nowhere in a ring.
 * Single-threaded, but for {@link #memory()}; close the sockets first.
 */
public final class Umem implements AutoCloseable {

    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS_POPULATE = 0x02 | 0x20 | 0x8000;
    private static final int MAP_HUGETLB = 0x40000;
    private static final int MADV_HUGEPAGE = 14;
    private static final long HUGE_PAGE_BYTES = 2L << 20;
    private static final byte NOBODY = 0;
    private static final int MAX_HOLDER = Byte.MAX_VALUE;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment mapping;
    private final MemorySegment memory;
    private final int frameSize;
    private final int frameShift;
    private final long[] free;
    private final byte[] holders;
    private int freeCount;
    private int lastHolder;

    private Umem(final MemorySegment mapping, final long bytes, final int frameSize, final int frameCount) {
        this.mapping = mapping;
        this.memory = mapping.asSlice(0, bytes);
        this.frameSize = frameSize;
        this.frameShift = Integer.numberOfTrailingZeros(frameSize);
        this.free = new long[frameCount];
        this.holders = new byte[frameCount];
        for (int i = frameCount - 1; i >= 0; i--) {
            free[freeCount++] = (long) i * frameSize;
        }
    }

    /**
     * Maps the memory, in reserved huge pages where there are enough of them, else in normal ones.
     *
     * @param frameCount how many frames
     * @param frameSize  octets of each, 2048 or 4096
     * @throws LinuxException when there is not enough memory
     */
    public static Umem allocate(final int frameCount, final int frameSize) {
        if (frameCount <= 0 || (frameSize != 2048 && frameSize != 4096)) {
            throw new IllegalArgumentException(
                    frameCount + " frames of " + frameSize + " octets: frames have 2048 or 4096 octets");
        }
        final long bytes = (long) frameCount * frameSize;
        final long rounded = (bytes + HUGE_PAGE_BYTES - 1) / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES;
        try (Arena scratch = Arena.ofConfined()) {
            final CallState state = new CallState(scratch);
            long address = Libc.mmap(
                    state, rounded, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_POPULATE | MAP_HUGETLB, -1, 0);
            if (address < 0 && address > -4096) {
                address = LinuxException.check("map " + bytes + " bytes of packet memory",
                        Libc.mmap(state, rounded, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_POPULATE, -1, 0));
                Libc.madvise(state, MemorySegment.ofAddress(address).reinterpret(rounded), MADV_HUGEPAGE);
            }
            return new Umem(MemorySegment.ofAddress(address).reinterpret(rounded), bytes, frameSize, frameCount);
        }
    }

    /** All frames, one behind the other; a frame's address is its offset in here. Valid until {@link #close()}. */
    public MemorySegment memory() {
        return memory;
    }

    /** Octets of a frame. */
    public int frameSize() {
        return frameSize;
    }

    /** How many frames there are. */
    public int frameCount() {
        return free.length;
    }

    /** How many frames {@link #take()} can still give. */
    public int freeFrames() {
        return freeCount;
    }

    /**
     * Takes a frame off the stack.
     *
     * @return its address; the caller checked {@link #freeFrames()}
     */
    public long take() {
        return free[--freeCount];
    }

    /**
     * Puts a frame back.
     *
     * @param address any address within the frame, as a ring gave it
     */
    public void give(final long address) {
        free[freeCount++] = address & -frameSize;
        holders[(int) (address >>> frameShift)] = NOBODY;
    }

    /**
     * Notes that a frame belongs to no socket: whoever received it keeps it, also when the socket is closed.
     *
     * @param address any address within the frame
     */
    public void keep(final long address) {
        holders[(int) (address >>> frameShift)] = NOBODY;
    }

    /** A number for a new socket, other than that of any socket that still holds frames. */
    byte newHolder() {
        do {
            lastHolder = lastHolder % MAX_HOLDER + 1;
        } while (holds((byte) lastHolder));
        return (byte) lastHolder;
    }

    /** Notes that a frame is in the rings of a socket now. */
    void hold(final long address, final byte holder) {
        holders[(int) (address >>> frameShift)] = holder;
    }

    /** Puts all frames back that are in the rings of a socket which is no more. */
    void giveAll(final byte holder) {
        for (int frame = 0; frame < holders.length; frame++) {
            if (holders[frame] == holder) {
                give((long) frame << frameShift);
            }
        }
    }

    private boolean holds(final byte holder) {
        for (final byte each : holders) {
            if (each == holder) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            final CallState state = new CallState(arena);
            LinuxException.check("unmap packet memory", Libc.munmap(state, mapping));
            arena.close();
        }
    }
}

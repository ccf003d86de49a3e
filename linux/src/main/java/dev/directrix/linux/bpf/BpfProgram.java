package dev.directrix.linux.bpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.directrix.linux.Errno;
import dev.directrix.linux.Interfaces;
import dev.directrix.linux.LinuxException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** One program of a {@link BpfObject}; valid until the object is closed. Thread-safe once the object is loaded. */
public final class BpfProgram {

    private static final int ATTACH_TYPE_XDP = 37;
    private static final long LINK_OPTIONS_BYTES = 64;
    private static final long TEST_OPTIONS_BYTES = 80;
    private static final int LIVE_FRAMES = 1 << 1;
    private static final int ROOM_TO_GROW = 512;

    private final LibBpf lib;
    private final String name;
    private final MemorySegment program;

    BpfProgram(final LibBpf lib, final String name, final MemorySegment program) {
        this.lib = lib;
        this.name = name;
        this.program = program;
    }

    /** Its function's name. */
    public String name() {
        return name;
    }

    /**
     * Its descriptor.
     *
     * @throws LinuxException before the object is loaded
     */
    public int fd() {
        return LinuxException.check("use BPF program " + name + " before its object is loaded", lib.programFd(program));
    }

    /** Says whether {@link BpfObject#load()} loads it; all are by default. */
    public void autoload(final boolean load) {
        LinuxException.check("choose to load BPF program " + name, lib.setAutoload(program, load));
    }

    /**
     * Attaches it as the XDP program of an interface (BPF_LINK_CREATE).
     *
     * @param interfaceIndex the interface, in the calling thread's network namespace
     * @throws LinuxException EBUSY when the interface has an XDP program already, EOPNOTSUPP when the driver has no XDP
     */
    public BpfLink attachXdp(final int interfaceIndex, final XdpMode mode) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment options = arena.allocate(LINK_OPTIONS_BYTES, Long.BYTES);
            options.set(JAVA_LONG, 0, LINK_OPTIONS_BYTES);
            options.set(JAVA_INT, 8, mode.flags());
            final int result = lib.linkCreate(fd(), interfaceIndex, ATTACH_TYPE_XDP, options);
            if (result < 0) {
                final String device = Interfaces.name(interfaceIndex).orElse("" + interfaceIndex);
                throw new LinuxException("attach XDP program " + name + " to interface " + device + " in mode " + mode,
                        -result, -result == Errno.EBUSY.number()
                        ? "another XDP program is attached: see 'ip link show " + device + "'" : "");
            }
            return new BpfLink(result);
        }
    }

    /**
     * Runs it on a frame in the kernel, attached to nothing (BPF_PROG_TEST_RUN).
     *
     * @param frame  an Ethernet frame, at least 14 octets
     * @param repeat how often; the frame given is that of the last run
     */
    public TestRun run(final byte[] frame, final int repeat) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment options = testOptions(arena, frame, repeat);
            final int room = frame.length + ROOM_TO_GROW;
            final MemorySegment out = arena.allocate(room);
            options.set(ADDRESS, 16, out);
            options.set(JAVA_INT, 28, room);
            LinuxException.check("test BPF program " + name, lib.testRun(fd(), options));
            return new TestRun(options.get(JAVA_INT, 56), out.asSlice(0, options.get(JAVA_INT, 28)).toArray(JAVA_BYTE),
                    options.get(JAVA_INT, 64));
        }
    }

    /**
     * Runs it on live frames, whose verdicts the kernel carries out: XDP_TX sends from the interface, XDP_REDIRECT
     * wherever the program says, XDP_PASS goes up the stack. Blocks until done. The kernel recycles its pages, so the
     * program writes every octet that it changes on every frame.
     *
     * @param interfaceIndex the interface that the frames seem to have come from
     * @param frame          what each frame holds before the program runs
     * @param count          how many frames
     * @param batch          frames in flight at once, at most 256
     */
    public void runLive(final int interfaceIndex, final byte[] frame, final int count, final int batch) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment options = testOptions(arena, frame, count);
            // struct xdp_md: data, data_end, data_meta, ingress_ifindex, rx_queue_index, egress_ifindex
            final MemorySegment context = arena.allocate(24, Integer.BYTES);
            context.set(JAVA_INT, 4, frame.length);
            context.set(JAVA_INT, 12, interfaceIndex);
            options.set(ADDRESS, 32, context);
            options.set(JAVA_INT, 48, (int) context.byteSize());
            options.set(JAVA_INT, 68, LIVE_FRAMES);
            options.set(JAVA_INT, 76, batch);
            LinuxException.check("run BPF program " + name + " on " + count + " live frames",
                    lib.testRun(fd(), options));
        }
    }

    /** The common fields of struct bpf_test_run_opts: size, data_in, data_size_in and repeat. */
    private static MemorySegment testOptions(final Arena arena, final byte[] frame, final int repeat) {
        final MemorySegment options = arena.allocate(TEST_OPTIONS_BYTES, Long.BYTES);
        options.set(JAVA_LONG, 0, TEST_OPTIONS_BYTES);
        options.set(ADDRESS, 8, arena.allocateFrom(JAVA_BYTE, frame));
        options.set(JAVA_INT, 24, frame.length);
        options.set(JAVA_INT, 60, repeat);
        return options;
    }
}

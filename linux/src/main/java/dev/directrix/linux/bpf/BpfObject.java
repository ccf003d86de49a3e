package dev.directrix.linux.bpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.directrix.linux.Errno;
import dev.directrix.linux.LinuxException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.UnaryOperator;

/**
 * A compiled BPF object: opened from its bytes, set up (map sizes, constants), loaded, then used through its
 * {@link #program programs} and {@link #map maps}. Not thread-safe while it is set up; programs and maps of a loaded
 * object are. Closing it frees programs and maps that nothing else holds (an attached {@link BpfLink} holds its
 * program).
 */
public final class BpfObject implements AutoCloseable {

    /** sizeof(struct bpf_object_open_opts) of libbpf 1.0; later versions accept the shorter struct. */
    private static final long OPEN_OPTIONS_BYTES = 72;

    private final LibBpf lib;
    private final String name;
    private final MemorySegment object;
    private boolean loaded;
    private boolean closed;

    private BpfObject(final LibBpf lib, final String name, final MemorySegment object) {
        this.lib = lib;
        this.name = name;
        this.object = object;
    }

    /**
     * Opens an object without loading it.
     *
     * @param name what maps and programs are called in <code>bpftool</code>: letters, digits and underscores
     * @param elf  the bytes that clang -target bpf wrote
     * @throws LinuxException when libbpf is missing or refuses the object; the message carries libbpf's own words
     */
    public static BpfObject open(final String name, final byte[] elf) {
        final LibBpf lib = new LibBpf();
        final BpfLog log = new BpfLog(lib);
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment bytes = arena.allocate(elf.length, Long.BYTES);
            MemorySegment.copy(MemorySegment.ofArray(elf), 0, bytes, 0, elf.length);
            final MemorySegment options = arena.allocate(OPEN_OPTIONS_BYTES, Long.BYTES);
            options.set(JAVA_LONG, 0, OPEN_OPTIONS_BYTES);
            options.set(ADDRESS, 8, arena.allocateFrom(name));
            final MemorySegment object = log.during(() -> lib.openMem(bytes, options));
            if (object.address() == 0) {
                throw new LinuxException("open BPF object " + name, Errno.EINVAL.number(), log.text());
            }
            return new BpfObject(lib, name, object);
        }
    }

    /**
     * Creates the maps and has the kernel verify and load the programs.
     *
     * @throws LinuxException when it refuses; the message carries libbpf's and the verifier's last lines
     */
    public void load() {
        final BpfLog log = new BpfLog(lib);
        final int result = log.during(() -> lib.load(object));
        if (result < 0) {
            throw new LinuxException("load BPF object " + name, -result, log.text());
        }
        loaded = true;
    }

    /**
     * A map by its name; a section of globals is the map ".rodata", ".data" or ".bss".
     *
     * @throws LinuxException when the object has none of that name
     */
    public BpfMap map(final String mapName) {
        return new BpfMap(lib, mapName, find("map", mapName, segment -> lib.findMap(object, segment)));
    }

    /**
     * A program by its function's name.
     *
     * @throws LinuxException when the object has none of that name
     */
    public BpfProgram program(final String programName) {
        return new BpfProgram(lib, programName,
                find("program", programName, segment -> lib.findProgram(object, segment)));
    }

    /** Whether {@link #load()} succeeded. */
    public boolean loaded() {
        return loaded;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            lib.close(object);
        }
    }

    private MemorySegment find(final String kind, final String wanted,
                               final UnaryOperator<MemorySegment> finder) {
        if (closed) {
            throw new IllegalStateException("BPF object " + name + " is closed");
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment found = finder.apply(arena.allocateFrom(wanted));
            if (found.address() == 0) {
                throw new LinuxException("find " + kind + " " + wanted + " in BPF object " + name,
                        Errno.ENOENT.number());
            }
            return found;
        }
    }
}

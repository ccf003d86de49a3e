package dev.directrix.linux.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.directrix.linux.Errno;
import dev.directrix.linux.LinuxException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * One map of a {@link BpfObject}; valid until the object is closed. Keys and values are plain octets in the layout of
 * the C program, in the machine's byte order. A per-CPU map's value is one value per possible CPU, each padded to 8
 * octets. Set it up before the object is loaded, read and write it afterwards; then thread-safe.
 */
public final class BpfMap {

    private static final Set<Integer> PER_CPU_TYPES = Set.of(5, 6, 10, 21);

    private final LibBpf lib;
    private final String name;
    private final MemorySegment map;
    private final int keyBytes;
    private final int valueBytes;

    BpfMap(final LibBpf lib, final String name, final MemorySegment map) {
        this.lib = lib;
        this.name = name;
        this.map = map;
        this.keyBytes = lib.mapKeySize(map);
        final int size = lib.mapValueSize(map);
        this.valueBytes = PER_CPU_TYPES.contains(lib.mapType(map)) ? ((size + 7) & -8) * lib.possibleCpus() : size;
    }

    /** Its name in the object. */
    public String name() {
        return name;
    }

    /**
     * Its descriptor.
     *
     * @throws LinuxException before the object is loaded
     */
    public int fd() {
        return LinuxException.check("use BPF map " + name + " before its object is loaded", lib.mapFd(map));
    }

    /** Octets of a key. */
    public int keyBytes() {
        return keyBytes;
    }

    /** Octets of a value as user space reads it: of all CPUs together in a per-CPU map. */
    public int valueBytes() {
        return valueBytes;
    }

    /** How many entries it can hold. */
    public int maxEntries() {
        return lib.mapMaxEntries(map);
    }

    /** Sets the capacity, before the object is loaded. */
    public void maxEntries(final int entries) {
        LinuxException.check("size BPF map " + name + " for " + entries + " entries", lib.setMaxEntries(map, entries));
    }

    /** Makes this the same map as one that is loaded already, before this one's object is loaded. */
    public void reuse(final BpfMap loaded) {
        LinuxException.check("share BPF map " + loaded.name + " as " + name, lib.reuseFd(map, loaded.fd()));
    }

    /**
     * The initial contents of a section of globals such as ".rodata", writable before the object is loaded. A program
     * that keeps its constants in one struct has them here at offset 0.
     */
    public MemorySegment initialValue() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment size = arena.allocate(JAVA_LONG);
            final MemorySegment value = lib.initialValue(map, size);
            if (value.address() == 0) {
                throw new LinuxException("set globals by BPF map " + name, Errno.EINVAL.number());
            }
            return value.reinterpret(size.get(JAVA_LONG, 0));
        }
    }

    /**
     * Copies an entry's value.
     *
     * @return false when there is no such key
     */
    public boolean lookup(final MemorySegment key, final MemorySegment value) {
        return found("read", lib.lookup(fd(), checked(key, keyBytes), checked(value, valueBytes)));
    }

    /** Inserts or replaces an entry. */
    public void update(final MemorySegment key, final MemorySegment value) {
        LinuxException.check("write BPF map " + name,
                lib.update(fd(), checked(key, keyBytes), checked(value, valueBytes), 0));
    }

    /**
     * Removes an entry.
     *
     * @return false when there was none
     */
    public boolean delete(final MemorySegment key) {
        return found("delete from", lib.delete(fd(), checked(key, keyBytes)));
    }

    /** An entry's value. */
    public Optional<byte[]> get(final byte[] key) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment value = arena.allocate(valueBytes, Long.BYTES);
            return lookup(copy(arena, key), value) ? Optional.of(value.toArray(JAVA_BYTE)) : Optional.empty();
        }
    }

    /** Inserts or replaces an entry. */
    public void put(final byte[] key, final byte[] value) {
        try (Arena arena = Arena.ofConfined()) {
            update(copy(arena, key), copy(arena, value));
        }
    }

    /** Sets an entry of a map of 32-bit keys and values, such as an XSKMAP (queue to socket) or a DEVMAP. */
    public void put(final int key, final int value) {
        try (Arena arena = Arena.ofConfined()) {
            update(arena.allocateFrom(JAVA_INT, key), arena.allocateFrom(JAVA_INT, value));
        }
    }

    /** Removes an entry; false when there was none. */
    public boolean remove(final byte[] key) {
        try (Arena arena = Arena.ofConfined()) {
            return delete(copy(arena, key));
        }
    }

    /** Removes the entry of a 32-bit key; false when there was none. */
    public boolean remove(final int key) {
        try (Arena arena = Arena.ofConfined()) {
            return delete(arena.allocateFrom(JAVA_INT, key));
        }
    }

    /** A 64-bit counter of an array: of all CPUs together in a per-CPU array. */
    public long sum(final int key) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment value = arena.allocate(valueBytes, Long.BYTES);
            if (!lookup(arena.allocateFrom(JAVA_INT, key), value)) {
                throw new LinuxException("read counter " + key + " of BPF map " + name, Errno.ENOENT.number());
            }
            return Arrays.stream(value.toArray(JAVA_LONG)).sum();
        }
    }

    /** Visits the entries as they are while it runs: one that others add or remove meanwhile may be seen or not. */
    public void forEach(final BiConsumer<byte[], byte[]> visitor) {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment key = arena.allocate(keyBytes, Long.BYTES);
            final MemorySegment next = arena.allocate(keyBytes, Long.BYTES);
            final MemorySegment value = arena.allocate(valueBytes, Long.BYTES);
            MemorySegment previous = MemorySegment.NULL;
            while (found("walk", lib.nextKey(fd(), previous, next))) {
                if (lookup(next, value)) {
                    visitor.accept(next.toArray(JAVA_BYTE), value.toArray(JAVA_BYTE));
                }
                key.copyFrom(next);
                previous = key;
            }
        }
    }

    private boolean found(final String verb, final int result) {
        if (result == -Errno.ENOENT.number()) {
            return false;
        }
        LinuxException.check(verb + " BPF map " + name, result);
        return true;
    }

    private MemorySegment checked(final MemorySegment segment, final int bytes) {
        if (segment.byteSize() < bytes) {
            throw new IllegalArgumentException("BPF map " + name + " has keys of " + keyBytes + " and values of "
                    + valueBytes + " octets, not " + segment.byteSize());
        }
        return segment;
    }

    private static MemorySegment copy(final Arena arena, final byte[] octets) {
        return arena.allocate(octets.length, Long.BYTES).copyFrom(MemorySegment.ofArray(octets));
    }
}

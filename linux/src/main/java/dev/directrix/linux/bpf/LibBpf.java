package dev.directrix.linux.bpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.directrix.linux.LinuxException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The functions of libbpf.so.1 that this package calls. Results are libbpf 1's own: an int is negative errno on
 * failure, a pointer is null. Thread-safe.
 */
final class LibBpf {

    private static final String LIBRARY = "libbpf.so.1";

    private final SymbolLookup symbols;
    private final MethodHandle openMem;
    private final MethodHandle load;
    private final MethodHandle close;
    private final MethodHandle findMap;
    private final MethodHandle findProgram;
    private final MethodHandle mapFd;
    private final MethodHandle mapType;
    private final MethodHandle mapKeySize;
    private final MethodHandle mapValueSize;
    private final MethodHandle mapMaxEntries;
    private final MethodHandle setMaxEntries;
    private final MethodHandle initialValue;
    private final MethodHandle reuseFd;
    private final MethodHandle programFd;
    private final MethodHandle setAutoload;
    private final MethodHandle linkCreate;
    private final MethodHandle lookup;
    private final MethodHandle update;
    private final MethodHandle delete;
    private final MethodHandle nextKey;
    private final MethodHandle testRun;
    private final MethodHandle possibleCpus;

    LibBpf() {
        try {
            symbols = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
        } catch (final IllegalArgumentException e) {
            throw new LinuxException("cannot load " + LIBRARY + ": install libbpf 1.x (Debian and Ubuntu: "
                    + "apt-get install libbpf1; Fedora: dnf install libbpf)", e);
        }
        openMem = function("bpf_object__open_mem", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
        load = function("bpf_object__load", JAVA_INT, ADDRESS);
        close = action("bpf_object__close", ADDRESS);
        findMap = function("bpf_object__find_map_by_name", ADDRESS, ADDRESS, ADDRESS);
        findProgram = function("bpf_object__find_program_by_name", ADDRESS, ADDRESS, ADDRESS);
        mapFd = function("bpf_map__fd", JAVA_INT, ADDRESS);
        mapType = function("bpf_map__type", JAVA_INT, ADDRESS);
        mapKeySize = function("bpf_map__key_size", JAVA_INT, ADDRESS);
        mapValueSize = function("bpf_map__value_size", JAVA_INT, ADDRESS);
        mapMaxEntries = function("bpf_map__max_entries", JAVA_INT, ADDRESS);
        setMaxEntries = function("bpf_map__set_max_entries", JAVA_INT, ADDRESS, JAVA_INT);
        initialValue = function("bpf_map__initial_value", ADDRESS, ADDRESS, ADDRESS);
        reuseFd = function("bpf_map__reuse_fd", JAVA_INT, ADDRESS, JAVA_INT);
        programFd = function("bpf_program__fd", JAVA_INT, ADDRESS);
        setAutoload = function("bpf_program__set_autoload", JAVA_INT, ADDRESS, JAVA_BOOLEAN);
        linkCreate = function("bpf_link_create", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
        lookup = function("bpf_map_lookup_elem", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
        update = function("bpf_map_update_elem", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
        delete = function("bpf_map_delete_elem", JAVA_INT, JAVA_INT, ADDRESS);
        nextKey = function("bpf_map_get_next_key", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
        testRun = function("bpf_prog_test_run_opts", JAVA_INT, JAVA_INT, ADDRESS);
        possibleCpus = function("libbpf_num_possible_cpus", JAVA_INT);
    }

    SymbolLookup symbols() {
        return symbols;
    }

    MemorySegment openMem(final MemorySegment bytes, final MemorySegment options) {
        return call(() -> (MemorySegment) openMem.invokeExact(bytes, bytes.byteSize(), options));
    }

    int load(final MemorySegment object) {
        return call(() -> (int) load.invokeExact(object));
    }

    void close(final MemorySegment object) {
        call(() -> {
            close.invokeExact(object);
            return 0;
        });
    }

    MemorySegment findMap(final MemorySegment object, final MemorySegment name) {
        return call(() -> (MemorySegment) findMap.invokeExact(object, name));
    }

    MemorySegment findProgram(final MemorySegment object, final MemorySegment name) {
        return call(() -> (MemorySegment) findProgram.invokeExact(object, name));
    }

    int mapFd(final MemorySegment map) {
        return call(() -> (int) mapFd.invokeExact(map));
    }

    int mapType(final MemorySegment map) {
        return call(() -> (int) mapType.invokeExact(map));
    }

    int mapKeySize(final MemorySegment map) {
        return call(() -> (int) mapKeySize.invokeExact(map));
    }

    int mapValueSize(final MemorySegment map) {
        return call(() -> (int) mapValueSize.invokeExact(map));
    }

    int mapMaxEntries(final MemorySegment map) {
        return call(() -> (int) mapMaxEntries.invokeExact(map));
    }

    int setMaxEntries(final MemorySegment map, final int entries) {
        return call(() -> (int) setMaxEntries.invokeExact(map, entries));
    }

    MemorySegment initialValue(final MemorySegment map, final MemorySegment size) {
        return call(() -> (MemorySegment) initialValue.invokeExact(map, size));
    }

    int reuseFd(final MemorySegment map, final int fd) {
        return call(() -> (int) reuseFd.invokeExact(map, fd));
    }

    int programFd(final MemorySegment program) {
        return call(() -> (int) programFd.invokeExact(program));
    }

    int setAutoload(final MemorySegment program, final boolean autoload) {
        return call(() -> (int) setAutoload.invokeExact(program, autoload));
    }

    int linkCreate(final int programFd, final int target, final int attachType, final MemorySegment options) {
        return call(() -> (int) linkCreate.invokeExact(programFd, target, attachType, options));
    }

    int lookup(final int map, final MemorySegment key, final MemorySegment value) {
        return call(() -> (int) lookup.invokeExact(map, key, value));
    }

    int update(final int map, final MemorySegment key, final MemorySegment value, final long flags) {
        return call(() -> (int) update.invokeExact(map, key, value, flags));
    }

    int delete(final int map, final MemorySegment key) {
        return call(() -> (int) delete.invokeExact(map, key));
    }

    int nextKey(final int map, final MemorySegment key, final MemorySegment next) {
        return call(() -> (int) nextKey.invokeExact(map, key, next));
    }

    int testRun(final int programFd, final MemorySegment options) {
        return call(() -> (int) testRun.invokeExact(programFd, options));
    }

    int possibleCpus() {
        return call(() -> (int) possibleCpus.invokeExact());
    }

    private MethodHandle function(final String name, final MemoryLayout returned, final MemoryLayout... args) {
        return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), FunctionDescriptor.of(returned, args));
    }

    private MethodHandle action(final String name, final MemoryLayout... args) {
        return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), FunctionDescriptor.ofVoid(args));
    }

    private interface Downcall<T> {
        T invoke() throws Throwable;
    }

    private static <T> T call(final Downcall<T> downcall) {
        try {
            return downcall.invoke();
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException("libbpf downcall failed", e);
        }
    }
}

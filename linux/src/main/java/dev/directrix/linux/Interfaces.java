package dev.directrix.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Names and numbers of network interfaces, in the calling thread's network namespace. */
public final class Interfaces {

    private static final int IFNAMSIZ = 16;

    private Interfaces() {
    }

    /**
     * The number of a named interface.
     *
     * @throws LinuxException when there is none of that name
     */
    public static int index(final String name) {
        try (Arena arena = Arena.ofConfined()) {
            final CallState state = new CallState(arena);
            return LinuxException.check("find interface " + name, Libc.ifNameToIndex(state, arena.allocateFrom(name)));
        }
    }

    /** The name of a numbered interface, empty when there is none. */
    public static Optional<String> name(final int index) {
        try (Arena arena = Arena.ofConfined()) {
            final CallState state = new CallState(arena);
            final MemorySegment name = arena.allocate(IFNAMSIZ);
            return Libc.ifIndexToName(state, index, name) < 0 ? Optional.empty() : Optional.of(name.getString(0));
        }
    }
}

package dev.directrix.linux;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/**
 * A network namespace by its path. Sockets opened inside {@link #call} belong to it for good, wherever they are used
 * afterwards; the calling thread returns to where it was.
 *
 * @param path the namespace's file, such as /run/netns/NAME or /proc/PID/ns/net
 */
public record NetworkNamespace(Path path) {

    private static final int CLONE_NEWNET = 0x40000000;
    private static final int O_RDONLY_CLOEXEC = 0x80000;

    /** The namespace that <code>ip netns add NAME</code> made. */
    public static NetworkNamespace named(final String name) {
        return new NetworkNamespace(Path.of("/run/netns", name));
    }

    /** Runs something in the named namespace: short for <code>named(name).call(action)</code>. */
    public static <T> T enter(final String name, final Callable<T> action) throws Exception {
        return named(name).call(action);
    }

    /**
     * Runs something on the calling thread, which is in this namespace meanwhile. Threads started in there stay in
     * there.
     *
     * @throws LinuxException        when there is no such namespace, or {@link Capability#SYS_ADMIN} is missing
     * @throws IllegalStateException on a virtual thread, which has no namespace of its own
     */
    public <T> T call(final Callable<T> action) throws Exception {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a network namespace belongs to a platform thread, not a virtual one");
        }
        try (OwnedFd here = open(Path.of("/proc/thread-self/ns/net")); OwnedFd there = open(path)) {
            enter(there, path);
            try {
                return action.call();
            } finally {
                enter(here, Path.of("the thread's own namespace"));
            }
        }
    }

    private static OwnedFd open(final Path path) {
        try (Arena arena = Arena.ofConfined()) {
            final CallState state = new CallState(arena);
            return new OwnedFd(LinuxException.check("open network namespace " + path,
                    Libc.open(state, arena.allocateFrom(path.toString()), O_RDONLY_CLOEXEC)));
        }
    }

    private static void enter(final OwnedFd namespace, final Path path) {
        try (Arena arena = Arena.ofConfined()) {
            final CallState state = new CallState(arena);
            LinuxException.check("enter network namespace " + path,
                    Libc.setns(state, namespace.number(), CLONE_NEWNET));
        }
    }
}

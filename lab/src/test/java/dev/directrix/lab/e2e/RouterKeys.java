package dev.directrix.lab.e2e;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Changes the TCP-MD5 key of a running router under its living session, as routers do that take a key without a flap.
 * FRR ends the session itself when its configured password changes, so its sockets are borrowed (pidfd_getfd) and get
 * the key from here.
 */
final class RouterKeys {
    private static final long SYS_PIDFD_OPEN = 434;
    private static final long SYS_PIDFD_GETFD = 438;
    private static final int AF_INET = 2;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_MD5SIG = 14;
    /** A sockaddr_storage, flags, prefix length, key length, interface, 80 octets of key. */
    private static final int STRUCTURE_OCTETS = 216;
    private static final int KEY_LENGTH_AT = 130;
    private static final int KEY_AT = 136;

    private RouterKeys() {
    }

    /**
     * Sets the key for a peer on every IPv4 TCP socket of a process.
     *
     * @param pid  of the process, as this one numbers it
     * @param peer an IPv4 address
     * @return how many sockets took it
     */
    static int change(long pid, InetAddress peer, String key) throws Throwable {
        int changed = 0;
        Linker linker = Linker.nativeLinker();
        MethodHandle syscall = linker.downcallHandle(linker.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));
        MethodHandle setsockopt = linker.downcallHandle(linker.defaultLookup().findOrThrow("setsockopt"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ValueLayout.ADDRESS, JAVA_INT));
        MethodHandle close = linker.downcallHandle(linker.defaultLookup().findOrThrow("close"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment structure = structure(arena, peer, key);
            long process = (long) syscall.invokeExact(SYS_PIDFD_OPEN, pid, 0L, 0L);
            for (int descriptor : sockets(pid)) {
                int borrowed = (int) (long) syscall.invokeExact(SYS_PIDFD_GETFD, process, (long) descriptor, 0L);
                if (borrowed >= 0) {
                    int result = (int) setsockopt.invokeExact(
                        borrowed, IPPROTO_TCP, TCP_MD5SIG, structure, STRUCTURE_OCTETS);
                    changed += result == 0 ? 1 : 0;
                    int closed = (int) close.invokeExact(borrowed);
                    assert closed == 0;
                }
            }
            int closed = (int) close.invokeExact((int) process);
            assert closed == 0;
        }
        return changed;
    }

    private static MemorySegment structure(Arena arena, InetAddress peer, String key) {
        byte[] octets = key.getBytes(StandardCharsets.UTF_8);
        MemorySegment structure = arena.allocate(STRUCTURE_OCTETS, 8);
        structure.set(JAVA_SHORT, 0, (short) AF_INET);
        MemorySegment.copy(peer.getAddress(), 0, structure, JAVA_BYTE, 4, 4);
        structure.set(JAVA_SHORT, KEY_LENGTH_AT, (short) octets.length);
        MemorySegment.copy(octets, 0, structure, JAVA_BYTE, KEY_AT, octets.length);
        return structure;
    }

    private static List<Integer> sockets(long pid) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return descriptors.filter(RouterKeys::isSocket)
                .map(path -> Integer.valueOf(path.getFileName().toString())).toList();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // It was closed meanwhile.
        }
    }
}

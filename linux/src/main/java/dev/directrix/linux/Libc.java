package dev.directrix.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The C library's system calls, one method each. Every method that takes a {@link CallState} answers in the kernel's
 * own convention: a result that is not negative, or the negative error number. None allocates. Thread-safe, given one
 * call state per thread.
 */
public final class Libc {

    private static final Linker LINKER = Linker.nativeLinker();

    private static final MethodHandle SOCKET = function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = function("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CONNECT = function("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RECVMMSG =
            function("recvmmsg", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle MMAP =
            function("mmap", JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle MUNMAP = function("munmap", JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle MADVISE = function("madvise", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle GETSOCKOPT =
            function("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle SETSOCKOPT =
            function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle GETSOCKNAME = function("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle SENDTO =
            function("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RECVFROM =
            function("recvfrom", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle POLL = function("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle EVENTFD = function("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle READ = function("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle WRITE = function("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle OPEN = variadic("open", 2, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle IOCTL = variadic("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
    private static final MethodHandle SETNS = function("setns", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle IF_NAMETOINDEX = function("if_nametoindex", JAVA_INT, ADDRESS);
    private static final MethodHandle IF_INDEXTONAME = function("if_indextoname", ADDRESS, JAVA_INT, ADDRESS);
    private static final MethodHandle GETRLIMIT = function("getrlimit", JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle SETRLIMIT = function("setrlimit", JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle SCHED_SETAFFINITY =
            function("sched_setaffinity", JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
    private static final MethodHandle SIGNAL = function("signal", JAVA_LONG, JAVA_INT, JAVA_LONG);

    private Libc() {
    }

    /** socket(2): the new descriptor. */
    public static int socket(final CallState state, final int domain, final int type, final int protocol) {
        try {
            return state.result((int) SOCKET.invokeExact(state.segment(), domain, type, protocol));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** bind(2). */
    public static int bind(final CallState state, final int fd, final MemorySegment address, final int length) {
        try {
            return state.result((int) BIND.invokeExact(state.segment(), fd, address, length));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** connect(2). */
    public static int connect(final CallState state, final int fd, final MemorySegment address, final int length) {
        try {
            return state.result((int) CONNECT.invokeExact(state.segment(), fd, address, length));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** recvmmsg(2) into an array of struct mmsghdr (64 bytes each), without a timeout: how many came. */
    public static int recvmmsg(final CallState state, final int fd, final MemorySegment messages, final int flags) {
        try {
            return state.result((int) RECVMMSG.invokeExact(state.segment(), fd, messages,
                    (int) (messages.byteSize() / 64), flags, MemorySegment.NULL));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** close(2). */
    public static int close(final CallState state, final int fd) {
        try {
            return state.result((int) CLOSE.invokeExact(state.segment(), fd));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** mmap(2) at an address that the kernel chooses: the address. */
    public static long mmap(final CallState state, final long length, final int protection, final int flags,
                            final int fd, final long offset) {
        try {
            return state.result((long) MMAP.invokeExact(
                    state.segment(), MemorySegment.NULL, length, protection, flags, fd, offset));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** munmap(2). */
    public static int munmap(final CallState state, final MemorySegment memory) {
        try {
            return state.result((int) MUNMAP.invokeExact(state.segment(), memory, memory.byteSize()));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** madvise(2). */
    public static int madvise(final CallState state, final MemorySegment memory, final int advice) {
        try {
            return state.result((int) MADVISE.invokeExact(state.segment(), memory, memory.byteSize(), advice));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** getsockopt(2); length points at a 32-bit size, in and out. */
    public static int getsockopt(final CallState state, final int fd, final int level, final int name,
                                 final MemorySegment value, final MemorySegment length) {
        try {
            return state.result((int) GETSOCKOPT.invokeExact(state.segment(), fd, level, name, value, length));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** setsockopt(2). */
    public static int setsockopt(final CallState state, final int fd, final int level, final int name,
                                 final MemorySegment value) {
        try {
            return state.result((int) SETSOCKOPT.invokeExact(
                    state.segment(), fd, level, name, value, (int) value.byteSize()));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** getsockname(2); length points at a 32-bit size, in and out. */
    public static int getsockname(final CallState state, final int fd, final MemorySegment address,
                                  final MemorySegment length) {
        try {
            return state.result((int) GETSOCKNAME.invokeExact(state.segment(), fd, address, length));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** sendto(2); an address of {@link MemorySegment#NULL} sends on the socket's own terms. */
    public static long sendto(final CallState state, final int fd, final MemorySegment data, final int flags,
                              final MemorySegment address) {
        try {
            return state.result((long) SENDTO.invokeExact(state.segment(), fd, data, data.byteSize(), flags, address,
                    (int) address.byteSize()));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** recvfrom(2) without the sender's address. */
    public static long recv(final CallState state, final int fd, final MemorySegment data, final int flags) {
        return recvfrom(state, fd, data, flags, MemorySegment.NULL, MemorySegment.NULL);
    }

    /** recvfrom(2); length points at a 32-bit size, in and out. */
    public static long recvfrom(final CallState state, final int fd, final MemorySegment data, final int flags,
                                final MemorySegment address, final MemorySegment length) {
        try {
            return state.result((long) RECVFROM.invokeExact(
                    state.segment(), fd, data, data.byteSize(), flags, address, length));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** poll(2) over an array of struct pollfd (8 bytes each): how many are ready. */
    public static int poll(final CallState state, final MemorySegment descriptors, final int timeoutMs) {
        try {
            return state.result((int) POLL.invokeExact(
                    state.segment(), descriptors, descriptors.byteSize() / 8, timeoutMs));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** eventfd(2): the new descriptor. */
    public static int eventfd(final CallState state, final int initial, final int flags) {
        try {
            return state.result((int) EVENTFD.invokeExact(state.segment(), initial, flags));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** read(2). */
    public static long read(final CallState state, final int fd, final MemorySegment data) {
        try {
            return state.result((long) READ.invokeExact(state.segment(), fd, data, data.byteSize()));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** write(2). */
    public static long write(final CallState state, final int fd, final MemorySegment data) {
        try {
            return state.result((long) WRITE.invokeExact(state.segment(), fd, data, data.byteSize()));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** open(2) of an existing file: the new descriptor. */
    public static int open(final CallState state, final MemorySegment path, final int flags) {
        try {
            return state.result((int) OPEN.invokeExact(state.segment(), path, flags, 0));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** ioctl(2) with a pointer. */
    public static int ioctl(final CallState state, final int fd, final long request, final MemorySegment argument) {
        try {
            return state.result((int) IOCTL.invokeExact(state.segment(), fd, request, argument));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** setns(2): moves the calling thread. */
    public static int setns(final CallState state, final int fd, final int type) {
        try {
            return state.result((int) SETNS.invokeExact(state.segment(), fd, type));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** if_nametoindex(3): the interface's number in the calling thread's network namespace. */
    public static int ifNameToIndex(final CallState state, final MemorySegment name) {
        try {
            final int index = (int) IF_NAMETOINDEX.invokeExact(state.segment(), name);
            return index == 0 ? -state.errno() : index;
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** if_indextoname(3): writes at most 16 octets; 0 when the interface exists. */
    public static int ifIndexToName(final CallState state, final int index, final MemorySegment name) {
        try {
            final MemorySegment found = (MemorySegment) IF_INDEXTONAME.invokeExact(state.segment(), index, name);
            return found.address() == 0 ? -state.errno() : 0;
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** getrlimit(2) into two 64-bit values, soft and hard. */
    public static int getrlimit(final CallState state, final int resource, final MemorySegment limit) {
        try {
            return state.result((int) GETRLIMIT.invokeExact(state.segment(), resource, limit));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** setrlimit(2) from two 64-bit values, soft and hard. */
    public static int setrlimit(final CallState state, final int resource, final MemorySegment limit) {
        try {
            return state.result((int) SETRLIMIT.invokeExact(state.segment(), resource, limit));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** sched_setaffinity(2) of the calling thread. */
    public static int schedSetAffinity(final CallState state, final MemorySegment mask) {
        try {
            return state.result((int) SCHED_SETAFFINITY.invokeExact(state.segment(), 0, mask.byteSize(), mask));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    /** signal(2) with SIG_DFL (0) or SIG_IGN (1): the action before. */
    public static long signal(final CallState state, final int signal, final long action) {
        try {
            return state.result((long) SIGNAL.invokeExact(state.segment(), signal, action));
        } catch (final Throwable e) {
            throw unexpected(e);
        }
    }

    private static MethodHandle function(final String name, final MemoryLayout returned, final MemoryLayout... args) {
        return handle(name, FunctionDescriptor.of(returned, args), Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle variadic(final String name, final int fixed, final MemoryLayout returned,
                                         final MemoryLayout... args) {
        return handle(name, FunctionDescriptor.of(returned, args), Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(fixed));
    }

    private static MethodHandle handle(final String name, final FunctionDescriptor type,
                                       final Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
    }

    private static RuntimeException unexpected(final Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        throw e instanceof RuntimeException runtime ? runtime : new IllegalStateException("downcall failed", e);
    }
}

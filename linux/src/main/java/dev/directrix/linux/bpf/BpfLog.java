package dev.directrix.linux.bpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Supplier;

/**
 * What libbpf prints while one action runs, kept for the message of an exception; nothing reaches standard error.
 * libbpf has one print function for the whole process, hence the lock.
 */
final class BpfLog {

    private static final Object PROCESS_WIDE = new Object();
    private static final Linker LINKER = Linker.nativeLinker();
    private static final int LINE_BYTES = 8192;
    private static final int KEPT_CHARS = 4000;
    private static final int LEVEL_DEBUG = 2;
    private static final MethodHandle FORMAT = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("vsnprintf"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS));
    private static final FunctionDescriptor PRINT = FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle TARGET = target();

    private final MethodHandle setPrint;
    private final StringBuilder text = new StringBuilder();

    BpfLog(final LibBpf lib) {
        setPrint = LINKER.downcallHandle(lib.symbols().findOrThrow("libbpf_set_print"),
                FunctionDescriptor.of(ADDRESS, ADDRESS));
    }

    /** Runs an action and gathers what libbpf says meanwhile. */
    <T> T during(final Supplier<T> action) {
        synchronized (PROCESS_WIDE) {
            try (Arena arena = Arena.ofConfined()) {
                final MemorySegment previous = install(LINKER.upcallStub(TARGET.bindTo(this), PRINT, arena));
                try {
                    return action.get();
                } finally {
                    install(previous);
                }
            }
        }
    }

    /** The last lines that libbpf printed, the verifier's verdict among them. */
    String text() {
        return text.length() <= KEPT_CHARS ? text.toString() : "…" + text.substring(text.length() - KEPT_CHARS);
    }

    /** Called by libbpf: the third argument is the C va_list. An exception in here would end the process. */
    int print(final int level, final MemorySegment format, final MemorySegment arguments) {
        if (level >= LEVEL_DEBUG) {
            return 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment line = arena.allocate(LINE_BYTES);
            final int length = (int) FORMAT.invokeExact(line, (long) LINE_BYTES, format, arguments);
            if (length > 0) {
                text.append(line.getString(0));
            }
        } catch (final Throwable e) {
            text.append("(libbpf's message could not be read: ").append(e.getMessage()).append(')');
        }
        return 0;
    }

    private MemorySegment install(final MemorySegment function) {
        try {
            return (MemorySegment) setPrint.invokeExact(function);
        } catch (final Throwable e) {
            throw new IllegalStateException("libbpf_set_print failed", e);
        }
    }

    private static MethodHandle target() {
        try {
            return MethodHandles.lookup().findVirtual(BpfLog.class, "print",
                    MethodType.methodType(int.class, int.class, MemorySegment.class, MemorySegment.class));
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}

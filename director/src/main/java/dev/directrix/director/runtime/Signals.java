package dev.directrix.director.runtime;

import dev.directrix.linux.IgnoredSignals;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Signals of this process. The JDK has one way to hear of them more than once, in its module jdk.unsupported; it is
 * reached through method handles because naming it is a compiler warning that cannot be switched off.
 */
public final class Signals {

    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private Signals() {
    }

    /**
     * Runs the action at each signal of this name ("TERM"), on a thread of its own, instead of what the JVM does; never
     * at SIGHUP, SIGINT or SIGTERM if whoever started this process had it ignore them.
     */
    public static void handle(final String name, final Runnable action) {
        handle(name, action, false);
    }

    /** As {@link #handle(String, Runnable)}, also if whoever started this process had it ignore the signal. */
    public static void handleEvenIfIgnored(final String name, final Runnable action) {
        handle(name, action, true);
    }

    private static void handle(final String name, final Runnable action, final boolean evenIfIgnored) {
        try {
            final MethodHandles.Lookup lookup = MethodHandles.lookup();
            final Class<?> signalClass = Class.forName(SIGNAL);
            final Class<?> handlerClass = Class.forName(HANDLER);
            final Object signal = lookup
                .findConstructor(signalClass, MethodType.methodType(void.class, String.class)).invoke(name);
            if (evenIfIgnored) {
                IgnoredSignals.restoreDefault((int) lookup
                    .findVirtual(signalClass, "getNumber", MethodType.methodType(int.class)).invoke(signal));
            }
            final MethodHandle run = MethodHandles.dropArguments(
                lookup.findVirtual(Runnable.class, "run", MethodType.methodType(void.class)).bindTo(action),
                0, signalClass);
            lookup.findStatic(signalClass, "handle", MethodType.methodType(handlerClass, signalClass, handlerClass))
                .invoke(signal, MethodHandleProxies.asInterfaceInstance(handlerClass, run));
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException("this JDK lacks " + SIGNAL + ": run a JDK with module jdk.unsupported", e);
        }
    }
}

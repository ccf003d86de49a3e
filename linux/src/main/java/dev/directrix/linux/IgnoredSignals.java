package dev.directrix.linux;

import java.lang.foreign.Arena;

/** Signals that whoever started this process had it ignore, as {@code nohup} does with SIGHUP. */
public final class IgnoredSignals {

    private static final long SIG_DFL = 0;

    private IgnoredSignals() {
    }

    /**
     * Gives a signal its default action again. The JVM installs no handler for SIGHUP, SIGINT or SIGTERM as long as
     * they are ignored; to be called before one is asked for, since a signal in between ends the process.
     *
     * @param signal its number
     * @throws LinuxException when there is no such signal
     */
    public static void restoreDefault(final int signal) {
        try (Arena arena = Arena.ofConfined()) {
            LinuxException.check("signal(" + signal + ")", Libc.signal(new CallState(arena), signal, SIG_DFL));
        }
    }
}

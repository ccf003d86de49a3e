package dev.directrix.linux.socket;

import dev.directrix.linux.CallState;
import dev.directrix.linux.Libc;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.OwnedFd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the service supervisor how this service is (sd_notify(3)): one datagram to the Unix socket that it named.
 * Thread-safe.
 */
public final class SupervisorSocket {

    private static final String VARIABLE = "NOTIFY_SOCKET";
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MAX_PATH = 107;

    private final String path;

    private SupervisorSocket(final String path) {
        this.path = path;
    }

    /**
     * The socket that NOTIFY_SOCKET names: a path, or an abstract name behind an "@".
     *
     * @param environment as {@link System#getenv()} gives it
     * @return empty when no supervisor wants to hear
     */
    public static Optional<SupervisorSocket> of(final Map<String, String> environment) {
        return Optional.ofNullable(environment.get(VARIABLE)).filter(path -> !path.isBlank())
                .map(SupervisorSocket::new);
    }

    /**
     * Sends assignments such as "READY=1", one a line.
     *
     * @throws LinuxException when nobody listens there
     */
    public void tell(final String assignments) {
        final byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length > MAX_PATH || (name[0] != '/' && name[0] != '@')) {
            throw new LinuxException(VARIABLE + "=" + path + " is neither a path nor an @name of at most "
                    + MAX_PATH + " octets");
        }
        if (name[0] == '@') {
            name[0] = 0;
        }
        try (Arena arena = Arena.ofConfined()) {
            final CallState state = new CallState(arena);
            final MemorySegment address = arena.allocate(2L + name.length + (name[0] == 0 ? 0 : 1), Short.BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
            final byte[] text = assignments.getBytes(StandardCharsets.UTF_8);
            try (OwnedFd fd = new OwnedFd(LinuxException.check("open datagram socket",
                    Libc.socket(state, AF_UNIX, SOCK_DGRAM_CLOEXEC, 0)))) {
                LinuxException.check("notify the supervisor at " + path, Libc.sendto(state, fd.number(),
                        arena.allocateFrom(ValueLayout.JAVA_BYTE, text), MSG_NOSIGNAL, address));
            }
        }
    }
}

package dev.directrix.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How many queues of an interface are in use now ({@code ethtool -l}), which may be fewer than it was made with. */
public final class Channels {

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final long SIOCETHTOOL = 0x8946;
    private static final int ETHTOOL_GCHANNELS = 0x3c;
    private static final int IFNAMSIZ = 16;
    /** struct ethtool_channels: cmd, four maxima, then the counts of rx, tx, other and combined. */
    private static final int CHANNELS_BYTES = 36;
    private static final int RX_OFFSET = 20;
    private static final int COMBINED_OFFSET = 32;
    /** sizeof(struct ifreq): the name and a union that begins with a pointer. */
    private static final int IFREQ_BYTES = 40;

    private Channels() {
    }

    /**
     * The receive queues of an interface in the calling thread's network namespace, at least 1. Asks the driver, and
     * where it cannot say, sysfs.
     *
     * @throws LinuxException when there is no such interface
     */
    public static int receive(final String name) {
        try (Arena arena = Arena.ofConfined()) {
            final CallState state = new CallState(arena);
            try (OwnedFd fd = new OwnedFd(
                    LinuxException.check("open socket", Libc.socket(state, AF_INET, SOCK_DGRAM_CLOEXEC, 0)))) {
                final MemorySegment channels = arena.allocate(CHANNELS_BYTES, Integer.BYTES);
                channels.set(ValueLayout.JAVA_INT, 0, ETHTOOL_GCHANNELS);
                final MemorySegment request = arena.allocate(IFREQ_BYTES, Long.BYTES);
                request.setString(0, name);
                request.set(ValueLayout.ADDRESS, IFNAMSIZ, channels);
                final int result = Libc.ioctl(state, fd.number(), SIOCETHTOOL, request);
                if (result == -Errno.EOPNOTSUPP.number()) {
                    return fromSysfs(name);
                }
                LinuxException.check("count the queues of interface " + name, result);
                return Math.max(1, channels.get(ValueLayout.JAVA_INT, RX_OFFSET)
                        + channels.get(ValueLayout.JAVA_INT, COMBINED_OFFSET));
            }
        }
    }

    /** What sysfs says, as far as it shows this namespace's interface of that name; else one queue. */
    private static int fromSysfs(final String name) {
        final Path device = Path.of("/sys/class/net", name);
        try {
            if (Integer.parseInt(Files.readString(device.resolve("ifindex")).strip()) != Interfaces.index(name)) {
                return 1;
            }
            try (Stream<Path> queues = Files.list(device.resolve("queues"))) {
                final long count = queues.filter(queue -> queue.getFileName().toString().startsWith("rx-")).count();
                return (int) Math.max(1, count);
            }
        } catch (final IOException | NumberFormatException e) {
            return 1;
        }
    }
}

package dev.directrix.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The Linux capabilities that a director may need (capabilities(7)), with their bit numbers. */
public enum Capability {
    /** Ports below 1024: BGP listens on 179. */
    NET_BIND_SERVICE(10),
    /** Attaching XDP programs, changing neighbours and links. */
    NET_ADMIN(12),
    /** AF_XDP, packet and raw sockets. */
    NET_RAW(13),
    /** Locking more memory (UMEM) than the limit allows. */
    IPC_LOCK(14),
    /** setns(2); everything else where BPF and PERFMON are not known yet (before Linux 5.8). */
    SYS_ADMIN(21),
    /** Raising resource limits. */
    SYS_RESOURCE(24),
    /** Pointer arithmetic and tracing in BPF programs. */
    PERFMON(38),
    /** Loading BPF programs and creating maps. */
    BPF(39);

    private static final String EFFECTIVE = "CapEff:";

    private final int bit;

    Capability(final int bit) {
        this.bit = bit;
    }

    /** The name that capsh, systemd and setpriv print: CAP_NET_ADMIN. */
    public String kernelName() {
        return "CAP_" + name();
    }

    /** What the calling thread may do now. */
    public static Set<Capability> effective() {
        try {
            return effective(Files.readAllLines(Path.of("/proc/thread-self/status")));
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read the effective capabilities from /proc/thread-self/status", e);
        }
    }

    /** Reads the effective set out of the lines of /proc/PID/status. */
    static Set<Capability> effective(final List<String> status) {
        final long bits = status.stream()
                .filter(line -> line.startsWith(EFFECTIVE))
                .findFirst()
                .map(line -> Long.parseUnsignedLong(line.substring(EFFECTIVE.length()).strip(), 16))
                .orElseThrow(() -> new LinuxException("no " + EFFECTIVE + " line in /proc/thread-self/status"));
        final Set<Capability> result = EnumSet.noneOf(Capability.class);
        for (final Capability capability : values()) {
            if (((bits >>> capability.bit) & 1) != 0) {
                result.add(capability);
            }
        }
        return Collections.unmodifiableSet(result);
    }
}

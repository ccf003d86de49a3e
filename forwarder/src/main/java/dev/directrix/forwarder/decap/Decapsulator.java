package dev.directrix.forwarder.decap;

import dev.directrix.linux.Capability;
import dev.directrix.linux.Errno;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.bpf.BpfLink;
import dev.directrix.linux.bpf.BpfObject;
import dev.directrix.linux.bpf.BpfProgram;
import dev.directrix.linux.bpf.XdpMode;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A decapsulator on one interface of a real server. It lasts until it is closed, the interface goes away, or the
 * process ends in whatever way. Thread-safe.
 */
public final class Decapsulator implements AutoCloseable {

    private static final Set<Capability> NEEDED = EnumSet.of(Capability.NET_ADMIN, Capability.BPF);

    private final BpfObject object;
    private final BpfLink link;
    private final XdpMode mode;
    private boolean closed;

    private Decapsulator(final BpfObject object, final BpfLink link, final XdpMode mode) {
        this.object = object;
        this.link = link;
        this.mode = mode;
    }

    /**
     * Loads and attaches it.
     *
     * @param interfaceIndex the interface, in the calling thread's network namespace
     * @param mode           AUTO tries the driver first, then the kernel's stack
     * @throws LinuxException when a capability or libbpf is missing, another XDP program is there (EBUSY), or the
     *     kernel refuses
     */
    public static Decapsulator attach(final DecapSettings settings, final int interfaceIndex, final XdpMode mode) {
        final String missing = missing(Capability.effective());
        if (!missing.isEmpty()) {
            throw new LinuxException("decapsulation needs " + missing
                + ": run as root, or give the capabilities (systemd: AmbientCapabilities=)");
        }
        final BpfObject object = DecapProgram.load(settings);
        try {
            return attach(object, interfaceIndex, mode);
        } catch (final RuntimeException e) {
            object.close();
            throw e;
        }
    }

    private static Decapsulator attach(final BpfObject object, final int interfaceIndex, final XdpMode mode) {
        final BpfProgram program = DecapProgram.program(object);
        if (mode != XdpMode.AUTO) {
            return new Decapsulator(object, program.attachXdp(interfaceIndex, mode), mode);
        }
        try {
            return new Decapsulator(object, program.attachXdp(interfaceIndex, XdpMode.NATIVE), XdpMode.NATIVE);
        } catch (final LinuxException e) {
            if (e.is(Errno.EBUSY) || e.is(Errno.EEXIST) || e.is(Errno.EPERM) || e.is(Errno.ENODEV)) {
                throw e;
            }
            return new Decapsulator(object, program.attachXdp(interfaceIndex, XdpMode.GENERIC), XdpMode.GENERIC);
        }
    }

    /** Names of capabilities that are needed and not held; what CAP_BPF grants is part of CAP_SYS_ADMIN too. */
    static String missing(final Set<Capability> effective) {
        return NEEDED.stream()
            .filter(needed -> !effective.contains(needed))
            .filter(needed -> needed != Capability.BPF || !effective.contains(Capability.SYS_ADMIN))
            .map(Capability::kernelName)
            .collect(Collectors.joining(", "));
    }

    /** Where the kernel runs it. */
    public XdpMode mode() {
        return mode;
    }

    /** Packets so far, summed over CPUs; empty once it is closed. */
    public synchronized Map<DecapCounter, Long> counters() {
        final Map<DecapCounter, Long> result = new EnumMap<>(DecapCounter.class);
        if (!closed) {
            for (final DecapCounter counter : DecapCounter.values()) {
                result.put(counter, object.map(DecapProgram.COUNTERS).sum(counter.key()));
            }
        }
        return result;
    }

    /** Detaches it; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            link.close();
            object.close();
        }
    }
}

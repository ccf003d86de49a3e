package dev.directrix.forwarder.decap;

import dev.directrix.forwarder.xdp.XdpLink;
import dev.directrix.linux.Capability;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.bpf.BpfObject;
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
    private final XdpLink attached;
    private boolean closed;

    private Decapsulator(final BpfObject object, final XdpLink attached) {
        this.object = object;
        this.attached = attached;
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
            return new Decapsulator(object, XdpLink.attach(DecapProgram.program(object), interfaceIndex, mode));
        } catch (final RuntimeException e) {
            object.close();
            throw e;
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
        return attached.mode();
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
            attached.link().close();
            object.close();
        }
    }
}

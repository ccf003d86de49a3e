package dev.directrix.forwarder.xdp;

import dev.directrix.linux.Errno;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.bpf.BpfLink;
import dev.directrix.linux.bpf.BpfMap;
import dev.directrix.linux.bpf.BpfObject;
import dev.directrix.linux.bpf.BpfProgram;
import dev.directrix.linux.bpf.XdpMode;
import java.util.EnumMap;
import java.util.Map;

/**
 * The XDP program on one interface. Lasts until it is closed, the interface goes away, or the process ends in whatever
 * way. Thread-safe.
 */
public final class XdpAttachment implements AutoCloseable {

    private final BpfObject object;
    private final BpfLink link;
    private final XdpMode mode;
    private final BpfMap sockets;
    private final BpfMap counters;
    private boolean closed;

    private XdpAttachment(final BpfObject object, final BpfLink link, final XdpMode mode) {
        this.object = object;
        this.link = link;
        this.mode = mode;
        this.sockets = object.map(XdpFilter.SOCKETS);
        this.counters = object.map(XdpFilter.COUNTERS);
    }

    /** Attaches a loaded object: in the driver where it can, else in the kernel's stack. */
    static XdpAttachment attach(final BpfObject loaded, final int interfaceIndex) {
        final BpfProgram program = loaded.program(XdpFilter.PROGRAM);
        try {
            return new XdpAttachment(loaded, program.attachXdp(interfaceIndex, XdpMode.NATIVE), XdpMode.NATIVE);
        } catch (final LinuxException e) {
            if (e.is(Errno.EBUSY) || e.is(Errno.EEXIST) || e.is(Errno.EPERM) || e.is(Errno.ENODEV)) {
                throw e;
            }
            return new XdpAttachment(loaded, program.attachXdp(interfaceIndex, XdpMode.GENERIC), XdpMode.GENERIC);
        }
    }

    /** Where the kernel runs it. */
    public XdpMode mode() {
        return mode;
    }

    /** Gives the VIP traffic of a receive queue to an AF_XDP socket that is bound to it. */
    public void redirect(final int queue, final int socketFd) {
        sockets.put(queue, socketFd);
    }

    /** How many receive queues it can serve. */
    public int maxQueues() {
        return sockets.maxEntries();
    }

    /** What it counted so far, summed over CPUs; empty once it is closed. */
    public synchronized Map<XdpCounter, Long> counters() {
        final Map<XdpCounter, Long> result = new EnumMap<>(XdpCounter.class);
        if (!closed) {
            for (final XdpCounter counter : XdpCounter.values()) {
                result.put(counter, counters.sum(counter.key()));
            }
        }
        return result;
    }

    /** Detaches the program; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            link.close();
            object.close();
        }
    }
}

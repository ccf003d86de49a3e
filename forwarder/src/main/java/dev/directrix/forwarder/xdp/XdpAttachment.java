package dev.directrix.forwarder.xdp;

import dev.directrix.linux.bpf.BpfMap;
import dev.directrix.linux.bpf.BpfObject;
import dev.directrix.linux.bpf.XdpMode;
import java.util.EnumMap;
import java.util.Map;

/**
 * The XDP program on one interface. Lasts until it is closed, the interface goes away, or the process ends in whatever
 * way. Thread-safe.
 */
public final class XdpAttachment implements AutoCloseable {

    private final BpfObject object;
    private final XdpLink attached;
    private final BpfMap sockets;
    private final BpfMap counters;
    private boolean closed;

    private XdpAttachment(final BpfObject object, final XdpLink attached) {
        this.object = object;
        this.attached = attached;
        this.sockets = object.map(XdpFilter.SOCKETS);
        this.counters = object.map(XdpFilter.COUNTERS);
    }

    /** Attaches a loaded object: in the driver where it can, else in the kernel's stack. */
    static XdpAttachment attach(final BpfObject loaded, final int interfaceIndex) {
        return new XdpAttachment(
            loaded, XdpLink.attach(loaded.program(XdpFilter.PROGRAM), interfaceIndex, XdpMode.AUTO));
    }

    /** Where the kernel runs it. */
    public XdpMode mode() {
        return attached.mode();
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
            attached.link().close();
            object.close();
        }
    }
}

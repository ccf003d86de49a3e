package dev.directrix.lab.bench;

import dev.directrix.linux.LinuxException;
import dev.directrix.linux.bpf.BpfLink;
import dev.directrix.linux.bpf.BpfMap;
import dev.directrix.linux.bpf.BpfObject;
import dev.directrix.linux.bpf.XdpMode;

/** Counts and drops, in XDP, what comes through the device under test. */
final class TrafficSink implements AutoCloseable {

    private final BpfObject object;
    private final BpfLink link;
    private final BpfMap counted;

    TrafficSink(final RigTopology topology, final SinkMode mode, final OneCpu cpu) {
        object = RigPrograms.load("count", RigTopology.SINK_MAC, RigTopology.OUT_MAC, 1);
        link = RigTopology.in(topology.sink(), () -> object.program("count").attachXdp(
                topology.sinkIndex(), XdpMode.NATIVE));
        counted = object.map("counted");
        if (mode == SinkMode.THREAD && topology.threadSink(cpu) == 0) {
            close();
            throw new LinuxException("the kernel started no thread for the sink's device");
        }
    }

    /** Test packets that arrived so far. */
    long packets() {
        return counted.sum(0);
    }

    @Override
    public void close() {
        link.close();
        object.close();
    }
}

package dev.directrix.lab.bench;

import dev.directrix.lab.run.HostShell;
import dev.directrix.linux.Interfaces;
import dev.directrix.linux.LinuxException;
import dev.directrix.linux.NetworkNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Source - device under test - sink: three network namespaces joined by two veth pairs of one queue each. The device
 * under test has 10.1.0.1/24 on "in" and 10.2.0.1/16 on "out"; everything behind "out" answers to the sink's Ethernet
 * address. Nothing leaves these namespaces.
 */
final class RigTopology implements AutoCloseable {

    static final String SOURCE_MAC = "02:00:00:00:01:02";
    static final String IN_MAC = "02:00:00:00:01:01";
    static final String OUT_MAC = "02:00:00:00:02:01";
    static final String SINK_MAC = "02:00:00:00:02:02";
    static final String VIP = "192.0.2.10";
    static final int PORT = 80;
    static final List<String> SERVERS = List.of("10.2.0.21", "10.2.0.22", "10.2.0.23", "10.2.0.24");

    private final List<String> namespaces;
    private final String sinkDevice;

    private RigTopology(final long number) {
        final String base = "dxrig-" + number;
        namespaces = List.of(base + "-src", base + "-dut", base + "-snk");
        // Unique on the host, because its kernel thread is found by this name.
        sinkDevice = "s" + number;
    }

    /** Creates the namespaces and wires them. */
    static RigTopology create() {
        final RigTopology topology = new RigTopology(ProcessHandle.current().pid());
        try {
            topology.wire();
            return topology;
        } catch (final RuntimeException e) {
            topology.close();
            throw e;
        }
    }

    NetworkNamespace source() {
        return NetworkNamespace.named(namespaces.get(0));
    }

    NetworkNamespace device() {
        return NetworkNamespace.named(namespaces.get(1));
    }

    NetworkNamespace sink() {
        return NetworkNamespace.named(namespaces.get(2));
    }

    int sinkIndex() {
        return index(sink(), sinkDevice);
    }

    /** Gives the sink's device a kernel thread of its own (threaded NAPI): how many threads that are. */
    int threadSink(final OneCpu cpu) {
        HostShell.run("ip", "netns", "exec", namespaces.get(2), "sh", "-c",
                "echo 1 > /sys/class/net/" + sinkDevice + "/threaded").orFail();
        return cpu.takeKernelThreads("napi/" + sinkDevice + "-", OneCpu.SINK);
    }

    /** Runs a command in the device under test. */
    void inDevice(final String command) {
        execute(namespaces.get(1), command);
    }

    /** Runs something in a namespace, on the calling thread. */
    static <T> T in(final NetworkNamespace namespace, final Callable<T> action) {
        try {
            return namespace.call(action);
        } catch (final RuntimeException e) {
            throw e;
        } catch (final Exception e) {
            throw new LinuxException("in network namespace " + namespace.path(), e);
        }
    }

    static int index(final NetworkNamespace namespace, final String name) {
        return in(namespace, () -> Interfaces.index(name));
    }

    private void wire() {
        namespaces.forEach(name -> HostShell.run("ip", "netns", "add", name).orFail());
        final String source = namespaces.get(0);
        final String device = namespaces.get(1);
        final String sink = namespaces.get(2);
        pair(source, "source", SOURCE_MAC, device, "in", IN_MAC);
        pair(device, "out", OUT_MAC, sink, sinkDevice, SINK_MAC);
        execute(source, "ip addr add 10.1.0.2/16 dev source");
        execute(device, "ip addr add 10.1.0.1/16 dev in");
        execute(device, "ip addr add 10.2.0.1/16 dev out");
        execute(sink, "ip addr add 10.2.0.2/16 dev " + sinkDevice);
        execute(device, "sysctl -qw net.ipv4.ip_forward=1");
        SERVERS.forEach(server -> execute(device,
                "ip neigh add " + server + " lladdr " + SINK_MAC + " dev out nud permanent"));
    }

    private static void pair(final String left, final String leftName, final String leftMac, final String right,
                             final String rightName, final String rightMac) {
        execute(left, "ip link add " + leftName + " address " + leftMac + " numtxqueues 1 numrxqueues 1 type veth"
                + " peer name " + rightName + " address " + rightMac + " numtxqueues 1 numrxqueues 1 netns " + right);
        for (final String end : List.of(left + " " + leftName, right + " " + rightName)) {
            final List<String> words = List.of(end.split(" ", -1));
            execute(words.get(0), "ethtool -K " + words.get(1) + " tx off gro off");
            execute(words.get(0), "sysctl -qw net.ipv6.conf." + words.get(1) + ".disable_ipv6=1");
            execute(words.get(0), "sysctl -qw net.ipv4.conf." + words.get(1) + ".rp_filter=0");
            execute(words.get(0), "ip link set " + words.get(1) + " up");
        }
    }

    private static void execute(final String namespace, final String command) {
        final List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        words.addAll(List.of(command.split(" ", -1)));
        HostShell.run(HostShell.SHORT, words).orFail();
    }

    @Override
    public void close() {
        namespaces.stream().filter(name -> Files.exists(Path.of("/run/netns", name)))
                .forEach(name -> HostShell.run("ip", "netns", "del", name));
    }
}

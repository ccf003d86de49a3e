package dev.directrix.forwarder.datapath;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.directrix.linux.Capability;
import dev.directrix.linux.NetworkNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client, a director and two servers in namespaces of their own, on two switched networks.
 * <pre>
 *   10.8.0.0/24  client eth0 .2   director eth0 .11   server 1 eth0 .21   server 2 eth0 .22
 *   10.9.0.0/24                   director eth1 .11   server 1 eth1 .21   server 2 eth1 .22
 * </pre>
 * The client routes the VIPs to the director. The servers have them on lo, and answer the client over 10.8.0.0/24.
 */
final class TestNetwork implements AutoCloseable {

    static final String VIP = "192.0.2.10";
    static final String OTHER_VIP = "192.0.2.20";
    static final String DIRECTOR_ADDRESS = "10.8.0.11";

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int SERVERS = 2;

    private final String base;
    private final List<String> namespaces = new ArrayList<>();

    private TestNetwork(final String base) {
        this.base = base;
    }

    /** Creates it, or skips the test when this process may not. */
    static TestNetwork create() throws IOException {
        assumeTrue(Capability.effective().contains(Capability.SYS_ADMIN)
            && Capability.effective().contains(Capability.NET_ADMIN), "needs root, to create network namespaces");
        final TestNetwork network =
            new TestNetwork("dx-" + ProcessHandle.current().pid() + "-d" + COUNT.incrementAndGet() + "-");
        try {
            network.build();
            return network;
        } catch (final IOException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    String name(final String role) {
        return base + role;
    }

    <T> T in(final String role, final Callable<T> action) throws Exception {
        return NetworkNamespace.named(name(role)).call(action);
    }

    /** Runs ip(8) in a namespace. */
    String ip(final String role, final String arguments) throws IOException {
        return run("ip -n " + name(role) + " " + arguments);
    }

    /** Runs a command in a namespace. */
    String exec(final String role, final String command) throws IOException {
        return run("ip netns exec " + name(role) + " " + command);
    }

    /** Connects an interface of a namespace to a switched network. */
    void plug(final String role, final String device, final String network, final String address)
        throws IOException {
        final String port = role + "-" + device;
        ip(role, "link add " + device + " type veth peer name " + port + " netns " + name("switch"));
        exec(role, "ethtool -K " + device + " tx off");
        exec("switch", "ethtool -K " + port + " tx off");
        ip("switch", "link set " + port + " master " + network + " up");
        ip(role, "addr add " + address + "/24 dev " + device);
        ip(role, "link set " + device + " up");
    }

    static InetAddress address(final String text) {
        try {
            return InetAddress.getByName(text);
        } catch (final UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static String run(final String line) throws IOException {
        final Path output = Files.createTempFile("directrix-command", ".out");
        try {
            final Process process = new ProcessBuilder(line.split(" ", -1))
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();
            final int exit = process.onExit().join().exitValue();
            final String text = Files.readString(output, StandardCharsets.UTF_8);
            if (exit != 0) {
                throw new IOException(line + ": exit " + exit + ": " + text);
            }
            return text;
        } finally {
            Files.delete(output);
        }
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (final String namespace : namespaces) {
            try {
                run("ip netns del " + namespace);
            } catch (final IOException e) {
                failure = e;
            }
        }
        namespaces.clear();
        if (failure != null) {
            throw failure;
        }
    }

    private void build() throws IOException {
        add("switch");
        for (final String network : List.of("neta", "netb")) {
            ip("switch", "link add " + network + " type bridge stp_state 0 forward_delay 0");
            ip("switch", "link set " + network + " up");
        }
        add("client");
        plug("client", "eth0", "neta", "10.8.0.2");
        add("director");
        plug("director", "eth0", "neta", DIRECTOR_ADDRESS);
        plug("director", "eth1", "netb", "10.9.0.11");
        for (int i = 1; i <= SERVERS; i++) {
            final String role = "server" + i;
            add(role);
            plug(role, "eth0", "neta", "10.8.0.2" + i);
            plug(role, "eth1", "netb", "10.9.0.2" + i);
            for (final String setting : List.of("arp_ignore=1", "arp_announce=2", "rp_filter=0")) {
                exec(role, "sysctl -qw net.ipv4.conf.all." + setting + " net.ipv4.conf.eth0." + setting
                    + " net.ipv4.conf.eth1." + setting);
            }
            ip(role, "addr add " + VIP + "/32 dev lo");
            ip(role, "addr add " + OTHER_VIP + "/32 dev lo");
        }
        ip("client", "route add " + VIP + "/32 via " + DIRECTOR_ADDRESS);
        ip("client", "route add " + OTHER_VIP + "/32 via " + DIRECTOR_ADDRESS);
    }

    private void add(final String role) throws IOException {
        run("ip netns add " + name(role));
        namespaces.add(name(role));
        ip(role, "link set lo up");
    }
}

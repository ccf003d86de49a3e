package dev.directrix.lab.modes;

import dev.directrix.lab.run.CommandResult;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.DirectorService;
import dev.directrix.lab.run.Lab;
import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import dev.directrix.lab.run.LabRun;
import dev.directrix.lab.topology.Topology;
import dev.directrix.lab.topology.TopologyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The topology {@code modes} when it is up, and how it is switched from one forwarding mode to another. */
public final class ModesLab implements AutoCloseable {
    /** The topology's file, from the project's folder. */
    public static final Path TOPOLOGY = Path.of("lab/topologies/modes.clab.yml");

    static final List<String> SERVERS = List.of("s1", "s2");
    static final int LINK_MTU = 1700;
    static final int SMALL_MTU = 1400;
    private static final String DECAP = "decap";
    private static final String CONFIG = "/etc/directrix/live.yaml";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String BASE = """
        node:
          name: d1
          interfaces: [eth1, eth2]
        bgp:
          asn: 65101
          router-id: 10.0.1.11
          neighbors:
            - {address: 10.0.1.1, asn: 65000, connect-retry: 1s, families: [ipv4-unicast]}
            - {address: "2001:db8:1::1", asn: 65000, connect-retry: 1s, families: [ipv6-unicast]}
        """;

    private final Topology topology;
    private final LabRun run;
    private final Lab lab;

    private ModesLab(Topology topology, LabRun run) {
        this.topology = topology;
        this.run = run;
        this.lab = run.lab();
    }

    /** Brings the topology up under a name of its own. It goes down with this process at the latest. */
    public static ModesLab up(Path file, Consumer<String> progress) {
        Topology read = new TopologyReader(Map.of()).read(file);
        Topology topology = new Topology("modes-" + ProcessHandle.current().pid(), read.prefix(), read.file(),
            read.nodes(), read.links(), read.notices());
        return new ModesLab(topology, LabRun.up(topology, progress));
    }

    /** A node of the topology. */
    public LabNode node(String name) {
        return lab.node(name);
    }

    /** The VIP of a family, 4 or 6. */
    public static String vip(int family) {
        return family == 4 ? "192.0.2.10" : "2001:db8:ffff::10";
    }

    /** Prepares the servers for a mode, runs the director with it, and waits until the router has its VIPs. */
    public void use(Mode mode) {
        SERVERS.forEach(server -> prepare(node(server), mode));
        serve("mode " + mode, configuration(mode), families(mode));
    }

    /** Runs the director with these VIPs and pools, and waits until the router has the VIPs of these families. */
    public void serve(String what, String configuration, List<Integer> families) {
        LabNode director = node("d1");
        stop(director, DirectorService.NAME, "KILL");
        Deadline.in(TIMEOUT).await(() -> families.stream().noneMatch(this::hasRoute),
            () -> "the router still has the route of a director that ended " + TIMEOUT.toSeconds() + " s ago");
        write(director, CONFIG, BASE + configuration);
        DirectorService.start(director, topology.node("d1").orElseThrow());
        for (int family : families) {
            Deadline.in(TIMEOUT).await(() -> hasRoute(family) || !director.service(DirectorService.NAME).isAlive(),
                () -> "the router does not learn " + vip(family) + " within " + TIMEOUT.toSeconds() + " s, " + what
                    + director.exec("directrix", "status").output() + director.lastLogLines());
            if (!hasRoute(family)) {
                throw new LabException("the director ends, " + what + director.lastLogLines());
            }
        }
    }

    /** The families that a mode is for. */
    static List<Integer> families(Mode mode) {
        return IntStream.of(4, 6).filter(family -> mode.pool(family).isPresent()).boxed().toList();
    }

    /** Gives the director's link to the servers another MTU, at both ends. */
    void backLink(int mtu) {
        String size = Integer.toString(mtu);
        node("d1").exec("ip", "link", "set", "eth2", "mtu", size).orFail();
        node("back").exec("ip", "link", "set", "d1", "mtu", size).orFail();
    }

    private static String configuration(Mode mode) {
        StringBuilder text = new StringBuilder("vips:\n");
        for (int family : families(mode)) {
            String pool = "web" + family;
            text.append("  - address: \"").append(vip(family)).append("\"\n    services:\n");
            for (String service : List.of("tcp, port: 80", "tcp, port: 7", "udp, port: 7")) {
                text.append("      - {protocol: ").append(service).append(", pool: ").append(pool).append("}\n");
            }
        }
        text.append("pools:\n");
        families(mode).forEach(family -> text.append("  web").append(family).append(": {")
            .append(mode.pool(family).orElseThrow()).append("}\n"));
        return text.toString();
    }

    private void prepare(LabNode server, Mode mode) {
        stop(server, DECAP, "TERM");
        List<String> lines = new ArrayList<>(List.of("ip route replace default via 10.0.2.1 mtu 1500",
            "ip -6 route replace default via 2001:db8:2::1 mtu 1500"));
        lines.addAll(mode.servers());
        lines.forEach(line -> server.shell(TIMEOUT, line).orFail());
        if (mode.decap().isEmpty()) {
            return;
        }
        remove(server.logFolder().resolve(DECAP + ".log"));
        List<String> command = new ArrayList<>(List.of("directrix", "decap", "eth1"));
        command.addAll(mode.decap());
        LabNode.Service service = server.start(DECAP, command);
        Deadline.in(TIMEOUT).await(() -> log(server).contains("decap on ") || !service.isAlive(),
            () -> "decap does not start at " + server.name() + " within " + TIMEOUT.toSeconds() + " s"
                + server.lastLogLines());
        if (!service.isAlive()) {
            throw new LabException("decap has ended at " + server.name() + server.lastLogLines());
        }
    }

    private static void stop(LabNode node, String service, String signal) {
        LabNode.Service running;
        try {
            running = node.service(service);
        } catch (LabException e) {
            return;
        }
        if (running.isAlive()) {
            running.signal(signal);
        }
        Deadline.in(TIMEOUT).await(() -> !running.isAlive(), () -> service + " does not end at " + node.name()
            + " within " + TIMEOUT.toSeconds() + " s of SIG" + signal);
    }

    private boolean hasRoute(int family) {
        CommandResult route = node("r1").exec("ip", "-" + family, "route", "show", vip(family));
        return route.output().contains("via ");
    }

    private static String log(LabNode server) {
        try {
            return Files.readString(server.logFolder().resolve(DECAP + ".log"));
        } catch (IOException e) {
            return "";
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new LabException(file + " cannot be removed", e);
        }
    }

    private static void write(LabNode node, String path, String text) {
        try {
            Files.writeString(node.file(path), text);
        } catch (IOException e) {
            throw new LabException("node " + node.name() + ": " + path + " cannot be written", e);
        }
    }

    @Override
    public void close() {
        run.close();
    }
}

package dev.directrix.lab.churn;

import dev.directrix.director.control.ClusterReport;
import dev.directrix.director.control.ControlClient;
import dev.directrix.director.control.ServerName;
import dev.directrix.lab.probe.RouteWatch;
import dev.directrix.lab.probe.Trigger;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.DirectorService;
import dev.directrix.lab.run.Lab;
import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import dev.directrix.lab.run.LabRun;
import dev.directrix.lab.topology.Topology;
import dev.directrix.lab.topology.TopologyReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The topology {@code churn} when it is up: its directors, how they are struck and how they come back. */
public final class ChurnLab implements AutoCloseable {
    /** The topology's file, from the project's folder. */
    public static final Path TOPOLOGY = Path.of("lab/topologies/churn.clab.yml");

    static final List<String> DIRECTORS = List.of("d1", "d2", "d3", "d4");
    static final List<String> SERVERS = List.of("s1", "s2", "s3", "s4", "s5", "s6");
    private static final String CONFIG = "/etc/directrix/live.yaml";
    private static final String SOCKET = "/run/directrix/control.sock";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration UP_TIMEOUT = Duration.ofSeconds(90);
    private static final InetAddress VIP = address("192.0.2.10");

    private final Topology topology;
    private final boolean clustered;
    private final LabRun run;
    private final Lab lab;
    private final RouteWatch route;
    private final EchoServers servers;

    private ChurnLab(Topology topology, boolean clustered, LabRun run) {
        this.topology = topology;
        this.clustered = clustered;
        this.run = run;
        this.lab = run.lab();
        this.route = RouteWatch.open(lab.node("router"), VIP);
        this.servers = EchoServers.start(SERVERS.stream().map(lab::node).toList());
    }

    /**
     * Brings the topology up under a name of its own, and returns once the router has all directors as next hops. It
     * goes down with this process at the latest.
     */
    public static ChurnLab up(Path file, ChurnSetup setup, Consumer<String> progress) {
        boolean clustered = setup.clustered();
        Topology topology = new TopologyReader(Map.of("CHURN_CLUSTER", clustered ? "cluster" : "standalone",
            "CHURN_IDLE", setup.idle().toSeconds() + "s",
            "CHURN_TRACK", setup.onChange() ? "on-change" : "always")).read(file)
            .ofThisProcess(clustered ? "churn" : "alone");
        LabRun run = LabRun.up(topology, progress);
        try {
            ChurnLab up = new ChurnLab(topology, clustered, run);
            up.awaitServing(UP_TIMEOUT);
            return up;
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
    }

    boolean isClustered() {
        return clustered;
    }

    LabNode node(String name) {
        return lab.node(name);
    }

    RouteWatch route() {
        return route;
    }

    /** A director's control socket, as its command line has it. */
    ControlClient control(String director) {
        return new ControlClient(node(director).file(SOCKET), PATIENCE);
    }

    /** What a member says of the cluster's tables; empty without a cluster, or while it does not know. */
    Optional<ClusterReport.Tables> tables(String director) {
        return clustered ? control(director).cluster().tables() : Optional.empty();
    }

    /** How often the cluster's tables have changed, as a member sees it; 0 without a cluster. */
    long epoch(String director) {
        return tables(director).map(ClusterReport.Tables::epoch).orElse(0L);
    }

    static InetAddress hop(String director) {
        return address("10.0.1.1" + director.substring(1));
    }

    /** Returns once the router has every director as next hop. */
    void awaitServing(Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        for (String director : DIRECTORS) {
            deadline.await(() -> route.leadsOver(hop(director)), () -> "the router does not get the VIP from "
                + director + " within " + timeout.toSeconds() + " s" + node(director).lastLogLines());
        }
    }

    /** What strikes a director, ready to be pulled. */
    List<Trigger> prepare(BlowKind kind, String director) {
        LabNode.Service service = node(director).service(DirectorService.NAME);
        return switch (kind) {
            case KILL -> List.of(Trigger.prepare(service, "KILL"));
            case FREEZE -> List.of(Trigger.prepare(service, "STOP"));
            case PARTITION -> List.of(unplug("peers", director));
            case ISOLATE -> List.of(unplug("peers", director), unplug("segment", director));
        };
    }

    /** The director's port leaves the bridge: frames go nowhere, and neither end sees the link go down. */
    private Trigger unplug(String bridge, String director) {
        return Trigger.prepare(node(bridge), "ip link set " + director + " nomaster");
    }

    /** Takes back what {@link #prepare} did. A killed director is started by {@link #supervise}. */
    void mend(BlowKind kind, String director) {
        switch (kind) {
            case FREEZE -> node(director).service(DirectorService.NAME).signal("CONT");
            case PARTITION -> plug("peers", director);
            case ISOLATE -> {
                plug("peers", director);
                plug("segment", director);
            }
            default -> { }
        }
    }

    private void plug(String bridge, String director) {
        node(bridge).exec("ip", "link", "set", director, "master", bridge).orFail();
    }

    /** Starts the director again when its process has ended, as a service manager does; tells whether it had to. */
    boolean supervise(String director) {
        LabNode node = node(director);
        if (node.service(DirectorService.NAME).isAlive()) {
            return false;
        }
        DirectorService.start(node, topology.node(director).orElseThrow());
        return true;
    }

    /** Asks a director to end as a service manager does, and returns once it has. */
    void stop(String director, Duration timeout) {
        LabNode.Service service = node(director).service(DirectorService.NAME);
        service.signal("TERM");
        Deadline.in(timeout).await(() -> !service.isAlive(), () -> director + " does not end within "
            + timeout.toSeconds() + " s of SIGTERM" + node(director).lastLogLines());
    }

    /** Gives a server its share of new connections, or none. In a cluster any director can be told. */
    void admit(String director, String server, boolean admitted) {
        ServerName name = ServerName.parse(server);
        if (!clustered) {
            control(director).setServerWeight(name, admitted ? 1 : 0);
        } else if (admitted) {
            control(director).enableServer(name);
        } else {
            control(director).drainServer(name);
        }
    }

    /** Writes it into a director's file too, for its next start: without a cluster only the file tells. */
    void remember(String director, String server, boolean admitted) {
        Path file = node(director).file(CONFIG);
        try {
            Files.writeString(file, Files.readString(file).replaceAll("(name: " + server + ",.*weight: )\\d",
                "$1" + (admitted ? 1 : 0)));
        } catch (IOException e) {
            throw new LabException("the file of " + director + " cannot be changed", e);
        }
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new LabException(text + " is no address", e);
        }
    }

    @Override
    public void close() {
        try {
            servers.close();
            route.close();
        } finally {
            run.close();
        }
    }
}

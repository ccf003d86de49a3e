package dev.directrix.lab.weights;

import dev.directrix.director.config.RouterModel;
import dev.directrix.director.control.ControlClient;
import dev.directrix.director.control.SharesReport;
import dev.directrix.lab.probe.EcmpRoute;
import dev.directrix.lab.probe.RawFlows;
import dev.directrix.lab.probe.RouteWatch;
import dev.directrix.lab.run.CommandResult;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.Lab;
import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import dev.directrix.lab.run.LabRun;
import dev.directrix.lab.topology.Topology;
import dev.directrix.lab.topology.TopologyReader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The topology {@code weights} when it is up. */
public final class WeightsLab implements AutoCloseable {
    /** The topology's file, from the project's folder. */
    public static final Path TOPOLOGY = Path.of("lab/topologies/weights.clab.yml");

    private static final String SOCKET = "/run/directrix/control.sock";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration UP_TIMEOUT = Duration.ofSeconds(90);
    private static final InetAddress VIP = vip();

    private final LabRun run;
    private final Lab lab;
    private final List<Router> routers;

    private WeightsLab(LabRun run) {
        this.run = run;
        this.lab = run.lab();
        this.routers = List.of(router("frr", "10.0.1.1", "eth1", Router.frr(lab.node("frr"))),
            router("bird", "10.0.1.2", "eth2", Router.bird()));
    }

    private Router router(String name, String id, String clientInterface, RouterModel model) {
        LabNode node = lab.node(name);
        return new Router(name, id, model, RouteWatch.open(node, VIP),
            new RawFlows.Link(lab.node("client"), clientInterface, node, "eth1"));
    }

    /**
     * Brings the topology up under a name of its own, and returns once both routers have all directors as next hops. It
     * goes down with this process at the latest.
     */
    public static WeightsLab up(Path file, Setting first, Consumer<String> progress) {
        Topology topology = new TopologyReader(Map.of()).read(file).ofThisProcess("weights");
        LabRun run = LabRun.up(topology, progress);
        try {
            WeightsLab up = new WeightsLab(run);
            Deadline deadline = Deadline.in(UP_TIMEOUT);
            for (Router router : up.routers) {
                EcmpRoute foretold = router.foretold(first);
                deadline.await(() -> router.watch().route().equals(foretold), () -> router.name() + " has "
                    + router.watch().route() + " after " + UP_TIMEOUT.toSeconds() + " s, not " + foretold
                    + up.lab.node("d1").lastLogLines());
            }
            return up;
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
    }

    List<Router> routers() {
        return routers;
    }

    /** Runs {@code directrix} in a director's node, as an engineer would. */
    CommandResult directrix(String director, List<String> words) {
        List<String> command = new ArrayList<>(List.of("directrix"));
        command.addAll(words);
        return lab.node(director).exec(PATIENCE, command).orFail();
    }

    /** What a director says of everybody's shares at a router. */
    SharesReport.RouterSet shares(Router router) {
        SharesReport report = new ControlClient(lab.node("d1").file(SOCKET), PATIENCE)
            .shares(Optional.of(router.model()));
        return report.sets().stream().filter(set -> set.router().filter(router.id()::equals).isPresent()).findFirst()
            .orElseThrow(() -> new LabException("d1 knows no router " + router.id() + ": " + report));
    }

    private static InetAddress vip() {
        try {
            return InetAddress.getByName("192.0.2.10");
        } catch (UnknownHostException e) {
            throw new LabException("an address in numbers is an address", e);
        }
    }

    @Override
    public void close() {
        try {
            routers.forEach(Router::close);
        } finally {
            run.close();
        }
    }
}

package dev.directrix.lab.e2e;

import dev.directrix.lab.quickstart.QuickstartLab;
import dev.directrix.lab.run.DirectrixProgram;
import dev.directrix.lab.run.Lab;
import dev.directrix.lab.topology.Topology;
import dev.directrix.lab.topology.TopologyReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the quickstart lab. It comes up once for all of them; each begins with three directors in the route
 * and every server healthy.
 */
final class SharedQuickstart implements ParameterResolver, BeforeEachCallback {
    /** What a class locks that uses this lab: all of them change it. */
    static final String NAME = "the quickstart lab";
    static final Path TOPOLOGY =
        Path.of(System.getProperty("directrix.root", ".."), "lab/topologies/quickstart.clab.yml");
    private static final Duration ROUTE_TIMEOUT = Duration.ofSeconds(60);

    /** The lab, closed by JUnit after the last test. */
    private record Running(Lab lab, QuickstartLab quickstart) implements AutoCloseable {

        static Running start() {
            Topology topology = new TopologyReader(Map.of()).read(TOPOLOGY).ofThisProcess("e2e");
            List<String> progress = new CopyOnWriteArrayList<>();
            Lab lab = Lab.up(topology, DirectrixProgram.here(), progress::add);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(lab::close));
            return new Running(lab, new QuickstartLab(topology, lab));
        }

        @Override
        public void close() {
            lab.close();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        QuickstartLab lab = running(context).quickstart;
        lab.awaitHops(QuickstartLab.DIRECTORS.size(), ROUTE_TIMEOUT);
        lab.awaitServers(ROUTE_TIMEOUT);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == QuickstartLab.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return running(context).quickstart;
    }

    private static Running running(ExtensionContext context) {
        return context.getRoot().getStore(ExtensionContext.Namespace.create(SharedQuickstart.class))
            .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
    }
}

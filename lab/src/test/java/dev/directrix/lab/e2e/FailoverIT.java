package dev.directrix.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.lab.failover.FailureKind;
import dev.directrix.lab.failover.Failover;
import dev.directrix.lab.probe.Median;
import dev.directrix.lab.run.DirectrixProgram;
import dev.directrix.lab.run.Lab;
import dev.directrix.lab.topology.Topology;
import dev.directrix.lab.topology.TopologyReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A router with BFD gives up a director that dies or stands still long before any hold time ends. */
@Tag("lab")
@RequiresRoot
@Isolated("measures, under load")
class FailoverIT {
    private static final int ROUNDS = 3;
    /** 3 x 100 ms detection, and what the router and a busy machine take. */
    private static final Duration LIMIT = Duration.ofMillis(600);

    @Test
    void shouldLoseTheRouteWithinTheDetectionTimeWhenTheDirectorIsKilledOrFrozen() {
        Topology topology = new TopologyReader(Map.of())
            .read(Path.of(System.getProperty("directrix.root", "..")).resolve(Failover.TOPOLOGY))
            .ofThisProcess("failover");
        List<String> report = new ArrayList<>();

        try (Lab lab = Lab.up(topology, DirectrixProgram.here(), report::add);
            Failover failover = new Failover(topology, lab, report::add)) {
            for (FailureKind kind : FailureKind.values()) {
                assertThat(Median.of(failover.measure(kind, ROUNDS)))
                    .as(String.join("\n", report)).isLessThanOrEqualTo(LIMIT);
            }
        }
    }
}

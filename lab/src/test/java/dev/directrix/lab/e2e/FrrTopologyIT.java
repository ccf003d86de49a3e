package dev.directrix.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.directrix.lab.check.CheckFile;
import dev.directrix.lab.check.CheckRunner;
import dev.directrix.lab.run.DirectrixProgram;
import dev.directrix.lab.run.Lab;
import dev.directrix.lab.topology.Topology;
import dev.directrix.lab.topology.TopologyReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** containerlab's own lab frr01 comes up unchanged: OSPF neighbours are full, PC1 reaches PC3. */
@Tag("lab")
@RequiresRoot
class FrrTopologyIT {

    @Test
    void shouldRunContainerlabsLabUnchanged() {
        Path file = Path.of(System.getProperty("directrix.vectors", "absent"), "containerlab/frr01/frr01.clab.yml");
        assumeTrue(Files.exists(file), "conformance data is not here");
        Path checks = Path.of(System.getProperty("directrix.root"), "lab/topologies/frr01.test.yml");
        Topology topology = new TopologyReader(Map.of()).read(file).ofThisProcess("frr01");
        List<String> report = new ArrayList<>();

        try (Lab lab = Lab.up(topology, DirectrixProgram.here(), report::add)) {
            int failed = new CheckRunner(lab, report::add).run(CheckFile.read(checks));
            assertThat(failed).as(String.join("\n", report)).isZero();
        }
    }
}

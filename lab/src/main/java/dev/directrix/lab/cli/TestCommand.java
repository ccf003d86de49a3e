package dev.directrix.lab.cli;

import dev.directrix.lab.check.Check;
import dev.directrix.lab.check.CheckFile;
import dev.directrix.lab.check.CheckRunner;
import dev.directrix.lab.run.DirectrixProgram;
import dev.directrix.lab.run.Lab;
import dev.directrix.lab.topology.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code directrix lab test}. */
@Command(name = "test", description = "Bring a lab up, run its checks, take it down; exit 0 when all of them hold.",
    mixinStandardHelpOptions = true)
final class TestCommand extends LabAction {
    @Mixin
    private TopologyOptions topologyOptions;

    @Option(names = "--checks", paramLabel = "FILE", description =
        "the checks; by default NAME.test.yml beside the topology")
    private Optional<Path> checks;

    @Override
    int act() {
        Topology topology = topologyOptions.read(this::say);
        List<Check> list = CheckFile.read(checks.orElseGet(() -> CheckFile.beside(topologyOptions.file())));
        try (Lab lab = Lab.up(topology, DirectrixProgram.here(), this::say)) {
            int failed = new CheckRunner(lab, this::say).run(list);
            say(list.size() - failed + " of " + list.size() + " checks hold");
            return failed == 0 ? OK : FAILED;
        }
    }
}

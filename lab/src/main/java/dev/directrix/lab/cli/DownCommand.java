package dev.directrix.lab.cli;

import dev.directrix.lab.run.Lab;
import dev.directrix.lab.topology.TopologyReader;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code directrix lab down}. */
@Command(name = "down", description = "Remove a lab, also one whose start was cut off.",
    mixinStandardHelpOptions = true)
final class DownCommand extends LabAction {
    @Parameters(paramLabel = "LAB|TOPOLOGY", description = "the lab's name, or its topology file")
    private String lab;

    @Override
    int act() {
        Path file = Path.of(lab);
        String name = Files.isRegularFile(file) ? new TopologyReader(System.getenv()).read(file).name() : lab;
        say(Lab.down(name) ? "lab " + name + " is down" : "lab " + name + " is not up");
        return OK;
    }
}

package dev.directrix.lab.cli;

import dev.directrix.lab.run.DirectrixProgram;
import dev.directrix.lab.run.Lab;
import dev.directrix.lab.topology.Topology;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code directrix lab up}. */
@Command(name = "up", description = "Bring a lab up; when anything fails, nothing of it stays.",
    mixinStandardHelpOptions = true)
final class UpCommand extends LabAction {
    @Mixin
    private TopologyOptions topologyOptions;

    @Override
    int act() {
        Topology topology = topologyOptions.read(this::say);
        Lab lab = Lab.up(topology, DirectrixProgram.here(), this::say);
        say("lab " + lab.name() + " is up");
        lab.nodes().stream().findFirst().ifPresent(node ->
            say("  directrix lab exec " + lab.name() + " " + node.name() + " -- COMMAND    runs a command in a node"));
        say("  directrix lab down " + lab.name() + "    takes it down");
        return OK;
    }
}

package dev.directrix.lab.cli;

import dev.directrix.lab.run.Lab;
import dev.directrix.lab.run.LabNode;
import picocli.CommandLine.Command;

/** {@code directrix lab list}. */
@Command(name = "list", description = "The labs that are up, with their nodes and namespaces.",
    mixinStandardHelpOptions = true)
final class ListCommand extends LabAction {

    @Override
    int act() {
        for (String name : Lab.names()) {
            say(name);
            for (LabNode node : Lab.open(name).nodes()) {
                say(String.format("  %-16s %s", node.name(), node.namespace()));
            }
        }
        return OK;
    }
}

package dev.directrix.lab.cli;

import dev.directrix.director.cli.CommandProvider;
import java.util.List;

/** Adds {@code directrix lab} to the product's commands. */
public final class LabCommands implements CommandProvider {

    @Override
    public List<Object> commands() {
        return List.of(new LabCommand());
    }
}

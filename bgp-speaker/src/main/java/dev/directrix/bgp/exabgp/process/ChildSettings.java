package dev.directrix.bgp.exabgp.process;

import java.util.List;
import java.util.Map;

/**
 * A program to run beside the speaker. Immutable; two equal settings mean the same child, which a reload keeps.
 *
 * @param name        its name, the key among the children
 * @param command     program and arguments, not empty; the program as {@link ProgramPath} finds it
 * @param environment variables added to ours
 * @param respawn     true: started again when it ends
 */
public record ChildSettings(String name, List<String> command, Map<String, String> environment, boolean respawn) {

    /** Copies, and checks that there is a command. */
    public ChildSettings {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("process " + name + " has no command");
        }
    }
}

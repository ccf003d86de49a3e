package dev.directrix.director.cli;

import java.util.List;

/**
 * Adds subcommands to {@code directrix} from another module; found by {@link java.util.ServiceLoader}. Loading it must
 * be cheap: it happens at each start of the program.
 */
public interface CommandProvider {

    /** Objects whose classes carry picocli's {@code @Command}; {@code Callable<Integer>} gives the exit code. */
    List<Object> commands();
}

package dev.directrix.lab.cli;

import dev.directrix.lab.run.LabException;
import dev.directrix.lab.topology.TopologyException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the lab's commands have in common: root is needed, and a failure is one message and an exit code. */
abstract class LabAction implements Callable<Integer> {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int INVALID = 3;

    @Spec
    private CommandSpec spec;

    /** Does the work and returns the exit code. */
    abstract int act();

    @Override
    public final Integer call() {
        try {
            if (!isRoot()) {
                throw new LabException("a lab needs root: it makes network namespaces");
            }
            return act();
        } catch (TopologyException e) {
            error(e);
            return INVALID;
        } catch (LabException e) {
            error(e);
            return FAILED;
        }
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final void say(String line) {
        out().println(line);
        out().flush();
    }

    private void error(RuntimeException e) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("directrix: " + e.getMessage());
        err.flush();
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            return false;
        }
    }
}

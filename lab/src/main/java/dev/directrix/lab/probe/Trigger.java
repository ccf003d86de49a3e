package dev.directrix.lab.probe;

import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A shell line that is ready to run inside a node, such as a signal: what it takes to start programs there is over
 * before it counts.
 */
public final class Trigger implements AutoCloseable {
    private final String node;
    private final Process process;
    private final BufferedReader out;

    private Trigger(String node, Process process) {
        this.node = node;
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Prepares a signal to a service. */
    public static Trigger prepare(LabNode.Service service, String signal) {
        return prepare(service.node(), "kill -" + signal + " " + service.pid());
    }

    /** Prepares a shell line; returns once only the word is missing. */
    public static Trigger prepare(LabNode node, String line) {
        List<String> command = node.inside(List.of("sh", "-c", "echo ready; read word && { " + line
            + "; } >&2; echo done"));
        try {
            Trigger trigger = new Trigger(node.name(),
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
            trigger.expect("ready");
            return trigger;
        } catch (IOException e) {
            throw new LabException("no shell starts in node " + node.name() + ": " + e.getMessage(), e);
        }
    }

    /** Runs it; returns the time before that. */
    public long pull() {
        try {
            long nowNs = System.nanoTime();
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            return nowNs;
        } catch (IOException e) {
            throw new LabException("a prepared line cannot be run in node " + node + ": " + e.getMessage(), e);
        }
    }

    /** Returns once the line has run; the time after that. */
    public long awaitDone() {
        expect("done");
        return System.nanoTime();
    }

    private void expect(String word) {
        try {
            if (!word.equals(out.readLine())) {
                throw new LabException("the shell in node " + node + " does not say " + word);
            }
        } catch (IOException e) {
            throw new LabException("the shell in node " + node + " does not say " + word, e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}

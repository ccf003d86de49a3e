package dev.directrix.lab.failover;

import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A signal that is ready to be sent into a node: what it takes to start programs there is over before it counts. */
final class Trigger implements AutoCloseable {
    private final Process process;

    private Trigger(Process process) {
        this.process = process;
    }

    /** Prepares the signal; returns once only the word is missing. */
    static Trigger prepare(LabNode.Service service, String signal) {
        List<String> command = service.node().inside(
            List.of("sh", "-c", "echo ready; read line && kill -" + signal + " " + service.pid()));
        try {
            Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            if (!"ready".equals(out.readLine())) {
                throw new LabException("no shell starts in node " + service.node().name());
            }
            return new Trigger(process);
        } catch (IOException e) {
            throw new LabException("no shell starts in node " + service.node().name() + ": " + e.getMessage(), e);
        }
    }

    /** Sends it; returns the time before that. */
    long pull() {
        try {
            long nowNs = System.nanoTime();
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            return nowNs;
        } catch (IOException e) {
            throw new LabException("the signal cannot be sent: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}

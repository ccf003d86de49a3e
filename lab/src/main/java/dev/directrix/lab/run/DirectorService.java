package dev.directrix.lab.run;

import dev.directrix.lab.topology.NodeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Starts the director of a node and waits until it answers on its control socket. */
public final class DirectorService {
    /** The service's name in {@link LabNode#service}. */
    public static final String NAME = "director";
    static final String CONFIG = "/etc/directrix/director.yaml";
    private static final String DEFAULT_SOCKET = "/run/directrix/control.sock";
    private static final Pattern SOCKET = Pattern.compile("(?m)^[ {].*\\bcontrol-socket: *\"?(?<path>/[^\\s,}\"]+)");
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);

    private DirectorService() {
    }

    /** Starts the director; {@link #awaitReady} waits for it, so that several can start side by side. */
    public static LabNode.Service start(LabNode node, NodeSpec spec) {
        List<String> command = new ArrayList<>(List.of("directrix"));
        command.addAll(Words.split(spec.cmd().orElse("run -c " + CONFIG)));
        return node.start(NAME, command);
    }

    /** Returns once the director's control socket is there. */
    public static void awaitReady(LabNode node) {
        LabNode.Service service = node.service(NAME);
        String socket = socket(node);
        Deadline deadline = Deadline.in(READY_TIMEOUT);
        while (!Files.exists(node.file(socket))) {
            if (!service.isAlive()) {
                throw new LabException("node " + node.name() + ": the director has ended" + node.lastLogLines());
            }
            if (deadline.passed()) {
                throw new LabException("node " + node.name() + ": no " + socket + " after " + READY_TIMEOUT.toSeconds()
                    + " s" + node.lastLogLines());
            }
            Deadline.pause(Duration.ofMillis(100));
        }
    }

    private static String socket(LabNode node) {
        try {
            Matcher socket = SOCKET.matcher(Files.readString(node.file(CONFIG)));
            return socket.find() ? socket.group("path") : DEFAULT_SOCKET;
        } catch (IOException e) {
            return DEFAULT_SOCKET;
        }
    }
}

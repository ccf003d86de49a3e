package dev.directrix.lab.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Starts BIRD in a node with its bound configuration, and waits until it answers. */
final class BirdDaemon {
    private static final Path PROGRAM = Path.of("/usr/sbin/bird");
    private static final String CONFIG = "/etc/bird/bird.conf";
    private static final String SOCKET = "/run/bird.ctl";
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(20);

    private BirdDaemon() {
    }

    static void start(LabNode node) {
        if (!Files.isExecutable(PROGRAM)) {
            throw new LabException("node " + node.name() + " needs BIRD: install package bird2");
        }
        LabNode.Service service = node.start("bird", List.of(PROGRAM.toString(), "-f", "-c", CONFIG, "-s", SOCKET));
        Deadline.in(READY_TIMEOUT).await(() -> isReady(node) || !service.isAlive(),
            () -> "node " + node.name() + ": BIRD is not ready after " + READY_TIMEOUT.toSeconds() + " s"
                + node.lastLogLines());
        if (!service.isAlive()) {
            throw new LabException("node " + node.name() + ": BIRD refuses " + CONFIG + node.lastLogLines());
        }
    }

    private static boolean isReady(LabNode node) {
        return Files.exists(node.file(SOCKET)) && node.exec("birdc", "-s", SOCKET, "show", "status").succeeded();
    }
}

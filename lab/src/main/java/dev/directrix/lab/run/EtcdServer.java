package dev.directrix.lab.run;

import dev.directrix.lab.topology.NodeSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Starts etcd in a node with the words of its {@code cmd}, and waits until it serves clients there. */
final class EtcdServer {
    private static final Path PROGRAM = Path.of("/usr/bin/etcd");
    private static final Duration READY_TIMEOUT = Duration.ofSeconds(20);

    private EtcdServer() {
    }

    static void start(LabNode node, NodeSpec spec) {
        if (!Files.isExecutable(PROGRAM)) {
            throw new LabException("node " + spec.name() + " needs etcd: install package etcd-server");
        }
        LabNode.Service service = node.start("etcd", Words.split(spec.cmd().orElse("etcd")));
        Deadline.in(READY_TIMEOUT).await(() -> isReady(node) || !service.isAlive(),
            () -> "node " + spec.name() + ": etcd is not ready after " + READY_TIMEOUT.toSeconds() + " s"
                + node.lastLogLines());
        if (!service.isAlive()) {
            throw new LabException("node " + spec.name() + ": etcd has ended" + node.lastLogLines());
        }
    }

    private static boolean isReady(LabNode node) {
        return node.exec(HostShell.SHORT, List.of("sh", "-c",
            "ETCDCTL_API=3 etcdctl --command-timeout=1s endpoint health")).succeeded();
    }
}

package dev.directrix.lab.probe;

import dev.directrix.lab.run.CommandResult;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** tcpdump at one interface of a node, until it is stopped; then its frames can be counted. */
public final class Capture {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration QUIET = Duration.ofMillis(400);

    private final LabNode node;
    private final LabNode.Service service;
    private final String file;

    private Capture(LabNode node, LabNode.Service service, String file) {
        this.node = node;
        this.service = service;
        this.file = file;
    }

    /** Starts, and returns once frames are being captured. */
    public static Capture start(LabNode node, String interfaceName, String filter) {
        String file = "/run/capture-" + interfaceName + ".pcap";
        node.exec("rm", "-f", file).orFail();
        LabNode.Service service = node.start("tcpdump-" + interfaceName, List.of("tcpdump", "-Z", "root", "-nn",
            "-U", "--immediate-mode", "-s", "96", "-B", "16384", "-i", interfaceName, "-w", file, filter));
        Deadline.in(TIMEOUT).await(() -> node.file(file).toFile().length() > 0 || !service.isAlive(),
            () -> "tcpdump does not start at " + node.name() + ":" + interfaceName + node.lastLogLines());
        if (!service.isAlive()) {
            throw new LabException("tcpdump has ended at " + node.name() + ":" + interfaceName + node.lastLogLines());
        }
        return new Capture(node, service, file);
    }

    public Capture stop() {
        awaitQuiet();
        service.signal("INT");
        Deadline.in(TIMEOUT).await(() -> !service.isAlive(), () -> "tcpdump does not end at " + node.name());
        return this;
    }

    /** Frames still between kernel and file would be lost with the process, so the file must have stopped growing. */
    private void awaitQuiet() {
        Deadline deadline = Deadline.in(TIMEOUT);
        long before = -1;
        long size = node.file(file).toFile().length();
        while (size != before && !deadline.passed()) {
            Deadline.pause(QUIET);
            before = size;
            size = node.file(file).toFile().length();
        }
    }

    /** How many of the captured frames a filter of tcpdump lets through. */
    public long count(String filter) {
        return node.exec(TIMEOUT, List.of("sh", "-c",
            "tcpdump -nn -r \"$1\" \"$2\" 2>/dev/null | wc -l", "sh", file, filter)).orFail()
            .output().strip().transform(Long::parseLong);
    }

    /** The different source ports of the captured TCP segments. */
    public Set<Integer> sourcePorts() {
        CommandResult listed = node.exec(TIMEOUT, List.of("sh", "-c", "tcpdump -nn -q -t -r \"$1\" tcp 2>/dev/null"
            + " | sed -n 's/^IP [0-9.]*\\.\\([0-9]*\\) >.*/\\1/p' | sort -u", "sh", file)).orFail();
        return listed.lines().stream().map(Integer::valueOf).collect(Collectors.toSet());
    }
}

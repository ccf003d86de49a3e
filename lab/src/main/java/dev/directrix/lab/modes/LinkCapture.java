package dev.directrix.lab.modes;

import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** tcpdump at one interface of a node, writing whole frames to the node's memory. */
final class LinkCapture {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Pattern LOST = Pattern.compile("(?m)^(\\d+) packets? dropped by (kernel|interface)");
    /** More than any frame of the lab has. */
    private static final String FRAME_BYTES = "2048";
    private static final String BUFFER_KIB = "32768";

    private final LabNode node;
    private final String interfaceName;
    private final LabNode.Service service;
    private final Path file;
    private final Path log;

    private LinkCapture(LabNode node, String interfaceName, LabNode.Service service, Path file, Path log) {
        this.node = node;
        this.interfaceName = interfaceName;
        this.service = service;
        this.file = file;
        this.log = log;
    }

    /** Starts, and returns once frames are being captured. */
    static LinkCapture start(LabNode node, String interfaceName) {
        String name = "sums-" + interfaceName;
        String inside = "/run/" + name + ".pcap";
        Path file = node.file(inside);
        Path log = node.logFolder().resolve(name + ".log");
        remove(file);
        remove(log);
        LabNode.Service service = node.start(name, List.of("tcpdump", "-Z", "root", "-nn", "-U", "-s", FRAME_BYTES,
            "-B", BUFFER_KIB, "-i", interfaceName, "-w", inside));
        Deadline.in(TIMEOUT).await(() -> file.toFile().length() > 0 || !service.isAlive(),
            () -> "tcpdump does not start at " + node.name() + ":" + interfaceName + " within " + TIMEOUT.toSeconds()
                + " s" + node.lastLogLines());
        return new LinkCapture(node, interfaceName, service, file, log);
    }

    /** Node and interface. */
    String where() {
        return node.name() + ":" + interfaceName;
    }

    /**
     * Ends the capture and verifies what it has.
     *
     * @throws LabException when frames were lost on their way into it
     */
    ChecksumCheck finish() {
        try {
            if (service.isAlive()) {
                service.signal("INT");
            }
            Deadline.in(TIMEOUT).await(() -> !service.isAlive(), () -> "tcpdump does not end at " + where());
            requireAll();
            return ChecksumCheck.of(file);
        } finally {
            remove(file);
        }
    }

    private void requireAll() {
        Matcher lost = LOST.matcher(read(log));
        int lines = 0;
        while (lost.find()) {
            lines++;
            if (!lost.group(1).equals("0")) {
                throw new LabException("the capture at " + where() + " has lost " + lost.group(1) + " frames");
            }
        }
        if (lines == 0) {
            throw new LabException("tcpdump at " + where() + " has ended without its figures: " + read(log).strip());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new LabException(file + " cannot be read", e);
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new LabException(file + " cannot be removed", e);
        }
    }
}

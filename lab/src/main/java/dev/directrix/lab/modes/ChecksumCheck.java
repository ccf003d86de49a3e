package dev.directrix.lab.modes;

import dev.directrix.lab.run.CommandResult;
import dev.directrix.lab.run.HostShell;
import dev.directrix.lab.run.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * tcpdump's verdict on every frame of a capture, and on the packets inside its tunnels: checksums of IPv4, TCP, UDP,
 * ICMP and ICMPv6, of packets that ICMP errors quote as far as they are there, and of RFC 2004's header. Of fragments
 * no more than the IP header is verified here; the kernel that puts them together verifies the whole datagram.
 *
 * @param frames how many the capture has
 * @param inner  how many of them carry a tunnel
 * @param wrong  what tcpdump said of the first few that have a wrong checksum
 */
record ChecksumCheck(long frames, long inner, List<String> wrong) {
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    /** For awk, in the words of tcpdump 4.99. */
    private static final String WRONG =
        "cksum 0x[0-9a-f]+ \\(incorrect|bad [a-z0-9]* ?cksum|bad checksum|wrong (icmp|sum|cksum)";
    /** A frame begins at the start of a line; what else there is to say of it is indented. */
    private static final String VERIFY = "tcpdump -Z root -nn -vv -r \"$1\" 2> /dev/null | awk '/^[^ \\t]/ {n++} "
        + "$0 ~ ENVIRON[\"WRONG\"] && ++w <= 5 {sub(/^[ \\t]+/, \"\"); print} END {print n + 0}'";

    ChecksumCheck {
        wrong = List.copyOf(wrong);
    }

    /**
     * Reads a capture, beside which a file is written and removed again.
     *
     * @throws LabException when it cannot be read whole
     */
    static ChecksumCheck of(Path capture) {
        Path inside = capture.resolveSibling(capture.getFileName() + ".inner");
        try {
            InnerFrames.Count count = InnerFrames.copy(capture, inside);
            List<String> wrong = new ArrayList<>(verify(capture, count.frames()));
            verify(inside, count.written()).forEach(line -> wrong.add("in the tunnel: " + line));
            return new ChecksumCheck(count.frames(), count.written(), wrong);
        } finally {
            remove(inside);
        }
    }

    private static List<String> verify(Path capture, long frames) {
        CommandResult read = HostShell.run(TIMEOUT, List.of("env", "WRONG=" + WRONG, "sh", "-c", VERIFY, "sh",
            capture.toString())).orFail();
        List<String> lines = read.lines();
        if (!lines.getLast().equals(Long.toString(frames))) {
            throw new LabException("tcpdump reads " + lines.getLast() + " of the " + frames + " frames of " + capture);
        }
        return lines.subList(0, lines.size() - 1);
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new LabException(file + " cannot be removed", e);
        }
    }
}

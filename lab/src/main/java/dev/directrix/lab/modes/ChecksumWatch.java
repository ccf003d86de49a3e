package dev.directrix.lab.modes;

import dev.directrix.lab.run.CommandResult;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** tcpdump on every link while traffic runs; afterwards it says of which frames the checksum is wrong. */
final class ChecksumWatch {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration QUIET = Duration.ofMillis(500);
    private static final Pattern WRONG =
        Pattern.compile("cksum 0x[0-9a-f]+ \\(incorrect|bad (udp |tcp )?cksum|wrong (icmp|sum|cksum)");
    private static final int SHOWN = 5;

    private final List<Watched> links = new ArrayList<>();

    /** One capture. */
    private record Watched(LabNode node, String interfaceName, LabNode.Service service, String file) {
    }

    private ChecksumWatch() {
    }

    /** Begins to capture whole frames, at most so many a link. */
    static ChecksumWatch start(ModesLab lab, int frames) {
        ChecksumWatch watch = new ChecksumWatch();
        watch.add(lab.node("client"), "eth1", frames);
        watch.add(lab.node("far"), "eth1", frames);
        for (String port : List.of("r1", "d1")) {
            watch.add(lab.node("front"), port, frames);
        }
        for (String port : List.of("r1", "d1", "s1", "s2")) {
            watch.add(lab.node("back"), port, frames);
        }
        for (String server : ModesLab.SERVERS) {
            watch.add(lab.node(server), "eth1", frames);
        }
        return watch;
    }

    private void add(LabNode node, String interfaceName, int frames) {
        String file = "/run/sums-" + interfaceName + ".pcap";
        node.exec("rm", "-f", file).orFail();
        LabNode.Service service = node.start("sums-" + interfaceName, List.of("tcpdump", "-Z", "root", "-nn", "-U",
            "--immediate-mode", "-s", "0", "-B", "8192", "-c", Integer.toString(frames), "-i", interfaceName, "-w",
            file));
        Deadline.in(TIMEOUT).await(() -> node.file(file).toFile().length() > 0 || !service.isAlive(),
            () -> "tcpdump does not start at " + node.name() + ":" + interfaceName + node.lastLogLines());
        links.add(new Watched(node, interfaceName, service, file));
    }

    /** Ends the captures and returns a line for each frame that has a wrong checksum, a few a link. */
    List<String> stop() {
        Deadline.pause(QUIET);
        List<String> wrong = new ArrayList<>();
        for (Watched link : links) {
            if (link.service.isAlive()) {
                link.service.signal("INT");
            }
            Deadline.in(TIMEOUT).await(() -> !link.service.isAlive(), () -> "tcpdump does not end");
            CommandResult read = link.node.exec(TIMEOUT, List.of("sh", "-c",
                "tcpdump -nn -vvv -r \"$1\" 2>/dev/null | sed 's/^\\t* *//'", "sh", link.file)).orFail();
            if (read.output().isBlank() && link.node.name().equals("front")) {
                throw new LabException("tcpdump saw nothing at " + link.node.name() + ":" + link.interfaceName);
            }
            wrong(read.output()).stream().limit(SHOWN).forEach(line ->
                wrong.add(link.node.name() + ":" + link.interfaceName + ": " + line));
        }
        return wrong;
    }

    /** Those lines of tcpdump that tell of a wrong checksum. */
    static List<String> wrong(String text) {
        return text.lines().filter(line -> WRONG.matcher(line).find()).toList();
    }
}

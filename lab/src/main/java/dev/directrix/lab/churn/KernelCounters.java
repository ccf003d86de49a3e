package dev.directrix.lab.churn;

import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** What the kernel has counted for a node, read from outside of it. */
final class KernelCounters {
    private static final int TICKS_PER_SECOND = 100;
    /** Of {@code /proc/PID/stat}, counted from the field behind the command: user and system time. */
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;

    private KernelCounters() {
    }

    /** SYNs that were sent again. */
    static long synsRepeated(LabNode node) {
        List<String> lines = lines(node, "/proc/1/net/netstat").stream()
            .filter(line -> line.startsWith("TcpExt:")).toList();
        List<String> names = List.of(lines.getFirst().split(" ", -1));
        return Long.parseLong(lines.getLast().split(" ", -1)[names.indexOf("TCPSynRetrans")]);
    }

    /** Octets that the node sent by an interface, Ethernet headers included. */
    static long octetsSent(LabNode node, String interfaceName) {
        String counts = lines(node, "/proc/1/net/dev").stream().map(String::strip)
            .filter(line -> line.startsWith(interfaceName + ":")).findFirst()
            .orElseThrow(() -> new LabException("node " + node.name() + " has no " + interfaceName));
        return Long.parseLong(counts.substring(counts.indexOf(':') + 1).strip().split("\\s+", -1)[8]);
    }

    /** CPU time of a service, in seconds. */
    static double cpuSeconds(LabNode.Service service) {
        String stat = lines(service.node(), "/proc/" + service.pid() + "/stat").getFirst();
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (double) (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) / TICKS_PER_SECOND;
    }

    private static List<String> lines(LabNode node, String file) {
        try {
            return Files.readAllLines(node.file(file));
        } catch (IOException e) {
            throw new LabException("node " + node.name() + ": " + file + " cannot be read", e);
        }
    }
}

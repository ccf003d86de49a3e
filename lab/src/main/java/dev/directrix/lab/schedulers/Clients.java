package dev.directrix.lab.schedulers;

import dev.directrix.lab.modes.ModesLab;
import dev.directrix.lab.run.CommandResult;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The lab's client under 128 addresses, 10.0.0.16 to 10.0.0.143; it asks servers for their names. */
final class Clients {
    static final int COUNT = 128;
    private static final int FIRST = 16;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final LabNode node;

    Clients(LabNode node) {
        this.node = node;
        node.shell(TIMEOUT, IntStream.range(0, COUNT).mapToObj(number -> "ip address add " + address(number)
            + "/24 dev eth1").collect(Collectors.joining(" && "))).orFail();
    }

    /** The client of this number, from 0 on; 16 of them in a row are a /28 network. */
    static String address(int number) {
        return "10.0.0." + (FIRST + number % COUNT);
    }

    /** The step that opens a connection, which stays open until the last step is done. */
    static String tcp(int client, int port) {
        return "tcp " + address(client) + " " + ModesLab.vip(4) + " " + port;
    }

    /** The step that sends a datagram, its payload in hexadecimal. */
    static String udp(int client, int sourcePort, int port, String payload) {
        return "udp " + address(client) + " " + sourcePort + " " + ModesLab.vip(4) + " " + port + " " + payload;
    }

    /**
     * Does these steps one after another.
     *
     * @return the servers that they came to
     * @throws LabException if one had no answer
     */
    List<String> run(List<String> steps) {
        write(node.file("/run/steps"), steps);
        CommandResult done = node.shell(TIMEOUT, "python3 /srv/who.py < /run/steps").orFail();
        return done.lines();
    }

    /**
     * Opens connections, has something done, and asks on each of them again.
     *
     * @return the servers of the connections, then the same as they answer afterwards
     */
    List<String> around(List<String> connections, Runnable change) {
        Path named = node.file("/run/named");
        Path go = node.file("/run/go");
        remove(go);
        remove(named);
        write(node.file("/run/held"), IntStream.rangeClosed(0, connections.size() + 1)
            .mapToObj(at -> at < connections.size() ? connections.get(at)
                : at == connections.size() ? "await /run/go" : "ask").toList());
        LabNode.Service held = node.start("who", List.of("sh", "-c",
            "python3 /srv/who.py < /run/held > /run/named"));
        Deadline.in(TIMEOUT).await(() -> !held.isAlive() || lines(named).size() == connections.size(),
            () -> "the connections are not there after " + TIMEOUT.toSeconds() + " s" + node.lastLogLines());
        change.run();
        write(go, List.of());
        Deadline.in(TIMEOUT).await(() -> !held.isAlive(),
            () -> "the connections do not answer within " + TIMEOUT.toSeconds() + " s" + node.lastLogLines());
        List<String> names = lines(named);
        if (names.size() != 2 * connections.size()) {
            throw new LabException("of " + connections.size() + " connections not all answered again: " + names
                + node.lastLogLines());
        }
        return names;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new LabException(file + " cannot be read", e);
        }
    }

    private static void write(Path file, List<String> lines) {
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new LabException(file + " cannot be written", e);
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

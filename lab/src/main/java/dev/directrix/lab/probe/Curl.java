package dev.directrix.lab.probe;

import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Real curl in a client node, many requests by one process, each over a connection of its own. */
public final class Curl {
    /** A request that takes longer has failed. */
    static final int MAX_TIME_S = 15;
    private static final int PARALLEL = 32;
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private final LabNode client;
    private int nextPort;

    /**
     * Sends from {@code client}.
     *
     * @param firstPort the first source port; each batch takes fresh ones, so that none waits in TIME_WAIT
     */
    public Curl(LabNode client, int firstPort) {
        this.client = client;
        this.nextPort = firstPort;
    }

    /** Sends {@code count} requests from as many source ports. */
    public List<HttpResult> get(String url, int count) {
        int first = nextPort;
        nextPort += count;
        write(client, "/run/curl-batch.conf", IntStream.range(first, first + count)
            .mapToObj(port -> request(url) + "local-port = " + port + "\n").collect(Collectors.joining("next\n")));
        List<HttpResult> results = HttpResult.parseAll(client.exec(TIMEOUT, command("/run/curl-batch.conf", PARALLEL))
            .output());
        if (results.size() != count) {
            throw new LabException("curl told of " + results.size() + " requests instead of " + count);
        }
        return results;
    }

    static List<String> command(String configFile, int parallel) {
        return List.of("curl", "-q", "--silent", "--no-progress-meter", "--parallel", "--parallel-immediate",
            "--parallel-max", Integer.toString(parallel), "--config", configFile);
    }

    /** One request as curl's configuration file has it. The server closes first, so that TIME_WAIT is its. */
    static String request(String url) {
        return "url = \"" + url + "\"\noutput = /dev/null\nmax-time = " + MAX_TIME_S
            + "\nheader = \"Connection: close\"\nwrite-out = \"" + HttpResult.WRITE_OUT + "\"\n";
    }

    static void write(LabNode node, String path, String text) {
        try {
            Files.writeString(node.file(path), text);
        } catch (IOException e) {
            throw new LabException("node " + node.name() + ": " + path + " cannot be written", e);
        }
    }
}

package dev.directrix.lab.probe;

import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.LabException;
import dev.directrix.lab.run.LabNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A steady load of new connections from a client, until it is stopped. */
public final class CurlLoad {
    private static final int BATCH = 50;
    private static final int PARALLEL = 8;
    private static final String STOP = "/run/load.stop";
    private static final String CONFIG = "/run/load.conf";
    private static final String NAME = "load";
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(Curl.MAX_TIME_S + 15L);

    private final LabNode client;
    private final LabNode.Service service;

    private CurlLoad(LabNode client, LabNode.Service service) {
        this.client = client;
        this.service = service;
    }

    /** Begins; one load per client at a time. */
    public static CurlLoad start(LabNode client, String url) {
        try {
            Files.deleteIfExists(client.file(STOP));
            Files.deleteIfExists(client.logFolder().resolve(NAME + ".log"));
        } catch (IOException e) {
            throw new LabException("node " + client.name() + ": the load cannot be prepared", e);
        }
        Curl.write(client, CONFIG, IntStream.range(0, BATCH).mapToObj(request -> Curl.request(url))
            .collect(Collectors.joining("next\n")));
        String loop = "while [ ! -e " + STOP + " ]; do "
            + Curl.command(CONFIG, PARALLEL).stream().collect(Collectors.joining(" ")) + "; sleep 0.05; done";
        return new CurlLoad(client, client.start(NAME, List.of("sh", "-c", loop)));
    }

    /** Stops after the requests that are under way and returns all that were made. */
    public List<HttpResult> stop() {
        Curl.write(client, STOP, "");
        Deadline.in(STOP_TIMEOUT).await(() -> !service.isAlive(), () -> "the load does not end");
        try {
            return HttpResult.parseAll(Files.readString(client.logFolder().resolve(NAME + ".log")));
        } catch (IOException e) {
            throw new LabException("node " + client.name() + ": the load's results cannot be read", e);
        }
    }
}

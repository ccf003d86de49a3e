package dev.directrix.lab.probe;

import dev.directrix.lab.run.CommandResult;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.LabNode;
import java.time.Duration;
import java.util.List;

/** Downloads that run side by side, one connection each, and are compared with the original byte by byte. */
public final class Downloads {
    private static final String NAME = "downloads";
    private static final Duration END_TIMEOUT = Duration.ofSeconds(60);

    private final LabNode client;
    private final LabNode.Service service;
    private final int count;

    private Downloads(LabNode client, LabNode.Service service, int count) {
        this.client = client;
        this.service = service;
        this.count = count;
    }

    /**
     * Begins downloads and returns at once.
     *
     * @param firstPort the first of {@code count} source ports that nothing else has used: a director that stands
     *     alone remembers for a while where a port's earlier connection went, which need not be where the others
     *     send the download that is moved to it
     */
    public static Downloads start(LabNode client, String url, int count, int firstPort) {
        client.shell(Duration.ofSeconds(10), "rm -rf /run/dl && mkdir /run/dl").orFail();
        String loop = "i=0; while [ $i -lt " + count + " ]; do i=$((i + 1)); curl -q -sS --max-time 45 -o /run/dl/$i "
            + "--local-port $((" + firstPort + " + i - 1)) " + url + " & done; wait";
        return new Downloads(client, client.start(NAME, List.of("sh", "-c", loop)), count);
    }

    /** Waits until every download has received something, which is to say that its connection stands. */
    public void awaitAllUnderWay() {
        Deadline.in(Duration.ofSeconds(15)).await(() -> arrived() == count,
            () -> "only " + arrived() + " of " + count + " downloads have begun" + client.lastLogLines());
    }

    private long arrived() {
        return client.shell(Duration.ofSeconds(10), "find /run/dl -type f -size +0 | wc -l").output().strip()
            .transform(Long::parseLong);
    }

    /** Whether some are still running. */
    public boolean running() {
        return service.isAlive();
    }

    /** The last lines that the client's programs wrote: what went wrong, if anything did. */
    public String said() {
        return client.lastLogLines();
    }

    /** Waits for the end of all and returns how many are the same as what {@code original} prints, byte by byte. */
    public int whole(String original) {
        Deadline.in(END_TIMEOUT).await(() -> !running(), () -> "the downloads do not end" + client.lastLogLines());
        CommandResult compared = client.shell(END_TIMEOUT, "{ " + original + "; } > /run/dl-original;"
            + " for f in /run/dl/*; do cmp -s \"$f\" /run/dl-original && echo same; done; true").orFail();
        return (int) compared.lines().stream().filter("same"::equals).count();
    }
}

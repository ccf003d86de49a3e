package dev.directrix.lab.churn;

import com.google.gson.JsonObject;
import dev.directrix.lab.run.CommandResult;
import dev.directrix.lab.run.Deadline;
import dev.directrix.lab.run.LabException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Restarts directors under load by the one command {@code directrix cluster restart}. */
final class RollingCommand {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Duration SUPERVISED_EVERY = Duration.ofMillis(500);
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final ChurnLab lab;
    private final ClientLoad load;
    private volatile boolean ended;

    RollingCommand(ChurnLab lab, ClientLoad load) {
        this.lab = lab;
        this.load = load;
    }

    /**
     * The command runs beside the last director, and what ends is started again, as a service manager does.
     *
     * @param directors which; empty: all
     */
    Step run(List<String> directors) {
        String last = ChurnLab.DIRECTORS.getLast();
        List<String> line = new ArrayList<>(List.of("directrix", "cluster", "restart", "--output", "json"));
        line.addAll(directors);
        Thread supervisor = Thread.ofPlatform().name("supervisor").daemon().start(this::supervise);
        CommandResult result;
        long fromNs = System.nanoTime();
        try {
            result = lab.node(last).exec(TIMEOUT, line);
        } finally {
            ended = true;
            join(supervisor);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - fromNs);
        if (!result.succeeded()) {
            throw new LabException("the rolling restart fails: " + result + lab.node(last).lastLogLines());
        }
        Deadline.pause(QUIET);
        LoadCounts counts = load.take();
        Map<String, Optional<Duration>> times = new LinkedHashMap<>();
        times.put("all", Optional.of(took));
        for (JsonObject event : DrainAndReturn.objects(result)) {
            if (event.get("stage").getAsString().equals("done")) {
                times.put(event.get("director").getAsString(),
                    Optional.of(Duration.ofMillis(event.get("elapsedMs").getAsLong())));
            }
        }
        return new Step("cluster restart " + String.join(" ", directors), counts, counts.failed(), times, List.of());
    }

    private void supervise() {
        while (!ended) {
            ChurnLab.DIRECTORS.forEach(lab::supervise);
            Deadline.pause(SUPERVISED_EVERY);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }
}

package dev.directrix.lab.churn;

import dev.directrix.lab.run.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Restarts directors, one after the other, under load. */
final class RollingRestart {
    private static final Duration END_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration BACK_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final ChurnLab lab;
    private final ClientLoad load;

    RollingRestart(ChurnLab lab, ClientLoad load) {
        this.lab = lab;
        this.load = load;
    }

    /** Each director ends by SIGTERM, is started again, and serves and is announced before the next one ends. */
    List<Step> run(List<String> directors, Consumer<Step> each) {
        List<Step> steps = new ArrayList<>();
        for (String director : directors) {
            long fromNs = System.nanoTime();
            lab.stop(director, END_TIMEOUT);
            Duration ended = Duration.ofNanos(System.nanoTime() - fromNs);
            lab.supervise(director);
            lab.awaitServing(BACK_TIMEOUT);
            Duration back = Duration.ofNanos(System.nanoTime() - fromNs);
            Deadline.pause(QUIET);
            LoadCounts counts = load.take();
            Map<String, Optional<Duration>> times = new LinkedHashMap<>();
            times.put("ended", Optional.of(ended));
            times.put("back", Optional.of(back));
            Step step = new Step("restart " + director, counts, counts.failed(), times, List.of());
            steps.add(step);
            each.accept(step);
        }
        return steps;
    }
}

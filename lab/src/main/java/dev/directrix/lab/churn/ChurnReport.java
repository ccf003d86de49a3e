package dev.directrix.lab.churn;

import com.google.gson.JsonObject;
import dev.directrix.director.control.json.JsonBuilder;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * What a run came to.
 *
 * @param seed        of its schedule
 * @param clustered   whether the directors were one cluster
 * @param connections that stayed
 * @param steps       what was done, in order
 */
record ChurnReport(long seed, boolean clustered, int connections, List<Step> steps) {

    ChurnReport {
        steps = List.copyOf(steps);
    }

    /** Whether no established connection broke and no new one failed outside the routers' convergence. */
    boolean isKept() {
        return !steps.isEmpty() && broken() == 0 && sum(step -> step.outside().size()) == 0;
    }

    long broken() {
        return sum(step -> step.counts().broken().size());
    }

    private long sum(ToLongFunction<Step> number) {
        return steps.stream().mapToLong(number).sum();
    }

    JsonObject json() {
        return new JsonBuilder().put("seed", seed).put("cluster", clustered).put("connections", connections)
            .put("broken", broken()).put("moved", sum(Step::moved))
            .put("newConnections", sum(step -> step.counts().opened()))
            .put("newSlow", sum(step -> step.counts().slow()))
            .put("newFailed", sum(step -> step.counts().failed().size()))
            .put("newFailedOutside", sum(step -> step.outside().size()))
            .put("steps", steps, Step::json).build();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%n%-42s %7s %7s %9s %7s %7s %8s", "",
            "broken", "moved", "new", "slow", "failed", "outside"));
        Set<String> names = new LinkedHashSet<>();
        steps.forEach(step -> names.addAll(step.times().keySet()));
        names.forEach(name -> text.append(String.format(Locale.ROOT, " %10s", name)));
        for (Step step : steps) {
            text.append(row(step.name(), step.counts().broken().size(), step.moved(), step.counts().opened(),
                step.counts().slow(), step.counts().failed().size(), step.outside().size()));
            names.forEach(name -> text.append(String.format(Locale.ROOT, " %10s",
                Step.seconds(step.times().getOrDefault(name, Optional.<Duration>empty())))));
        }
        text.append(row("all", broken(), sum(Step::moved), sum(step -> step.counts().opened()),
            sum(step -> step.counts().slow()), sum(step -> step.counts().failed().size()),
            sum(step -> step.outside().size())));
        return text.append(String.format(Locale.ROOT, "%nseed %d, %s, %d established connections, %d answers", seed,
            clustered ? "cluster" : "standalone", connections, sum(step -> step.counts().answers()))).toString();
    }

    private static String row(
        String name, long broken, long moved, long opened, long slow, long failed, long outside) {
        return String.format(Locale.ROOT, "%n%-42s %7d %7d %9d %7d %7d %8d", name, broken, moved, opened, slow, failed,
            outside);
    }
}

package dev.directrix.lab.churn;

import com.google.gson.JsonObject;
import dev.directrix.director.control.json.JsonBuilder;
import dev.directrix.lab.churn.LoadCounts.Loss;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Something that was done to directors, and what clients saw from the end of the step before on.
 *
 * @param name    what was done
 * @param counts  what clients saw
 * @param outside of the new connections that failed, those that the routers' convergence does not explain
 * @param times   by name, how long things took, in this order; empty: it never came to be, or does not apply
 * @param notes   what else is to be said
 */
record Step(
    String name, LoadCounts counts, List<Loss> outside, Map<String, Optional<Duration>> times, List<String> notes) {

    Step {
        outside = List.copyOf(outside);
        times = Collections.unmodifiableMap(new LinkedHashMap<>(times));
        notes = List.copyOf(notes);
    }

    /** Established connections that got to another server, which resets what it does not know. */
    long moved() {
        return counts.broken().stream().filter(loss -> !loss.cause().startsWith("no answer")).count();
    }

    /** Why connections broke and failed, each cause with its number. */
    Map<String, Long> causes() {
        Map<String, Long> causes = new TreeMap<>();
        counts.broken().forEach(loss -> causes.merge("established: " + loss.cause(), 1L, Long::sum));
        counts.failed().forEach(loss -> causes.merge("new: " + loss.cause(), 1L, Long::sum));
        return causes;
    }

    JsonObject json() {
        JsonBuilder json = new JsonBuilder().put("step", name).put("broken", counts.broken().size())
            .put("moved", moved()).put("answers", counts.answers()).put("newConnections", counts.opened())
            .put("newSlow", counts.slow()).put("synsRepeated", counts.synsRepeated())
            .put("newFailed", counts.failed().size())
            .put("newFailedOutside", outside.size()).put("longestSilenceMs", counts.longestSilence().toMillis());
        times.forEach((key, time) -> time.ifPresent(it -> json.put(key + "Ms", it.toNanos() / 1e6)));
        JsonBuilder reasons = new JsonBuilder();
        causes().forEach((cause, number) -> reasons.put(cause, number));
        return json.put("causes", reasons.build()).putTexts("notes", notes).build();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
            "%-42s broken %d, moved %d  new %d, slow %d, SYNs again %d, failed %d (%d outside)  silence %s",
            name,
            counts.broken().size(), moved(), counts.opened(), counts.slow(), counts.synsRepeated(),
            counts.failed().size(), outside.size(),
            seconds(Optional.of(counts.longestSilence()))));
        times.forEach((key, time) -> text.append("  ").append(key).append(' ').append(seconds(time)));
        if (!causes().isEmpty()) {
            text.append(causes().entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", ", "  {", "}")));
        }
        notes.forEach(note -> text.append("  ").append(note));
        return text.toString();
    }

    static String seconds(Optional<Duration> time) {
        return time.map(it -> String.format(Locale.ROOT, "%.3f s", it.toNanos() / 1e9)).orElse("-");
    }
}

package dev.directrix.lab.weights;

import com.google.gson.JsonObject;
import dev.directrix.director.control.json.JsonBuilder;
import dev.directrix.lab.probe.Median;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a run came to.
 *
 * @param flows    that were sent through each router for each setting
 * @param told     each command
 * @param compared each setting at each router
 * @param ramped   the ramp at each router
 */
record WeightsReport(int flows, List<Told> told, List<Compared> compared, List<Ramped> ramped) {

    private static final double MOST_POINTS = 1.5;
    private static final Duration SOON = Duration.ofSeconds(1);

    WeightsReport {
        told = List.copyOf(told);
        compared = List.copyOf(compared);
        ramped = List.copyOf(ramped);
    }

    /** Whether kernels had what was foretold and traffic came as foretold. */
    boolean isTrue() {
        return !compared.isEmpty() && compared.stream().allMatch(it -> it.isExact() && it.worstPoints() <= MOST_POINTS)
            && !ramped.isEmpty() && ramped.stream().allMatch(Ramped::isExact);
    }

    /** Whether half the commands or more were in a router's kernel within a second. */
    boolean isSoon(String router) {
        return median(router).filter(time -> time.compareTo(SOON) <= 0).isPresent();
    }

    /** The median time from the start of a command's program until the router's kernel had it. */
    Optional<Duration> median(String router) {
        List<Duration> times = times(router);
        return times.isEmpty() ? Optional.empty() : Optional.of(Median.of(times));
    }

    List<String> routers() {
        return compared.stream().map(Compared::router).distinct().toList();
    }

    private List<Duration> times(String router) {
        return told.stream().flatMap(it -> Optional.ofNullable(it.followed().get(router)).stream()).sorted().toList();
    }

    JsonObject json() {
        JsonBuilder json = new JsonBuilder().put("flows", flows).put("commands", told, Told::json)
            .put("settings", compared, Compared::json).put("ramps", ramped, Ramped::json);
        routers().forEach(router ->
            median(router).ifPresent(time -> json.put(router + "MedianMs", time.toMillis())));
        return json.build();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("\n").append(Compared.header()).append('\n');
        compared.forEach(it -> text.append(it).append('\n'));
        text.append("\nA ramp\n");
        ramped.forEach(it -> text.append(it).append('\n'));
        text.append("\nFrom the start of the command's program until the kernel had it\n");
        for (String router : routers()) {
            List<Duration> times = times(router);
            median(router).ifPresent(median -> text.append(String.format(Locale.ROOT,
                "%-5s median %4d ms   least %4d   most %4d   of %d   goal %d ms%n", router, median.toMillis(),
                times.getFirst().toMillis(), times.getLast().toMillis(), times.size(), SOON.toMillis())));
        }
        if (!told.isEmpty()) {
            text.append(String.format(Locale.ROOT, "the program itself: median %d ms until its end%n",
                Median.of(told.stream().map(Told::answered).toList()).toMillis()));
        }
        return text.toString();
    }
}

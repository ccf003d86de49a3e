package dev.directrix.lab.schedulers;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One thing that a service or its scheduler promises, as the lab tries it.
 *
 * @param name     what reports call it
 * @param services the services of the VIP, each a section of the configuration
 * @param pool     the keys of their pool, {@code web-NAME}
 * @param run      sends the traffic and judges where it went
 */
record Trial(String name, List<String> services, String pool, Function<Clients, Verdict> run) {

    Trial {
        services = List.copyOf(services);
    }

    /**
     * What came out.
     *
     * @param failure empty when the promise was kept
     * @param note    which servers got how many
     */
    record Verdict(Optional<String> failure, String note) {

        static Verdict of(boolean kept, String promise, String note) {
            return new Verdict(kept ? Optional.empty() : Optional.of("not so: " + promise), promise + ": " + note);
        }
    }

    /** A trial and what came out. */
    record Outcome(String trial, Verdict verdict) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%-13s %s", trial, verdict.failure()
                .map(text -> "FAILED: " + text + "; " + verdict.note()).orElse("ok  " + verdict.note()));
        }
    }

    /** How often each server stands in a list, in words. */
    static String counts(List<String> servers) {
        Map<String, Long> counts = servers.stream()
            .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    }
}

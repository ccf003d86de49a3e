package dev.directrix.director.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads {@code weight-auto}. */
final class WeightAutoSection {

    private static final int MAX_PACKETS = 1_000_000_000;
    private static final Duration LEAST_INTERVAL = Duration.ofSeconds(5);
    private static final Duration MOST_INTERVAL = Duration.ofHours(1);

    private WeightAutoSection() {
    }

    static Optional<WeightAutoConfig> read(final Value value) {
        return value.section().map(section -> {
            final OptionalInt cpu = percent(section, "cpu");
            final OptionalInt packets = section.get("packets").flatMap(it -> it.size(1, MAX_PACKETS))
                .map(OptionalInt::of).orElse(OptionalInt.empty());
            final boolean servers = section.get("servers").flatMap(Value::flag).orElse(false);
            if (section.get("cpu").isEmpty() && section.get("packets").isEmpty() && !servers) {
                value.error("it names nothing to go by; add cpu, packets, or servers: true");
            }
            final int floor = percent(section, "floor").orElse(WeightAutoConfig.DEFAULT_FLOOR);
            final int ceiling = percent(section, "ceiling").orElse(WeightAutoConfig.DEFAULT_CEILING);
            if (floor > ceiling) {
                section.get("floor").or(() -> section.get("ceiling")).orElse(value)
                    .error("the floor (" + floor + ") is above the ceiling (" + ceiling + "); lower it");
            }
            return new WeightAutoConfig(cpu, packets, servers, floor, ceiling, damping(section));
        });
    }

    private static WeightAutoConfig.Damping damping(final Section section) {
        final WeightAutoConfig.Damping usual = WeightAutoConfig.Damping.DEFAULT;
        return new WeightAutoConfig.Damping(
            section.get("interval").flatMap(it -> it.duration(LEAST_INTERVAL, MOST_INTERVAL))
                .orElse(usual.interval()),
            percent(section, "step").orElse(usual.step()),
            section.get("hysteresis").flatMap(it -> it.integer(1, 90)).orElse(usual.hysteresis()));
    }

    private static OptionalInt percent(final Section section, final String key) {
        return section.get(key).flatMap(it -> it.integer(1, 100)).map(OptionalInt::of).orElse(OptionalInt.empty());
    }
}

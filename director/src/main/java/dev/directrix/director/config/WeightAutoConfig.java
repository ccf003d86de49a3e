package dev.directrix.director.config;

import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How a director adapts its ECMP weights to its load by itself. Percentages of weights are of what the file says.
 *
 * @param cpuPercent how busy the CPUs of the machine may be; empty: they do not matter
 * @param packets    packets per second that this director may be sent; empty: they do not matter
 * @param servers    whether a VIP's weight follows the part of its servers that is up
 * @param floor      the least percentage, 1 or more
 * @param ceiling    the greatest percentage, at most 100; not below the floor
 * @param damping    what keeps it from swinging
 */
public record WeightAutoConfig(
    OptionalInt cpuPercent, OptionalInt packets, boolean servers, int floor, int ceiling, Damping damping) {

    /** The floor where none is named. */
    public static final int DEFAULT_FLOOR = 10;

    /** The ceiling where none is named. */
    public static final int DEFAULT_CEILING = 100;

    /** Refuses nulls. */
    public WeightAutoConfig {
        Objects.requireNonNull(cpuPercent, "cpuPercent");
        Objects.requireNonNull(packets, "packets");
        Objects.requireNonNull(damping, "damping");
    }

    /**
     * What keeps weights from swinging, and routers from being told too much (RFC 10005 section 7.2).
     *
     * @param interval   from one look to the next; between them the load is averaged, and nothing is changed
     * @param step       the most that one look changes, in percent
     * @param hysteresis how far the load has to stay below its limit for the weight to be raised, in percent of the
     *                   limit
     */
    public record Damping(Duration interval, int step, int hysteresis) {

        /** Where nothing is named. */
        public static final Damping DEFAULT = new Damping(Duration.ofSeconds(30), 10, 20);
    }
}

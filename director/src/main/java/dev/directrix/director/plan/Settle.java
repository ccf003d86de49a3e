package dev.directrix.director.plan;

import dev.directrix.director.control.TableForecast;
import dev.directrix.director.control.TableForecast.Pool;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What it costs a cluster to change its tables, and how long that takes. Immutable.
 *
 * @param course    how the change takes effect
 * @param pins      flows that are pinned to the server that they have, everywhere; empty: no director was asked
 * @param octets    that the directors send each other for them, all together; empty: likewise
 * @param cpuMillis that the directors need for them, all together; empty: likewise
 * @param newFlows  until new flows follow the change
 * @param inForce   until all directors have said that it is done
 */
public record Settle(
    Course course, OptionalLong pins, Optional<Range> octets, Optional<Range> cpuMillis, Optional<Span> newFlows,
    Optional<Span> inForce) {

    // Measured with four directors and 100,000 live flows (docs/performance.md, "Cluster"), least and most of all runs.
    private static final int MEASURED_PEERS = 3;
    private static final Range OCTETS_A_PIN = new Range(88, 162);
    private static final Range CPU_MICROS_A_PIN = new Range(38, 65);
    private static final Span NEW_FLOWS = new Span(Duration.ofMillis(570), Duration.ofMillis(1170));
    private static final Span IN_FORCE = new Span(Duration.ofMillis(1500), Duration.ofMillis(2200));
    private static final double MICROS_PER_MILLI = 1000;

    /** How a change of tables takes effect. */
    public enum Course {
        /** No table changes. */
        NONE,
        /** At once: each director decides by itself. */
        AT_ONCE,
        /** The cluster pins what would move, then changes over. */
        SETTLE,
        /** Not while the cluster runs: all its directors have to be stopped and started with another table size. */
        RESTART
    }

    /**
     * Least and most.
     *
     * @param least of all that was measured
     * @param most  likewise
     */
    public record Range(double least, double most) {

        private Range times(final double factor) {
            return new Range(least * factor, most * factor);
        }
    }

    /**
     * Least and most of a time.
     *
     * @param least of all that was measured
     * @param most  likewise
     */
    public record Span(Duration least, Duration most) {

        private Span after(final Duration wait) {
            return new Span(wait.plus(least), wait.plus(most));
        }
    }

    /**
     * For a change of tables.
     *
     * @param directors how many there are, this one included
     */
    public static Settle of(final TableForecast tables, final int directors) {
        if (tables.pools().stream().noneMatch(pool -> pool.changed() > 0)) {
            return without(Course.NONE);
        }
        if (!tables.settling().clustered()) {
            return without(Course.AT_ONCE);
        }
        if (tables.pools().stream().anyMatch(pool -> pool.slots() != pool.slotsAfter())) {
            return without(Course.RESTART);
        }
        final boolean counted = tables.pools().stream().allMatch(pool -> pool.pins().isPresent());
        final long pins = tables.pools().stream().map(Pool::pins).mapToLong(it -> it.orElse(0)).sum();
        final double peers = Math.max(0, directors - 1) / (double) MEASURED_PEERS;
        final Duration wait = tables.settling().onChange() ? tables.settling().idleTcp() : Duration.ZERO;
        return new Settle(Course.SETTLE, counted ? OptionalLong.of(pins) : OptionalLong.empty(),
            counted ? Optional.of(OCTETS_A_PIN.times(pins * peers)) : Optional.empty(),
            counted ? Optional.of(CPU_MICROS_A_PIN.times(pins * peers / MICROS_PER_MILLI)) : Optional.empty(),
            Optional.of(NEW_FLOWS.after(wait)), Optional.of(IN_FORCE.after(wait)));
    }

    private static Settle without(final Course course) {
        return new Settle(
            course, OptionalLong.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}

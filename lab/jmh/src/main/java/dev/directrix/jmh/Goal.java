package dev.directrix.jmh;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One line of the report: what is measured, and what it should reach.
 *
 * @param name what people read
 * @param measured the benchmark whose median is shown
 * @param unit of the median, e.g. {@code ms}
 * @param most the median should not exceed this; empty when it is shown for information
 * @param baseline the benchmark that it is compared with, if any
 * @param least the baseline's median should be at least so many times this one's; empty when there is no such goal
 * @param harness what the benchmark itself costs, measured in the same run and taken off the median; if any
 */
public record Goal(String name, Measured measured, String unit, OptionalDouble most, Optional<Measured> baseline,
        OptionalDouble least, Optional<Measured> harness) {

    /**
     * A figure shown for information.
     *
     * @param name what people read
     * @param measured the benchmark
     * @param unit of its median
     * @return a line without a goal
     */
    public static Goal shown(final String name, final Measured measured, final String unit) {
        return new Goal(name, measured, unit, OptionalDouble.empty(), Optional.empty(), OptionalDouble.empty(),
                Optional.empty());
    }

    /**
     * The same line with an upper limit.
     *
     * @param limit in the line's unit
     * @return the line with its goal
     */
    public Goal atMost(final double limit) {
        return new Goal(name, measured, unit, OptionalDouble.of(limit), baseline, least, harness);
    }

    /**
     * The same line, compared with a baseline of the same run.
     *
     * @param slower the baseline
     * @param factor how many times faster than it this should be
     * @return the line with its goal
     */
    public Goal fasterThan(final Measured slower, final double factor) {
        return new Goal(name, measured, unit, most, Optional.of(slower), OptionalDouble.of(factor), harness);
    }

    /**
     * The same line, without what the benchmark itself costs.
     *
     * @param own the benchmark's own part, measured alone
     * @return the line, net of it
     */
    public Goal netOf(final Measured own) {
        return new Goal(name, measured, unit, most, baseline, least, Optional.of(own));
    }

    /**
     * Whether the figures reach the goal.
     *
     * @param median of the measured benchmark
     * @param ratio baseline to measured; ignored when there is no baseline
     * @return empty when there is no goal
     */
    Optional<Boolean> met(final double median, final double ratio) {
        if (most.isEmpty() && least.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of((most.isEmpty() || median <= most.getAsDouble())
                && (least.isEmpty() || ratio >= least.getAsDouble()));
    }

    /** The goal in words. */
    String text() {
        final String limit = most.isPresent() ? "<= " + most.getAsDouble() + " " + unit : "";
        final String factor = least.isPresent() ? ">= " + least.getAsDouble() + "x" : "";
        return limit.isEmpty() || factor.isEmpty() ? limit + factor : limit + ", " + factor;
    }
}

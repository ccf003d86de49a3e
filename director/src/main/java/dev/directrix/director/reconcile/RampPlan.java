package dev.directrix.director.reconcile;

import dev.directrix.director.config.DurationText;
import dev.directrix.director.config.VipConfig;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.control.RampRequest;
import dev.directrix.ecmp.Announcement;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Makes a command of what an operator asks for: a ramp from the weights in force. Pure functions. */
public final class RampPlan {

    /** The shortest ramp. */
    public static final Duration SHORTEST = Duration.ofSeconds(1);

    /** The longest ramp. */
    public static final Duration LONGEST = Duration.ofDays(7);

    /** Routers shall have taken in one change before the next comes. */
    private static final long LEAST_INTERVAL_MS = 1_000;

    private RampPlan() {
    }

    /**
     * A ramp of one VIP, or of the director. That of the director leads each VIP from the weight that it has; one with
     * a weight that was commanded for it alone keeps that.
     *
     * @param now    the weights in force
     * @param target where it leads, 1 to 65535
     * @throws OperationException if it would be too short, too long, too steep, or its step larger than the way
     */
    public static WeightCommand of(
        final Weights now, final int target, final RampRequest request, final Optional<InetAddress> vip) {
        if (request.over().compareTo(SHORTEST) < 0 || request.over().compareTo(LONGEST) > 0) {
            throw new OperationException("a ramp takes " + DurationText.format(SHORTEST) + ".."
                + DurationText.format(LONGEST) + ", not " + DurationText.format(request.over()));
        }
        final Map<InetAddress, Integer> others = new HashMap<>();
        if (vip.isEmpty()) {
            now.config().vips().stream().map(VipConfig::address)
                .filter(it -> !now.overrides().vipWeights().containsKey(it))
                .forEach(it -> others.put(it, now.of(it).weight()));
        }
        final int from = vip.map(now::of).orElseGet(now::ofDirector).weight();
        final int way = IntStream.concat(IntStream.of(from), others.values().stream().mapToInt(it -> it))
            .map(it -> Math.abs(target - it)).max().orElse(0);
        if (way == 0) {
            return WeightCommand.of(target);
        }
        final long durationMs = request.over().toMillis();
        final int step = step(request, way, durationMs, from, target);
        final Map<InetAddress, Ramp> ramps = new HashMap<>();
        others.forEach((it, weight) -> {
            if (weight != from) {
                ramps.put(it, new Ramp(weight, target, now.nowMs(), durationMs, step));
            }
        });
        return new WeightCommand(
            target, Optional.of(new Ramp(from, target, now.nowMs(), durationMs, step)), ramps);
    }

    private static int step(
        final RampRequest request, final int way, final long durationMs, final int from, final int target) {
        final int least = (int) Math.ceilDiv(way, durationMs / LEAST_INTERVAL_MS);
        if (request.step().isEmpty()) {
            return least;
        }
        final int step = request.step().getAsInt();
        if (step < 1 || step > Announcement.MAX_WEIGHT) {
            throw new OperationException("step " + step + " is not within 1.." + Announcement.MAX_WEIGHT);
        }
        if (step > way) {
            throw new OperationException("step " + step + " is more than the whole way from " + from + " to " + target
                + ": use --step " + way + " or less");
        }
        if (step < least) {
            throw new OperationException("a way of " + way + " by " + step + " in "
                + DurationText.format(request.over()) + " is more than one change a second: use --step " + least
                + " or more, or a longer --over");
        }
        return step;
    }
}

package dev.directrix.director.rolling;

import dev.directrix.director.config.DurationText;
import dev.directrix.director.control.DirectorState;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The restart of one director of a cluster: it drains, goes, comes back as a member in sync, announces what it
 * announced before, and gets its share again. Immutable; each look at it gives the next state, and whoever looks acts
 * when the stage changes.
 *
 * @param limits   how long it may take
 * @param hooked   whether somebody else restarts it: then it was drained by command, and comes back drained
 * @param before   how it was seen when nothing had been done to it
 * @param begunMs  when it was told to drain, milliseconds
 * @param stage    how far it is
 * @param sinceMs  when it came there
 * @param why      why it failed; empty unless it did
 */
public record RollingStep(
    Limits limits, boolean hooked, Sight before, long begunMs, Stage stage, long sinceMs, Optional<String> why) {

    /** After the drain: for the packets that are on their way, and the hand-over to the other members. */
    private static final long LEAVING_MS = 20_000;
    /** This part of the share that it had is its share again: hashing gives no flow to whom it was taken from. */
    private static final double OF_BEFORE = 0.5;

    /** How far a restart is. */
    public enum Stage {
        /** Told to leave; its flows move, and it hands over. */
        DRAINING,
        /** It is to end, and to be started again, or that is under way. */
        RESTARTING,
        /** It is back and in sync; its VIPs are to be announced. */
        RETURNING,
        /** All is announced; its share is to be measured. */
        MEASURING,
        /** All is as before. */
        DONE,
        /** Something went wrong: the directors behind it are left alone. */
        FAILED;

        /** Whether nothing happens any more. */
        public boolean over() {
            return this == DONE || this == FAILED;
        }
    }

    /**
     * How long it may take.
     *
     * @param drain to drain
     * @param back  from the end of the drain until all is as before
     */
    public record Limits(Duration drain, Duration back) {
    }

    /** Of a director that is told to drain now. */
    public static RollingStep begun(
        final Limits limits, final boolean hooked, final Sight before, final long nowMs) {
        return new RollingStep(limits, hooked, before, nowMs, Stage.DRAINING, nowMs, Optional.empty());
    }

    /** Why a director cannot be restarted now without risk; empty: it can. */
    public static Optional<String> obstacle(final Sight now) {
        if (now.lacks().isPresent()) {
            return now.lacks();
        }
        if (now.state() != DirectorState.RUNNING || !now.drain().drains().isEmpty()) {
            return Optional.of("it is drained, or on its way: 'directrix undrain --director' brings it back");
        }
        return now.announced().isEmpty() ? Optional.of("it announces nothing") : Optional.empty();
    }

    /** The same step, failed. */
    public RollingStep failed(final String reason, final long nowMs) {
        return new RollingStep(limits, hooked, before, begunMs, Stage.FAILED, nowMs, Optional.of(reason));
    }

    /** The step after another look. */
    public RollingStep on(final Sight now, final long nowMs) {
        return switch (stage) {
            case DRAINING -> draining(now, nowMs);
            case RESTARTING -> restarting(now, nowMs);
            case RETURNING -> {
                final Set<InetAddress> missing = new HashSet<>(before.announced());
                missing.removeAll(now.announced());
                yield missing.isEmpty() ? at(Stage.MEASURING, nowMs)
                    : bounded(nowMs, "it is back, and does not announce " + text(missing));
            }
            case MEASURING -> {
                final Map<InetAddress, Double> less = new HashMap<>(before.shares());
                less.entrySet().removeIf(it ->
                    now.shares().getOrDefault(it.getKey(), 0.0) >= it.getValue() * OF_BEFORE);
                yield less.isEmpty() ? at(Stage.DONE, nowMs)
                    : bounded(nowMs, "it is announced, and gets less than half of its former share of "
                        + text(less.keySet()));
            }
            case DONE, FAILED -> this;
        };
    }

    private RollingStep draining(final Sight now, final long nowMs) {
        if (hooked && now.answers() && now.drain().drains().isEmpty()) {
            return failed("its drain was taken back", nowMs);
        }
        if (hooked ? now.answers() && now.drain().over() && now.lacks().isEmpty() : isGone(now, nowMs)) {
            return at(Stage.RESTARTING, nowMs);
        }
        if (now.drain().held()) {
            return failed("its flows do not move: packets still come after "
                + DurationText.format(limits.drain()) + ", and no other director is known to take them", nowMs);
        }
        if (now.answers() && !hooked && now.state() == DirectorState.RUNNING) {
            return failed("it has given its restart up, see its log; it announces as before", nowMs);
        }
        return nowMs - begunMs <= limits.drain().toMillis() + LEAVING_MS ? this
            : failed("it was told to drain " + (nowMs - begunMs) / 1_000 + " s ago and is not done"
                + now.lacks().map(lack -> ": " + lack).orElse(""), nowMs);
    }

    /** It has ended, or has been started since. */
    private boolean isGone(final Sight now, final long nowMs) {
        return !now.answers() || now.uptime().toMillis() < nowMs - begunMs;
    }

    private RollingStep restarting(final Sight now, final long nowMs) {
        if (now.answers() && isGone(now, nowMs) && now.lacks().isEmpty()) {
            return new RollingStep(limits, hooked, before, begunMs, Stage.RETURNING, sinceMs, why);
        }
        if (!now.answers()) {
            return bounded(nowMs, "it has gone and does not come back: is it started again when it ends?");
        }
        return bounded(nowMs, isGone(now, nowMs)
            ? "it is back, but " + now.lacks().orElse("") : "it was not restarted");
    }

    private RollingStep bounded(final long nowMs, final String reason) {
        return nowMs - sinceMs <= limits.back().toMillis() ? this
            : failed(reason + " (after " + DurationText.format(limits.back()) + ")", nowMs);
    }

    private RollingStep at(final Stage next, final long nowMs) {
        final boolean sameBound = next == Stage.MEASURING;
        return new RollingStep(limits, hooked, before, begunMs, next, sameBound ? sinceMs : nowMs, why);
    }

    private static String text(final Set<InetAddress> vips) {
        return String.join(", ", vips.stream().map(InetAddress::getHostAddress).sorted().toList());
    }
}

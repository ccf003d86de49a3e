package dev.directrix.director.runtime;

import dev.directrix.director.control.TrafficReport;
import dev.directrix.forwarder.datapath.DatapathCounters.Traffic;
import java.util.ArrayDeque;
import java.util.Deque;

/** Turns growing counters into rates over about the last second. Takes its time as an argument; one thread. */
final class RateMeter {

    private static final long WINDOW_MS = 1_000;

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long atMs, Traffic traffic) {
    }

    /** The totals and rates after one more reading. */
    TrafficReport on(final Traffic traffic, final long nowMs) {
        samples.addLast(new Sample(nowMs, traffic));
        while (samples.size() > 2 && secondOldestIsOldEnough(nowMs)) {
            samples.removeFirst();
        }
        final Sample oldest = samples.getFirst();
        final long elapsedMs = nowMs - oldest.atMs;
        if (elapsedMs <= 0) {
            return new TrafficReport(traffic.packets(), traffic.bytes(), 0, 0);
        }
        final double seconds = elapsedMs / 1_000.0;
        return new TrafficReport(traffic.packets(), traffic.bytes(),
            Math.max(0, traffic.packets() - oldest.traffic.packets()) / seconds,
            Math.max(0, traffic.bytes() - oldest.traffic.bytes()) * 8 / seconds);
    }

    private boolean secondOldestIsOldEnough(final long nowMs) {
        final Sample oldest = samples.removeFirst();
        final boolean result = nowMs - samples.getFirst().atMs >= WINDOW_MS;
        samples.addFirst(oldest);
        return result;
    }
}

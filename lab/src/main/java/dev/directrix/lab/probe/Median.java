package dev.directrix.lab.probe;

import java.time.Duration;
import java.util.List;

/** The middle of what was measured. */
public final class Median {

    private Median() {
    }

    /** The middle one, or the mean of the two in the middle. */
    public static Duration of(List<Duration> times) {
        List<Duration> sorted = times.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle)
            : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2);
    }
}

package dev.directrix.bgp.exabgp.process;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often a child may be started: at most {@value #STARTS} times within {@value #WINDOW_MS} ms, as ExaBGP has it. A
 * child that ends at once is given up instead of burning the machine. Time is an argument. Not thread-safe.
 */
final class RespawnLimit {

    static final int STARTS = 5;
    static final long WINDOW_MS = 64_000;

    private final Deque<Long> starts = new ArrayDeque<>();

    /** Whether one more start is allowed now; if so it is counted. */
    boolean start(final long nowMs) {
        while (!starts.isEmpty() && nowMs - starts.getFirst() >= WINDOW_MS) {
            starts.removeFirst();
        }
        if (starts.size() >= STARTS) {
            return false;
        }
        starts.addLast(nowMs);
        return true;
    }
}

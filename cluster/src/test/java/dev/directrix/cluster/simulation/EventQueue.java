package dev.directrix.cluster.simulation;

import java.util.Arrays;

/** What will happen, by time; of equal times in the order in which it was said. For one thread. */
final class EventQueue {
    private long[] times = new long[1024];
    private long[] order = new long[1024];
    private Runnable[] events = new Runnable[1024];
    private int size;
    private long said;

    /** Whether nothing will happen. */
    boolean isEmpty() {
        return size == 0;
    }

    /** When the next happens. */
    long nextNs() {
        return times[0];
    }

    /** Something happens at a time. */
    void add(final long timeNs, final Runnable event) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            order = Arrays.copyOf(order, 2 * size);
            events = Arrays.copyOf(events, 2 * size);
        }
        int at = size++;
        final long number = said++;
        while (at > 0) {
            final int parent = (at - 1) >>> 1;
            if (times[parent] <= timeNs) {
                break;
            }
            move(parent, at);
            at = parent;
        }
        set(at, timeNs, number, event);
    }

    /** Takes the next. */
    Runnable take() {
        final Runnable first = events[0];
        size--;
        final long time = times[size];
        final long number = order[size];
        final Runnable last = events[size];
        events[size] = null;
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && isBefore(times[child + 1], order[child + 1], times[child], order[child])) {
                child++;
            }
            if (isBefore(time, number, times[child], order[child])) {
                break;
            }
            move(child, at);
            at = child;
        }
        if (size > 0) {
            set(at, time, number, last);
        }
        return first;
    }

    private static boolean isBefore(
            final long time, final long number, final long otherTime, final long otherNumber) {
        return time < otherTime || (time == otherTime && number < otherNumber);
    }

    private void move(final int from, final int to) {
        set(to, times[from], order[from], events[from]);
    }

    private void set(final int at, final long time, final long number, final Runnable event) {
        times[at] = time;
        order[at] = number;
        events[at] = event;
    }
}

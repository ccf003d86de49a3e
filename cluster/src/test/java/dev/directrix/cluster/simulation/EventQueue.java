package dev.directrix.cluster.simulation;

/**
 * What will happen, by time; of equal times in the order in which it was said. A wheel of short spans: what comes a
 * whole turn later or more stands behind in the same span. For one thread.
 */
final class EventQueue {
    private static final int SPAN_BITS = 19;
    private static final int SPANS = 1 << 13;

    private final Event[] spans = new Event[SPANS];
    private final long[] filled = new long[SPANS / Long.SIZE];
    private int size;
    /** The span that the next event is looked for in: nothing comes before it. */
    private long span;

    /** What happens at a time, and what comes after it in its span. */
    private static final class Event {
        private final long timeNs;
        private final Runnable what;
        private Event next;

        Event(final long timeNs, final Runnable what) {
            this.timeNs = timeNs;
            this.what = what;
        }
    }

    /** Whether nothing will happen. */
    boolean isEmpty() {
        return size == 0;
    }

    /** When the next happens; there must be one. */
    long nextNs() {
        return first().timeNs;
    }

    /** Something happens at a time, 0 or later. */
    void add(final long timeNs, final Runnable what) {
        final Event event = new Event(timeNs, what);
        final long of = timeNs >>> SPAN_BITS;
        final int at = (int) of & (SPANS - 1);
        Event before = spans[at];
        if (before == null || before.timeNs > timeNs) {
            event.next = before;
            spans[at] = event;
            filled[at >>> 6] |= 1L << at;
        } else {
            while (before.next != null && before.next.timeNs <= timeNs) {
                before = before.next;
            }
            event.next = before.next;
            before.next = event;
        }
        span = size == 0 ? of : Math.min(span, of);
        size++;
    }

    /** Takes the next; there must be one. */
    Runnable take() {
        final Event first = first();
        final int at = (int) span & (SPANS - 1);
        spans[at] = first.next;
        if (first.next == null) {
            filled[at >>> 6] &= ~(1L << at);
        }
        size--;
        return first.what;
    }

    private Event first() {
        while (true) {
            final int at = (int) span & (SPANS - 1);
            final Event first = spans[at];
            if (first != null && first.timeNs >>> SPAN_BITS == span) {
                return first;
            }
            span++;
            skipEmpty();
        }
    }

    /** Goes on to the next span with events, or to the end of a word. */
    private void skipEmpty() {
        final int at = (int) span & (SPANS - 1);
        final long rest = filled[at >>> 6] >>> at;
        span += rest == 0 ? Long.SIZE - (at & (Long.SIZE - 1)) : Long.numberOfTrailingZeros(rest);
    }
}

package dev.directrix.bgp.rib;

/** Entries whose change waits, in the order in which they came. An entry waits in one queue at most. */
final class RibQueue {

    private final RouteAttributes attributes;
    private RibEntry first;
    private RibEntry last;

    /** A queue of entries to be announced with these attributes; null: its entries tell themselves. */
    RibQueue(final RouteAttributes attributes) {
        this.attributes = attributes;
    }

    RouteAttributes attributes() {
        return attributes;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** The one that waits longest; null: none. */
    RibEntry first() {
        return first;
    }

    void add(final RibEntry entry) {
        entry.queue(this);
        entry.previous(last);
        if (last == null) {
            first = entry;
        } else {
            last.next(entry);
        }
        last = entry;
    }

    void remove(final RibEntry entry) {
        final RibEntry before = entry.previous();
        final RibEntry after = entry.next();
        if (before == null) {
            first = after;
        } else {
            before.next(after);
        }
        if (after == null) {
            last = before;
        } else {
            after.previous(before);
        }
        entry.previous(null);
        entry.next(null);
        entry.queue(null);
    }
}

package dev.directrix.bgp.rib;

import dev.directrix.bgp.wire.Nlri;
import java.util.LinkedHashMap;

/**
 * A prefix on one session: what the neighbour shall know of it, what it knows, and where its change waits. Linked into
 * its queue by itself, so that a change costs neither a search nor an allocation.
 */
final class RibEntry {

    private final Nlri nlri;
    /** The path that counts; null: none is desired. */
    private RouteAttributes desired;
    /** The path identifier under which {@link #desired} came. */
    private long desiredPath;
    /** All paths where several share the prefix on a session without add-path, the latest last; null: at most one. */
    private LinkedHashMap<Long, RouteAttributes> paths;
    /** What the neighbour knows; null: nothing. */
    private RouteAttributes told;
    private boolean resend;
    /** Where it waits; null: nowhere. */
    private RibQueue queue;
    private RibEntry previous;
    private RibEntry next;

    RibEntry(final Nlri nlri) {
        this.nlri = nlri;
    }

    Nlri nlri() {
        return nlri;
    }

    RouteAttributes desired() {
        return desired;
    }

    /** This path is desired, and counts from here on. */
    void desire(final long path, final RouteAttributes attributes) {
        if (desired != null && desiredPath != path && paths == null) {
            paths = new LinkedHashMap<>();
            paths.put(desiredPath, desired);
        }
        if (paths != null) {
            paths.putLast(path, attributes);
        }
        desired = attributes;
        desiredPath = path;
    }

    /** This path is no longer desired: the latest of the others counts. */
    void forget(final long path) {
        if (paths == null) {
            if (desiredPath == path) {
                desired = null;
            }
            return;
        }
        paths.remove(path);
        desiredPath = paths.lastEntry().getKey();
        desired = paths.lastEntry().getValue();
        if (paths.size() == 1) {
            paths = null;
        }
    }

    RouteAttributes told() {
        return told;
    }

    /** The neighbour has heard this now. */
    void tell(final RouteAttributes attributes) {
        told = attributes;
        resend = false;
    }

    /** Whether the neighbour wants to hear it again. */
    boolean resend() {
        return resend;
    }

    void markResend() {
        resend = true;
    }

    RibQueue queue() {
        return queue;
    }

    void queue(final RibQueue newQueue) {
        queue = newQueue;
    }

    RibEntry previous() {
        return previous;
    }

    void previous(final RibEntry entry) {
        previous = entry;
    }

    RibEntry next() {
        return next;
    }

    void next(final RibEntry entry) {
        next = entry;
    }
}

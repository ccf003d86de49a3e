package dev.directrix.bgp.rib;

import dev.directrix.bgp.wire.Family;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** What waits to be sent for one family of a session. */
final class RibFamily {

    /** Where an enhanced route refresh stands (RFC 7313 §4). */
    enum Refresh {
        /** None. */
        NONE,
        /** Begins once the first End-of-RIB is out: a marker must not come before it. */
        AFTER_END_OF_RIB,
        /** The marker of its beginning is to be sent. */
        BEGIN_DUE,
        /** Its routes are being sent. */
        RUNNING
    }

    private final Family family;
    private final boolean withPathIds;
    private final RibQueue withdrawals = new RibQueue(null);
    private final SequencedMap<RouteAttributes, RibQueue> announcements = new LinkedHashMap<>();
    private Refresh refresh = Refresh.NONE;
    private boolean endOfRibDue;
    private int pending;

    RibFamily(final Family family, final boolean withPathIds, final boolean endOfRibDue) {
        this.family = family;
        this.withPathIds = withPathIds;
        this.endOfRibDue = endOfRibDue;
    }

    Family family() {
        return family;
    }

    boolean withPathIds() {
        return withPathIds;
    }

    RibQueue withdrawals() {
        return withdrawals;
    }

    SequencedMap<RouteAttributes, RibQueue> announcements() {
        return announcements;
    }

    Refresh refresh() {
        return refresh;
    }

    void refresh(final Refresh now) {
        refresh = now;
    }

    boolean endOfRibDue() {
        return endOfRibDue;
    }

    void endOfRibDue(final boolean due) {
        endOfRibDue = due;
    }

    /** Entries that wait. */
    int pending() {
        return pending;
    }

    void pendingChanged(final int difference) {
        pending += difference;
    }
}

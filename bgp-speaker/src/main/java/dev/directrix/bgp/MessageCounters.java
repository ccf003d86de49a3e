package dev.directrix.bgp;

/**
 * Messages of one direction since the speaker started.
 *
 * @param opens          OPEN
 * @param updates        UPDATE
 * @param notifications  NOTIFICATION
 * @param keepalives     KEEPALIVE
 * @param routeRefreshes ROUTE-REFRESH
 */
public record MessageCounters(long opens, long updates, long notifications, long keepalives, long routeRefreshes) {

    /** Nothing yet. */
    public static final MessageCounters NONE = new MessageCounters(0, 0, 0, 0, 0);

    /** All messages. */
    public long total() {
        return opens + updates + notifications + keepalives + routeRefreshes;
    }
}

package dev.directrix.bgp.message;

import dev.directrix.bgp.wire.Family;

/**
 * ROUTE-REFRESH (RFC 2918): send me your routes again; or a mark around routes sent again (RFC 7313).
 *
 * @param family  of this family
 * @param subtype one of the constants; anything else is ignored (RFC 7313 §5)
 */
public record RouteRefreshMessage(Family family, int subtype) implements Message {

    /** The plain request. */
    public static final int REQUEST = 0;
    /** Begin of route refresh: what is not sent again until {@link #END} is gone (RFC 7313 §3.2). */
    public static final int BEGIN = 1;
    /** End of route refresh. */
    public static final int END = 2;

    @Override
    public MessageType type() {
        return MessageType.ROUTE_REFRESH;
    }
}

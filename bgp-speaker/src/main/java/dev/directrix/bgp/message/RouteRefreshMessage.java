package dev.directrix.bgp.message;

import dev.directrix.bgp.wire.Family;

/**
 * ROUTE-REFRESH (RFC 2918): send me your routes again.
 *
 * @param family  of this family
 * @param subtype 0, or one of the markers of RFC 7313
 */
public record RouteRefreshMessage(Family family, int subtype) implements Message {

    /** The plain request. */
    public static final int REQUEST = 0;

    @Override
    public MessageType type() {
        return MessageType.ROUTE_REFRESH;
    }
}

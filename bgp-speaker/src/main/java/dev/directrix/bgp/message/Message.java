package dev.directrix.bgp.message;

/** A BGP message (RFC 4271 §4). Immutable. */
public sealed interface Message permits Open, Update, Notification, Keepalive, RouteRefreshMessage {

    /** The type. */
    MessageType type();
}

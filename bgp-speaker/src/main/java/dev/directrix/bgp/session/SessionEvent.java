package dev.directrix.bgp.session;

import dev.directrix.bgp.message.CeaseSubcode;
import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.Notification;
import dev.directrix.bgp.wire.Family;

/** What happens to a session (RFC 4271 §8.1). */
public sealed interface SessionEvent {

    /** An operator wants it up. */
    record Start() implements SessionEvent {
    }

    /**
     * An operator wants it down.
     *
     * @param reason subcode of Cease
     * @param text   words for the peer's operator
     */
    record Stop(CeaseSubcode reason, String text) implements SessionEvent {
    }

    /**
     * An operator wants it down for now; it may come back at once.
     *
     * @param subcode subcode of Cease
     * @param text    words for the peer's operator
     */
    record Reset(int subcode, String text) implements SessionEvent {
    }

    /**
     * An operator wants the peer's routes again (RFC 2918 §3).
     *
     * @param family of this family
     */
    record RequestRefresh(Family family) implements SessionEvent {
    }

    /**
     * A TCP connection is up.
     *
     * @param direction who opened it
     */
    record Connected(Direction direction) implements SessionEvent {
    }

    /**
     * Our connection attempt failed.
     *
     * @param kind   how
     * @param detail what the kernel said
     */
    record ConnectFailed(ConnectFailure kind, String detail) implements SessionEvent {
    }

    /**
     * A message came.
     *
     * @param direction on which connection
     * @param message   the message
     */
    record Received(Direction direction, Message message) implements SessionEvent {
    }

    /**
     * Something that ends the connection with a NOTIFICATION of ours: octets that cannot be read, a limit.
     *
     * @param direction    on which connection
     * @param notification what to tell the peer
     * @param cause        what was wrong, for our own operator
     */
    record Broken(Direction direction, Notification notification, String cause) implements SessionEvent {
    }

    /**
     * The TCP connection is gone.
     *
     * @param direction which
     * @param detail    what the kernel said
     */
    record Closed(Direction direction, String detail) implements SessionEvent {
    }

    /**
     * Something was handed to TCP.
     *
     * @param direction on which connection
     */
    record Written(Direction direction) implements SessionEvent {
    }

    /**
     * How far the peer's TCP has taken what was handed to ours (RFC 9687): to be told before each {@link Tick}.
     *
     * @param direction on which connection
     * @param octets    how many it has acknowledged so far
     * @param waiting   whether more is on its way
     */
    record Acknowledged(Direction direction, long octets, boolean waiting) implements SessionEvent {
    }

    /** Time has passed. */
    record Tick() implements SessionEvent {
    }
}

package dev.directrix.bgp.session;

import dev.directrix.bgp.message.Message;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.Family;

/** What a session wants done, in this order. */
public sealed interface SessionAction {

    /** Open a TCP connection. */
    record Connect() implements SessionAction {
    }

    /** Give up the connection attempt. */
    record AbortConnect() implements SessionAction {
    }

    /**
     * Send a message.
     *
     * @param direction on which connection
     * @param message   the message
     */
    record Send(Direction direction, Message message) implements SessionAction {
    }

    /**
     * Close a connection once what was sent is with the peer. Nothing of it is of interest any more.
     *
     * @param direction which
     */
    record Close(Direction direction) implements SessionAction {
    }

    /**
     * The session is up.
     *
     * @param direction   on which connection
     * @param negotiation what was agreed
     */
    record Up(Direction direction, Negotiation negotiation) implements SessionAction {
    }

    /**
     * The session was up and is down.
     *
     * @param cause why, and what to do
     */
    record Down(String cause) implements SessionAction {
    }

    /**
     * Something failed before the session was up.
     *
     * @param cause why, and what to do
     */
    record Fail(String cause) implements SessionAction {
    }

    /**
     * Routes came in.
     *
     * @param update the message
     */
    record Deliver(Update update) implements SessionAction {
    }

    /**
     * The peer marks where its answer to a route refresh begins or ends (RFC 7313).
     *
     * @param family of this family
     * @param begin  true: begins
     */
    record Mark(Family family, boolean begin) implements SessionAction {
    }

    /**
     * The peer wants its routes again.
     *
     * @param family of this family
     */
    record Refresh(Family family) implements SessionAction {
    }
}

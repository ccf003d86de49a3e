package dev.directrix.bgp;

import dev.directrix.bgp.session.Negotiation;
import dev.directrix.bgp.session.SessionState;
import dev.directrix.bgp.wire.CodecContext;
import java.net.InetSocketAddress;

/**
 * Hears what happens to the sessions. Called on the speaker's own thread: return at once, never block. A neighbour is
 * named by its {@link NeighborConfig#id()}.
 */
public interface SpeakerListener {

    /** Hears nothing. */
    SpeakerListener NONE = new SpeakerListener() {
    };

    /** The session went from one state of RFC 4271 §8.2.2 to another. */
    default void stateChanged(final String id, final SessionState from, final SessionState to) {
    }

    /** A TCP connection to the router is up; nothing is agreed yet. There may be two at a time (RFC 4271 §6.8). */
    default void connected(final String id, final InetSocketAddress local, final InetSocketAddress remote) {
    }

    /** The router's OPEN was accepted on a connection. */
    default void negotiated(final String id, final Negotiation agreed) {
    }

    /** The session is up; its first routes are on their way. */
    default void up(final NeighborStatus neighbor) {
    }

    /**
     * The session was up and is down.
     *
     * @param neighbor how it stands now
     * @param cause    why, in one line that names what to do
     */
    default void down(final NeighborStatus neighbor, final String cause) {
    }

    /** Whether {@link #message} shall be called for this neighbour; asked before each message. */
    default boolean wantsMessages(final String id) {
        return false;
    }

    /**
     * A whole message was sent or came in; what came in is told before it takes effect.
     *
     * @param octets  the message, header included; not to be changed
     * @param context what was agreed on for this direction: what its octets mean
     */
    default void message(final String id, final Flow flow, final byte[] octets, final CodecContext context) {
    }
}

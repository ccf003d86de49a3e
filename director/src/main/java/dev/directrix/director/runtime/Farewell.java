package dev.directrix.director.runtime;

import dev.directrix.director.control.SessionsAfterDrain;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of a director that is drained as a whole: when everything has left they end with Cease and words for the
 * routers' operators (RFC 9003), and come back when the drain is taken back. The routes were withdrawn a moment before,
 * so that the routers have chosen other next hops when the sessions go; whatever a router that reads slowly has not
 * heard of it goes with its session. Belongs to the control thread.
 */
final class Farewell {

    private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);

    private final Routing routing;
    private SessionsAfterDrain sessions = SessionsAfterDrain.STAY;

    Farewell(final Routing routing) {
        this.routing = routing;
    }

    /**
     * Ends the sessions, or lets them come back.
     *
     * @param words with which they shall end; empty: they shall be up
     * @param gone  whether nothing is announced, and nothing is on its way any more
     */
    void on(final Optional<String> words, final boolean gone) {
        final boolean ended = sessions == SessionsAfterDrain.ENDED;
        if (words.isEmpty()) {
            sessions = SessionsAfterDrain.STAY;
            if (ended) {
                LOG.info("the sessions to the routers come up again");
                routing.resume();
            }
        } else if (gone && !ended) {
            sessions = SessionsAfterDrain.ENDED;
            LOG.info("drained: no sessions to the routers until 'directrix undrain'; \"{}\"", words.get());
            routing.rest(words.get());
        } else if (!ended) {
            sessions = SessionsAfterDrain.TO_END;
        }
    }

    /** How it stands. */
    SessionsAfterDrain sessions() {
        return sessions;
    }
}

package dev.directrix.director.runtime;

import dev.directrix.bgp.AdvertisedRoute;
import dev.directrix.bgp.BgpSpeaker;
import dev.directrix.bgp.HeardRoutes;
import dev.directrix.bgp.NeighborStatus;
import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.bgp.SpeakerListener;
import dev.directrix.bgp.message.CeaseSubcode;
import dev.directrix.ecmp.Announcement;
import dev.directrix.ecmp.Prefix;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The sessions to the routers, as the director uses them. Thread-safe. */
interface Routing extends AutoCloseable {

    /** Of a director without a bgp section: announces to nobody. */
    Routing NONE = new Routing() {
    };

    /** Takes another configuration; throws and keeps the old one when it cannot. */
    default void configure(final SpeakerConfig config) {
    }

    /** Makes this the whole set of announcements. */
    default void announce(final Collection<Announcement> announcements) {
    }

    /** Every neighbour as it stands now. */
    default List<NeighborStatus> neighbors() {
        return List.of();
    }

    /** What is announced to whom. */
    default List<AdvertisedRoute> routes() {
        return List.of();
    }

    /** Looks at what the routers say of these prefixes from now on. */
    default void watch(final Set<Prefix> prefixes) {
    }

    /** What they say of them. */
    default List<HeardRoutes> heard() {
        return List.of();
    }

    /** Ends every session with Cease, Administrative Shutdown, and these words, until {@link #resume}. */
    default void rest(final String text) {
    }

    /** Lets sessions come up again. */
    default void resume() {
    }

    /** Ends every session with Cease, Administrative Shutdown, and these words, for good. */
    default void shutdown(final String text) {
    }

    @Override
    default void close() {
    }

    /** By BGP. */
    record Bgp(BgpSpeaker speaker) implements Routing {

        private static final long SHUTDOWN_SECONDS = 3;

        /** Starts the sessions, or, at rest, only what they will need. */
        static Bgp start(final SpeakerConfig config, final boolean resting, final SpeakerListener listener) {
            return new Bgp(!resting ? BgpSpeaker.start(config, listener)
                : BgpSpeaker.startAtRest(config, listener));
        }

        @Override
        public void configure(final SpeakerConfig config) {
            speaker.configure(config);
        }

        @Override
        public void announce(final Collection<Announcement> announcements) {
            speaker.announce(announcements);
        }

        @Override
        public List<NeighborStatus> neighbors() {
            return speaker.neighbors();
        }

        @Override
        public List<AdvertisedRoute> routes() {
            return speaker.routes();
        }

        @Override
        public void watch(final Set<Prefix> prefixes) {
            speaker.watch(prefixes);
        }

        @Override
        public List<HeardRoutes> heard() {
            return speaker.heard();
        }

        @Override
        public void rest(final String text) {
            speaker.rest(CeaseSubcode.ADMINISTRATIVE_SHUTDOWN, text);
        }

        @Override
        public void resume() {
            speaker.resume();
        }

        @Override
        public void shutdown(final String text) {
            try {
                speaker.shutdown(CeaseSubcode.ADMINISTRATIVE_SHUTDOWN, text).toCompletableFuture()
                    .orTimeout(SHUTDOWN_SECONDS, TimeUnit.SECONDS).join();
            } catch (final CompletionException e) {
                // The routers see the connections end in any case.
                return;
            }
        }

        @Override
        public void close() {
            speaker.close();
        }
    }
}

package dev.directrix.director.runtime;

import dev.directrix.bgp.AdvertisedRoute;
import dev.directrix.bgp.BgpSpeaker;
import dev.directrix.bgp.NeighborStatus;
import dev.directrix.bgp.SpeakerConfig;
import dev.directrix.bgp.message.CeaseSubcode;
import dev.directrix.ecmp.Announcement;
import java.util.Collection;
import java.util.List;
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

    /** Ends every session with Cease, Administrative Shutdown, and these words. */
    default void shutdown(final String text) {
    }

    @Override
    default void close() {
    }

    /** By BGP. */
    record Bgp(BgpSpeaker speaker) implements Routing {

        private static final long SHUTDOWN_SECONDS = 3;

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

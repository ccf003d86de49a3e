package dev.directrix.bgp;

import dev.directrix.bgp.message.CeaseSubcode;
import dev.directrix.ecmp.Announcement;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A BGP speaker that announces service addresses to its neighbours and imports nothing. All methods may be called from
 * any thread; sessions, timers and sockets live on one thread of the speaker's own.
 */
public final class BgpSpeaker implements AutoCloseable {

    private BgpSpeaker() {
    }

    /**
     * Starts speaking to every neighbour of the configuration.
     *
     * @throws BgpException if the listen address cannot be bound or the kernel refuses a password
     */
    public static BgpSpeaker start(final SpeakerConfig config, final SpeakerListener listener) {
        final RuntimeException unfinished = unfinished();
        throw unfinished;
    }

    /**
     * Takes another configuration. Neighbours that did not change keep their session; a changed password is set on the
     * living connection without a flap; removed ones get Cease, Peer De-configured.
     *
     * @throws BgpException if the new listen address cannot be bound; the old configuration stays in force then
     */
    public void configure(final SpeakerConfig config) {
        final RuntimeException unfinished = unfinished();
        throw unfinished;
    }

    /** Makes this the whole set of routes to announce: what is new or changed is sent at once, the rest withdrawn. */
    public void announce(final Collection<Announcement> announcements) {
        final RuntimeException unfinished = unfinished();
        throw unfinished;
    }

    /** Every neighbour as it stands now, in the order of the configuration. */
    public List<NeighborStatus> neighbors() {
        final RuntimeException unfinished = unfinished();
        throw unfinished;
    }

    /** What is announced to whom, by neighbour and prefix; established sessions only. */
    public List<AdvertisedRoute> routes() {
        final RuntimeException unfinished = unfinished();
        throw unfinished;
    }

    /**
     * Ends every session with Cease and closes the speaker.
     *
     * @param reason the subcode, as a rule {@link CeaseSubcode#ADMINISTRATIVE_SHUTDOWN}
     * @param text   words for the routers' operators (RFC 9003): cut at 255 octets of UTF-8
     * @return completes when every NOTIFICATION is with TCP, or after two seconds
     */
    public CompletionStage<Void> shutdown(final CeaseSubcode reason, final String text) {
        final RuntimeException unfinished = unfinished();
        throw unfinished;
    }

    /** Shuts down with Administrative Shutdown unless that is done already, and waits for it. Idempotent. */
    @Override
    public void close() {
        final RuntimeException unfinished = unfinished();
        throw unfinished;
    }

    private static RuntimeException unfinished() {
        final String what = BgpSpeaker.class.getSimpleName();
        return new UnsupportedOperationException(what);
    }
}

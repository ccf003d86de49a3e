package dev.directrix.bgp;

/** Hears of sessions that come up and go down. Called on the speaker's own thread: return at once, never block. */
public interface SpeakerListener {

    /** Hears nothing. */
    SpeakerListener NONE = new SpeakerListener() {
    };

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
}

package dev.directrix.bgp.bfd;

/** A session at work, for its owner. Thread-safe. */
public final class BfdSession implements AutoCloseable {

    private final BfdSpeaker speaker;
    private final BfdEndpoint endpoint;

    BfdSession(final BfdSpeaker speaker, final BfdEndpoint endpoint) {
        this.speaker = speaker;
        this.endpoint = endpoint;
    }

    /** The two ends. */
    public BfdPeer peer() {
        return endpoint.peer();
    }

    /** Whether the router may be several hops away. */
    public boolean isMultihop() {
        return endpoint.isMultihop();
    }

    /**
     * Takes other intervals, another multiplier, least TTL or key, without a flap: intervals go by a poll sequence. A
     * changed key must change on the router within the detection time.
     *
     * @throws IllegalArgumentException if single-hop were to become multihop or the other way round
     */
    public void configure(final BfdSettings settings) {
        if (settings.multihop() != endpoint.isMultihop()) {
            throw new IllegalArgumentException("a BFD session cannot change between single-hop and multihop");
        }
        speaker.run(engine -> engine.configure(endpoint, settings));
    }

    /** The session as it stands now. */
    public BfdStatus status() {
        return speaker.ask(engine -> endpoint.status());
    }

    /** Ends the session: the router hears AdminDown, which is no failure to it. A second call changes nothing. */
    @Override
    public void close() {
        speaker.run(engine -> engine.end(endpoint));
    }
}

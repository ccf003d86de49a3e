package dev.directrix.bgp.exabgp.event;

import java.util.Optional;

/** Writes events as ExaBGP does. Stateless and thread-safe. */
public sealed interface EventEncoder permits JsonEventEncoder, TextEventEncoder {

    /** JSON, one line for each event. */
    static EventEncoder json(final FormatVersion version) {
        return new JsonEventEncoder(version);
    }

    /** Text: one line for each event, several for an UPDATE. */
    static EventEncoder text(final FormatVersion version) {
        return new TextEventEncoder(version);
    }

    /**
     * The lines, without the end of the last one; nothing where the format has no form for such an event.
     *
     * @param event    what happened
     * @param neighbor with whom; {@link Event.Shutdown} is about none of them and ignores it
     * @param stamp    who tells it, and when
     */
    Optional<String> encode(Event event, NeighborIdentity neighbor, EventStamp stamp);
}

package dev.directrix.cluster.runtime;

import dev.directrix.cluster.link.LinkRefusal;
import java.util.Map;

/**
 * What passed between a member and all others in this life. Immutable.
 *
 * @param sent     messages, one to all counted once
 * @param received messages
 * @param refused  datagrams that were not believed or not needed, by cause; only causes that occurred
 */
public record LinkCounters(long sent, long received, Map<LinkRefusal, Long> refused) {

    /** Before a life has begun. */
    public static final LinkCounters NONE = new LinkCounters(0, 0, Map.of());

    /** Copies the map. */
    public LinkCounters {
        refused = Map.copyOf(refused);
    }
}

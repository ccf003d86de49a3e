package dev.directrix.director.runtime;

import dev.directrix.bgp.NeighborStatus;
import dev.directrix.bgp.SpeakerListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down how sessions come and go. */
final class SessionLog implements SpeakerListener {

    private static final Logger LOG = LoggerFactory.getLogger("dev.directrix.director.neighbors");

    @Override
    public void up(final NeighborStatus neighbor) {
        LOG.info("neighbor {} (AS {}) is up", neighbor.address().getHostAddress(), neighbor.asn());
    }

    @Override
    public void down(final NeighborStatus neighbor, final String cause) {
        LOG.warn("neighbor {} (AS {}) is down: {}", neighbor.address().getHostAddress(), neighbor.asn(), cause);
    }
}

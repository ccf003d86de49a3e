package dev.directrix.director.runtime;

import dev.directrix.director.control.VipState;
import dev.directrix.director.reconcile.VipDecision;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down how VIPs change, one line each. */
final class Journal {

    private static final Logger LOG = LoggerFactory.getLogger("dev.directrix.director.vips");

    private Journal() {
    }

    /** Logs the difference between two rounds of decisions. */
    static void log(final List<VipDecision> before, final List<VipDecision> after) {
        if (before.equals(after)) {
            return;
        }
        final Map<InetAddress, VipDecision> old = new HashMap<>();
        before.forEach(d -> old.put(d.vip(), d));
        for (final VipDecision now : after) {
            final VipDecision was = old.remove(now.vip());
            if (!now.equals(was)) {
                log(now, was != null && was.announcement().isPresent());
            }
        }
        old.values().stream().filter(d -> d.announcement().isPresent())
            .forEach(d -> LOG.info("vip {} withdrawn: no longer configured", d.vip().getHostAddress()));
    }

    private static void log(final VipDecision now, final boolean wasAnnounced) {
        final String vip = now.vip().getHostAddress();
        final String reason = now.reason().orElse("");
        if (now.announcement().isPresent()) {
            LOG.info("vip {} announced, weight {}{}", vip, now.weight(), reason.isEmpty() ? "" : ", " + reason);
        } else if (wasAnnounced && now.state() == VipState.WITHDRAWN) {
            LOG.warn("vip {} withdrawn: {}", vip, reason);
        } else if (wasAnnounced) {
            LOG.info("vip {} withdrawn: {}", vip, reason);
        } else {
            LOG.info("vip {} not announced: {}", vip, reason);
        }
    }

    /** The state in one line, for the service supervisor. */
    static String summary(final Snapshot snapshot) {
        final long announced = snapshot.decisions().stream().filter(d -> d.announcement().isPresent()).count();
        final long up = snapshot.health().values().stream().filter(h -> h.up()).count();
        return "announcing " + announced + " of " + snapshot.decisions().size() + " VIPs, "
            + up + " of " + snapshot.health().size() + " servers up";
    }
}

package dev.directrix.director.runtime;

import dev.directrix.director.control.SharesReport;
import dev.directrix.director.control.SharesReport.RouterSet;
import dev.directrix.director.control.SharesReport.Share;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, while VIPs leave, at how many flows still come here and at who else announces the VIPs. One look at a time,
 * off the control thread, to which everything else here belongs.
 */
final class Lookout {

    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);
    private static final long PAUSE_MS = 1_000;
    /** What was seen longer ago is no reason to withdraw. */
    private static final long STALE_MS = 5_000;

    private final Executor asking;
    private final Executor events;
    private Sighting latest = Sighting.NONE;
    private long endedMs;
    private boolean wanted;
    private boolean underWay;

    /**
     * For a director.
     *
     * @param asking where a look is taken; it may wait
     * @param events brings what was seen to the control thread
     */
    Lookout(final Executor asking, final Executor events) {
        this.asking = asking;
        this.events = events;
    }

    /**
     * What was seen.
     *
     * @param atMs  when the look began
     * @param flows that had a packet lately, of each VIP that has any
     * @param share of each VIP, the part of its packets that comes here, 0 to 1; those of which it is known
     * @param taken the VIPs that another director announces, without draining, wherever this one announces them
     */
    record Sighting(
        long atMs, Map<InetAddress, Long> flows, Map<InetAddress, Double> share, Set<InetAddress> taken) {

        /** Nothing yet. */
        static final Sighting NONE = new Sighting(0, Map.of(), Map.of(), Set.of());

        /** Freezes the collections. */
        Sighting {
            flows = Map.copyOf(flows);
            share = Map.copyOf(share);
            taken = Set.copyOf(taken);
        }

        /** The VIPs that others take, by what was seen lately. */
        Set<InetAddress> takenAt(final long nowMs) {
            return nowMs - atMs <= STALE_MS ? taken : Set.of();
        }
    }

    /** What was seen last. */
    Sighting latest() {
        return latest;
    }

    /**
     * Looks again if it is time to.
     *
     * @param needed whether a VIP is leaving; otherwise what was seen is forgotten
     * @param look   takes the look; its {@link Sighting#atMs} is replaced
     */
    void on(final boolean needed, final long nowMs, final Supplier<Sighting> look) {
        wanted = needed;
        if (!needed) {
            latest = Sighting.NONE;
        } else if (!underWay && nowMs - endedMs >= PAUSE_MS) {
            underWay = true;
            asking.execute(() -> {
                final Optional<Sighting> seen = take(look);
                events.execute(() -> hear(seen, nowMs));
            });
        }
    }

    private static Optional<Sighting> take(final Supplier<Sighting> look) {
        try {
            return Optional.of(look.get());
        } catch (final RuntimeException e) {
            LOG.warn("the other directors could not be asked who takes the flows that leave: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private void hear(final Optional<Sighting> seen, final long atMs) {
        underWay = false;
        endedMs = atMs;
        if (wanted) {
            seen.ifPresent(it -> latest = new Sighting(atMs, it.flows(), it.share(), it.taken()));
        }
    }

    /**
     * Reads it from everybody's shares.
     *
     * @param own    name of this director
     * @param flows  that had a packet here lately
     * @param shares of all directors; empty: this one stands alone
     */
    static Sighting of(final String own, final Map<InetAddress, Long> flows, final Optional<SharesReport> shares) {
        final Map<InetAddress, Double> share = new HashMap<>();
        final Set<InetAddress> taken = new HashSet<>();
        final Set<InetAddress> exposed = new HashSet<>();
        for (final RouterSet set : shares.map(SharesReport::sets).orElse(List.of())) {
            final Optional<Share> mine = set.directors().stream().filter(it -> it.director().equals(own)).findFirst();
            mine.flatMap(Share::measured).ifPresent(part -> share.put(set.vip(), part));
            if (mine.flatMap(Share::path).isEmpty()) {
                continue;
            }
            final boolean others = set.directors().stream().anyMatch(it -> !it.director().equals(own)
                && it.path().filter(path -> !path.draining()).isPresent());
            (others ? taken : exposed).add(set.vip());
        }
        taken.removeAll(exposed);
        return new Sighting(0, flows, share, taken);
    }
}

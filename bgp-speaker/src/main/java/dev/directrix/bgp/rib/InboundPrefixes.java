package dev.directrix.bgp.rib;

import dev.directrix.bgp.attribute.MpReach;
import dev.directrix.bgp.attribute.MpUnreach;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts the prefixes that a neighbour has announced and not withdrawn; the routes themselves are dropped. Tells
 * only so many apart; beyond that the count stays where it is, and memory with it. Not thread-safe.
 */
public final class InboundPrefixes {

    /** Prefixes told apart where no limit asks for more. */
    public static final int DEFAULT_CAPACITY = 16_384;

    private final int capacity;
    private final Set<Nlri> known = new HashSet<>();
    private final Set<Family> disabled = new HashSet<>();

    /** Nothing yet; tells this many prefixes apart. */
    public InboundPrefixes(final int capacity) {
        this.capacity = capacity;
    }

    /** Takes an UPDATE in. */
    public void take(final Update update) {
        for (final Family family : update.disabled()) {
            if (disabled.size() < 16 && disabled.add(family)) {
                known.removeIf(nlri -> nlri.family().equals(family));
            }
        }
        withdraw(update.withdrawn());
        update.attribute(MpUnreach.class).ifPresent(unreach -> withdraw(unreach.nlri()));
        final List<Nlri> reached = update.attribute(MpReach.class).map(MpReach::nlri).orElse(List.of());
        if (update.treatAsWithdraw()) {
            withdraw(update.nlri());
            withdraw(reached);
        } else {
            announce(update.nlri());
            announce(reached);
        }
    }

    /** The session is down. */
    public void clear() {
        known.clear();
        disabled.clear();
    }

    /** Prefixes counted. */
    public int count() {
        return known.size();
    }

    private void announce(final List<Nlri> prefixes) {
        for (final Nlri prefix : prefixes) {
            if (known.size() < capacity && !disabled.contains(prefix.family())) {
                known.add(prefix);
            }
        }
    }

    private void withdraw(final List<Nlri> prefixes) {
        prefixes.forEach(known::remove);
    }
}

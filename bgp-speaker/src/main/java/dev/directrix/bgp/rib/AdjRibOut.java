package dev.directrix.bgp.rib;

import dev.directrix.bgp.message.RouteRefreshMessage;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one session shall tell, what the neighbour knows, and the difference that is still to be sent (RFC 4271 §3.2).
 *
 * <p>Holds one entry for each prefix and path identifier, never messages: however slow the neighbour is, and however
 * often a route changes meanwhile, the neighbour hears the latest. Not thread-safe.
 */
public final class AdjRibOut {

    private final UpdateEncoder encoder;
    private final Options options;
    private final Map<Nlri, RibEntry> entries = new LinkedHashMap<>();
    private final Map<Family, RibFamily> families = new TreeMap<>();
    /** All that waits, where every change has a message of its own. */
    private final RibQueue single = new RibQueue(null);
    private final SequencedSet<Nlri> tooLarge = new LinkedHashSet<>();
    private int announced;
    private boolean spoken;
    private int pending;

    /**
     * How to tell.
     *
     * @param packing         which changes share a message
     * @param endOfRib        End-of-RIB follows the first full set of each family (RFC 4724 §2)
     * @param enhancedRefresh markers stand around the answer to a route refresh (RFC 7313)
     */
    public record Options(UpdatePacking packing, boolean endOfRib, boolean enhancedRefresh) {

        /** Fully packed, with End-of-RIB, without markers. */
        public static final Options DEFAULT = new Options(UpdatePacking.FULL, true, false);

        private boolean grouped() {
            return packing != UpdatePacking.NONE;
        }

        private int mostWithdrawn() {
            return packing == UpdatePacking.FULL ? Integer.MAX_VALUE : 1;
        }

        private int mostAnnounced(final Family family) {
            return packing == UpdatePacking.FULL || family.equals(Family.IPV4_UNICAST) ? Integer.MAX_VALUE : 1;
        }
    }

    /** For a session that has just come up: the neighbour knows nothing. */
    public AdjRibOut(final Set<Family> agreed, final UpdateEncoder encoder, final Options options) {
        this.encoder = encoder;
        this.options = options;
        final Set<Family> addPath = encoder.context().addPath();
        agreed.forEach(family ->
            families.put(family, new RibFamily(family, addPath.contains(family), options.endOfRib())));
    }

    /**
     * The neighbour shall know this route; of several with one prefix, where there are no path identifiers on the
     * session, it hears the latest. Routes of a family that was not agreed on are ignored. Sends nothing by itself.
     */
    public void put(final Nlri nlri, final RouteAttributes attributes) {
        final RibFamily family = families.get(nlri.family());
        if (family != null) {
            final RibEntry entry = entries.computeIfAbsent(onTheWire(nlri, family), RibEntry::new);
            entry.desire(nlri.pathId(), attributes);
            settle(entry, family);
        }
    }

    /** The neighbour shall not know this route. Sends nothing by itself. */
    public void remove(final Nlri nlri) {
        final RibFamily family = families.get(nlri.family());
        if (family != null) {
            final RibEntry entry = entries.get(onTheWire(nlri, family));
            if (entry != null) {
                entry.forget(nlri.pathId());
                settle(entry, family);
            }
        }
    }

    /**
     * The neighbour shall hear that this route is gone, even if it never heard of it: whoever asked for that may rely
     * on the message. Before the session's first routes are told there is nothing that it could mean. Sends nothing
     * by itself.
     */
    public void withdraw(final Nlri nlri) {
        final RibFamily family = families.get(nlri.family());
        if (family == null || !spoken) {
            remove(nlri);
            return;
        }
        final RibEntry entry = entries.computeIfAbsent(onTheWire(nlri, family), RibEntry::new);
        entry.forget(nlri.pathId());
        settle(entry, family);
        if (entry.desired() == null && entry.queue() == null) {
            entries.put(entry.nlri(), entry);
            enter(entry, family, options.grouped() ? family.withdrawals() : single);
        }
    }

    /** The neighbour asks for its routes of a family again (RFC 2918 §4, RFC 7313 §4). */
    public void refresh(final Family which) {
        final RibFamily family = families.get(which);
        if (family == null) {
            return;
        }
        if (options.enhancedRefresh() && family.endOfRibDue()) {
            family.refresh(RibFamily.Refresh.AFTER_END_OF_RIB);
            return;
        }
        if (options.enhancedRefresh()) {
            family.refresh(RibFamily.Refresh.BEGIN_DUE);
        }
        resend(which);
    }

    /** Sends all routes of a family again. */
    public void resend(final Family which) {
        final RibFamily family = families.get(which);
        if (family != null) {
            for (final RibEntry entry : entries.values()) {
                if (entry.desired() != null && entry.nlri().family().equals(which)) {
                    entry.markResend();
                    settle(entry, family);
                }
            }
        }
    }

    /** An End-of-RIB of the family follows what waits now (RFC 4724 §2). */
    public void endOfRib(final Family which) {
        final RibFamily family = families.get(which);
        if (family != null) {
            family.endOfRibDue(true);
        }
    }

    /** The next message to send; empty when the neighbour knows everything. */
    public Optional<byte[]> poll() {
        for (final RibFamily family : families.values()) {
            if (family.refresh() == RibFamily.Refresh.BEGIN_DUE) {
                family.refresh(RibFamily.Refresh.RUNNING);
                return Optional.of(encoder.refreshMarker(family.family(), RouteRefreshMessage.BEGIN));
            }
        }
        if (pending > 0) {
            return Optional.of(options.grouped() ? pollGroup() : pollSingle());
        }
        return pollEnd();
    }

    /** Whether {@link #poll} has something. */
    public boolean hasPending() {
        return pending > 0 || families.values().stream()
            .anyMatch(family -> family.endOfRibDue() || family.refresh() != RibFamily.Refresh.NONE);
    }

    /** Routes that the neighbour knows. */
    public int announced() {
        return announced;
    }

    /** Routes whose change waits. */
    public int pending() {
        return pending;
    }

    /** Routes that the neighbour knows or will, in the order in which they were first desired. */
    public Map<Nlri, RouteAttributes> routes() {
        final Map<Nlri, RouteAttributes> routes = new LinkedHashMap<>();
        entries.forEach((nlri, entry) -> {
            if (entry.desired() != null) {
                routes.put(nlri, entry.desired());
            }
        });
        return routes;
    }

    /** Whether a change of this route waits. */
    public boolean isPending(final Nlri nlri) {
        final RibEntry entry = entries.get(nlri);
        return entry != null && entry.queue() != null;
    }

    /** Desired routes whose attributes do not go into one message of the session; they are not announced. */
    public SequencedSet<Nlri> tooLarge() {
        return tooLarge;
    }

    /** RFC 7911 §3: with a path identifier where that is agreed, and without one where not. */
    private static Nlri onTheWire(final Nlri nlri, final RibFamily family) {
        if (family.withPathIds()) {
            return nlri.pathId() == Nlri.NO_PATH_ID ? new Nlri(nlri.prefix(), 0) : nlri;
        }
        return nlri.pathId() == Nlri.NO_PATH_ID ? nlri : Nlri.of(nlri.prefix());
    }

    /** Puts an entry where it must wait, given what is desired and what is told. */
    private void settle(final RibEntry entry, final RibFamily family) {
        leave(entry, family);
        final RouteAttributes wanted = entry.desired();
        final RouteAttributes known = entry.told();
        // What waits already was found to fit: attributes may take turns from route to route.
        final boolean fits = wanted == null || family.announcements().containsKey(wanted)
            || encoder.fits(wanted, family.family());
        if (!fits) {
            tooLarge.add(entry.nlri());
        } else if (!tooLarge.isEmpty()) {
            tooLarge.remove(entry.nlri());
        }
        if (wanted != null && fits) {
            if (entry.resend() || !wanted.equals(known)) {
                enter(entry, family, options.grouped()
                    ? family.announcements().computeIfAbsent(wanted, RibQueue::new) : single);
            }
        } else if (known != null) {
            enter(entry, family, options.grouped() ? family.withdrawals() : single);
        } else if (wanted == null) {
            entries.remove(entry.nlri());
        }
    }

    private void enter(final RibEntry entry, final RibFamily family, final RibQueue queue) {
        queue.add(entry);
        pending++;
        family.pendingChanged(1);
    }

    private void leave(final RibEntry entry, final RibFamily family) {
        final RibQueue queue = entry.queue();
        if (queue == null) {
            return;
        }
        queue.remove(entry);
        pending--;
        family.pendingChanged(-1);
        if (queue.isEmpty() && queue.attributes() != null) {
            family.announcements().remove(queue.attributes());
        }
    }

    private byte[] pollGroup() {
        for (final RibFamily family : families.values()) {
            if (!family.withdrawals().isEmpty()) {
                return encoder.withdraw(family.family(),
                    new Taking(family.withdrawals(), family, null).limit(options.mostWithdrawn()));
            }
        }
        for (final RibFamily family : families.values()) {
            if (!family.announcements().isEmpty()) {
                final RibQueue queue = family.announcements().firstEntry().getValue();
                return encoder.announce(queue.attributes(), family.family(),
                    new Taking(queue, family, queue.attributes()).limit(options.mostAnnounced(family.family())));
            }
        }
        throw new IllegalStateException(pending + " routes wait in no queue");
    }

    private byte[] pollSingle() {
        final RibEntry entry = single.first();
        final RibFamily family = families.get(entry.nlri().family());
        final RouteAttributes wanted = tooLarge.contains(entry.nlri()) ? null : entry.desired();
        final Taking one = new Taking(single, family, wanted).limit(1);
        return wanted == null
            ? encoder.withdraw(family.family(), one) : encoder.announce(wanted, family.family(), one);
    }

    /** What follows the routes: the end of a refresh, End-of-RIB, and the refresh that waited for it. */
    private Optional<byte[]> pollEnd() {
        for (final RibFamily family : families.values()) {
            if (family.refresh() == RibFamily.Refresh.RUNNING) {
                family.refresh(RibFamily.Refresh.NONE);
                return Optional.of(encoder.refreshMarker(family.family(), RouteRefreshMessage.END));
            }
        }
        for (final RibFamily family : families.values()) {
            if (family.endOfRibDue()) {
                family.endOfRibDue(false);
                if (family.refresh() == RibFamily.Refresh.AFTER_END_OF_RIB) {
                    family.refresh(RibFamily.Refresh.NONE);
                    refresh(family.family());
                }
                return Optional.of(encoder.endOfRib(family.family()));
            }
        }
        return Optional.empty();
    }

    /** Takes entries from a queue as the neighbour is told them. */
    private final class Taking implements Iterator<Nlri> {

        private final RibFamily family;
        /** What they are told; null: that they are gone. */
        private final RouteAttributes attributes;
        private RibEntry next;
        private RibEntry last;
        private int left = Integer.MAX_VALUE;

        private Taking(final RibQueue queue, final RibFamily family, final RouteAttributes attributes) {
            this.family = family;
            this.attributes = attributes;
            this.next = queue.first();
        }

        private Taking limit(final int most) {
            left = most;
            return this;
        }

        @Override
        public boolean hasNext() {
            return next != null && left > 0;
        }

        @Override
        public Nlri next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            last = next;
            next = last.next();
            left--;
            return last.nlri();
        }

        @Override
        public void remove() {
            spoken = true;
            leave(last, family);
            announced += (attributes == null ? 0 : 1) - (last.told() == null ? 0 : 1);
            last.tell(attributes);
            if (attributes == null && last.desired() == null) {
                entries.remove(last.nlri());
            }
        }
    }
}

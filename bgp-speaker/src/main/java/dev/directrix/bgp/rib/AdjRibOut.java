package dev.directrix.bgp.rib;

import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Prefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What one neighbour shall know, what it knows, and the difference that is still to be sent (RFC 4271 §3.2).
 *
 * <p>Holds sets of prefixes, never messages: however slow the neighbour is, and however often a route changes
 * meanwhile, there is one entry for each prefix, and the neighbour hears the latest. Not thread-safe.
 */
public final class AdjRibOut {

    private final Map<Prefix, RouteAttributes> desired = new LinkedHashMap<>();
    private final Map<Prefix, RouteAttributes> told = new HashMap<>();
    /** Where a prefix waits; empty: for its withdrawal. */
    private final Map<Prefix, Optional<RouteAttributes>> waiting = new HashMap<>();
    private final Map<Family, SequencedSet<Nlri>> withdrawals = new TreeMap<>();
    private final Map<Family, LinkedHashMap<RouteAttributes, SequencedSet<Nlri>>> announcements = new TreeMap<>();
    private final Set<Family> families = new TreeSet<>();
    private final Set<Family> endOfRibDue = new TreeSet<>();
    private Optional<UpdateEncoder> encoder = Optional.empty();

    /** The session is up: everything is to be told, then End-of-RIB for each family. */
    public void start(final Set<Family> agreed, final UpdateEncoder sessionEncoder) {
        stop();
        families.addAll(agreed);
        endOfRibDue.addAll(agreed);
        encoder = Optional.of(sessionEncoder);
        desired.keySet().forEach(this::settle);
    }

    /** The session is down: the neighbour has forgotten everything. */
    public void stop() {
        told.clear();
        waiting.clear();
        withdrawals.clear();
        announcements.clear();
        families.clear();
        endOfRibDue.clear();
        encoder = Optional.empty();
    }

    /** Makes these the routes that the neighbour shall know. Sends nothing by itself. */
    public void desire(final Map<Prefix, RouteAttributes> routes) {
        final List<Prefix> gone = desired.keySet().stream().filter(prefix -> !routes.containsKey(prefix)).toList();
        gone.forEach(desired::remove);
        desired.putAll(routes);
        gone.forEach(this::settle);
        routes.keySet().forEach(this::settle);
    }

    /** The neighbour asks for its routes of a family again (RFC 2918 §4). */
    public void refresh(final Family family) {
        for (final Prefix prefix : desired.keySet()) {
            if (Nlri.of(prefix).family().equals(family)) {
                told.remove(prefix);
                settle(prefix);
            }
        }
    }

    /** The next message to send, withdrawals first; empty when the neighbour knows everything. */
    public Optional<byte[]> poll() {
        if (encoder.isEmpty()) {
            return Optional.empty();
        }
        final UpdateEncoder session = encoder.get();
        final Optional<byte[]> withdrawal = pollWithdrawal(session);
        if (withdrawal.isPresent()) {
            return withdrawal;
        }
        final Optional<byte[]> announcement = pollAnnouncement(session);
        if (announcement.isPresent()) {
            return announcement;
        }
        final Iterator<Family> due = endOfRibDue.iterator();
        if (!due.hasNext()) {
            return Optional.empty();
        }
        final Family family = due.next();
        due.remove();
        return Optional.of(session.endOfRib(family));
    }

    /** Whether {@link #poll} has something. */
    public boolean hasPending() {
        return !waiting.isEmpty() || !endOfRibDue.isEmpty();
    }

    /** Prefixes that the neighbour knows. */
    public int announced() {
        return told.size();
    }

    /** Prefixes whose change waits. */
    public int pending() {
        return waiting.size();
    }

    /** Routes that the neighbour knows or will, by prefix in the order in which they are desired. */
    public Map<Prefix, RouteAttributes> routes() {
        final Map<Prefix, RouteAttributes> routes = new LinkedHashMap<>();
        desired.forEach((prefix, attributes) -> {
            if (families.contains(Nlri.of(prefix).family())) {
                routes.put(prefix, attributes);
            }
        });
        return routes;
    }

    /** Whether a change of this prefix waits. */
    public boolean isPending(final Prefix prefix) {
        return waiting.containsKey(prefix);
    }

    /** Desired prefixes whose attributes do not go into one message of the session; they are not announced. */
    public List<Prefix> tooLarge() {
        final List<Prefix> result = new ArrayList<>();
        desired.forEach((prefix, attributes) -> {
            if (!isSendable(prefix, attributes)) {
                result.add(prefix);
            }
        });
        return result;
    }

    /** Puts a prefix where it must wait, given what is desired and what is told. */
    private void settle(final Prefix prefix) {
        final Nlri nlri = Nlri.of(prefix);
        if (!families.contains(nlri.family())) {
            return;
        }
        leave(prefix, nlri);
        final RouteAttributes wanted = desired.get(prefix);
        final RouteAttributes known = told.get(prefix);
        if (wanted != null && isSendable(prefix, wanted)) {
            if (!wanted.equals(known)) {
                waiting.put(prefix, Optional.of(wanted));
                announcements.computeIfAbsent(nlri.family(), family -> new LinkedHashMap<>())
                    .computeIfAbsent(wanted, attributes -> new LinkedHashSet<>()).add(nlri);
            }
        } else if (known != null) {
            waiting.put(prefix, Optional.empty());
            withdrawals.computeIfAbsent(nlri.family(), family -> new LinkedHashSet<>()).add(nlri);
        }
    }

    private void leave(final Prefix prefix, final Nlri nlri) {
        final Optional<RouteAttributes> place = waiting.remove(prefix);
        if (place == null) {
            return;
        }
        if (place.isEmpty()) {
            withdrawals.get(nlri.family()).remove(nlri);
            return;
        }
        final Map<RouteAttributes, SequencedSet<Nlri>> groups = announcements.get(nlri.family());
        final Set<Nlri> group = groups.get(place.get());
        group.remove(nlri);
        if (group.isEmpty()) {
            groups.remove(place.get());
        }
    }

    private Optional<byte[]> pollWithdrawal(final UpdateEncoder session) {
        for (final Map.Entry<Family, SequencedSet<Nlri>> entry : withdrawals.entrySet()) {
            if (!entry.getValue().isEmpty()) {
                return Optional.of(session.withdraw(entry.getKey(), taking(entry.getValue(), prefix -> {
                    waiting.remove(prefix);
                    told.remove(prefix);
                })));
            }
        }
        return Optional.empty();
    }

    private Optional<byte[]> pollAnnouncement(final UpdateEncoder session) {
        for (final Map.Entry<Family, LinkedHashMap<RouteAttributes, SequencedSet<Nlri>>> entry
            : announcements.entrySet()) {
            final Map.Entry<RouteAttributes, SequencedSet<Nlri>> group = entry.getValue().firstEntry();
            if (group != null) {
                final RouteAttributes attributes = group.getKey();
                final byte[] message = session.announce(attributes, entry.getKey(), taking(group.getValue(), prefix -> {
                    waiting.remove(prefix);
                    told.put(prefix, attributes);
                }));
                if (group.getValue().isEmpty()) {
                    entry.getValue().remove(attributes);
                }
                return Optional.of(message);
            }
        }
        return Optional.empty();
    }

    private boolean isSendable(final Prefix prefix, final RouteAttributes attributes) {
        final Family family = Nlri.of(prefix).family();
        return !families.contains(family)
            || encoder.map(session -> session.fits(attributes, family)).orElse(true);
    }

    private static Iterator<Nlri> taking(final Set<Nlri> from, final Consumer<Prefix> taken) {
        final Iterator<Nlri> all = from.iterator();
        return new Iterator<>() {
            private Optional<Nlri> last = Optional.empty();

            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public Nlri next() {
                final Nlri next = all.next();
                last = Optional.of(next);
                return next;
            }

            @Override
            public void remove() {
                all.remove();
                taken.accept(last.orElseThrow().prefix());
            }
        };
    }
}

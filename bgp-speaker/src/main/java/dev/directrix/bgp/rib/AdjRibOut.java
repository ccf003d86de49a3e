package dev.directrix.bgp.rib;

import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
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

    private final Map<Nlri, RouteAttributes> desired = new LinkedHashMap<>();
    private final Map<Nlri, RouteAttributes> told = new HashMap<>();
    /** Where a prefix waits; empty: for its withdrawal. */
    private final Map<Nlri, Optional<RouteAttributes>> waiting = new HashMap<>();
    private final Map<Family, SequencedSet<Nlri>> withdrawals = new TreeMap<>();
    private final Map<Family, LinkedHashMap<RouteAttributes, SequencedSet<Nlri>>> announcements = new TreeMap<>();
    private final Set<Family> families = new TreeSet<>();
    private final Set<Family> endOfRibDue = new TreeSet<>();
    private Optional<UpdateEncoder> encoder = Optional.empty();

    /** The session is up: everything is to be told, then End-of-RIB for each family. */
    public void start(final Set<Family> agreed, final UpdateEncoder sessionEncoder) {
        start(agreed, sessionEncoder, true);
    }

    /** The session is up: everything is to be told, then End-of-RIB for each family if wanted. */
    public void start(final Set<Family> agreed, final UpdateEncoder sessionEncoder, final boolean autoEndOfRib) {
        stop();
        families.addAll(agreed);
        if (autoEndOfRib) {
            endOfRibDue.addAll(agreed);
        }
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
    public void desire(final Map<Nlri, RouteAttributes> routes) {
        final List<Nlri> gone = desired.keySet().stream().filter(nlri -> !routes.containsKey(nlri)).toList();
        gone.forEach(desired::remove);
        desired.putAll(routes);
        gone.forEach(this::settle);
        routes.keySet().forEach(this::settle);
    }

    /** The neighbour shall know this route. Sends nothing by itself. */
    public void put(final Nlri nlri, final RouteAttributes attributes) {
        desired.put(nlri, attributes);
        settle(nlri);
    }

    /** The neighbour shall not know this route. Sends nothing by itself. */
    public void remove(final Nlri nlri) {
        if (desired.remove(nlri) != null) {
            settle(nlri);
        }
    }

    /** An End-of-RIB of the family follows what waits now (RFC 4724 §2). */
    public void endOfRib(final Family family) {
        if (families.contains(family)) {
            endOfRibDue.add(family);
        }
    }

    /** The neighbour asks for its routes of a family again (RFC 2918 §4). */
    public void refresh(final Family family) {
        for (final Nlri nlri : desired.keySet()) {
            if (nlri.family().equals(family)) {
                told.remove(nlri);
                settle(nlri);
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
    public Map<Nlri, RouteAttributes> routes() {
        final Map<Nlri, RouteAttributes> routes = new LinkedHashMap<>();
        desired.forEach((nlri, attributes) -> {
            if (families.contains(nlri.family())) {
                routes.put(nlri, attributes);
            }
        });
        return routes;
    }

    /** Whether a change of this prefix waits. */
    public boolean isPending(final Nlri nlri) {
        return waiting.containsKey(nlri);
    }

    /** Desired prefixes whose attributes do not go into one message of the session; they are not announced. */
    public List<Nlri> tooLarge() {
        final List<Nlri> result = new ArrayList<>();
        desired.forEach((nlri, attributes) -> {
            if (!isSendable(nlri, attributes)) {
                result.add(nlri);
            }
        });
        return result;
    }

    /** Puts a prefix where it must wait, given what is desired and what is told. */
    private void settle(final Nlri nlri) {
        if (!families.contains(nlri.family())) {
            return;
        }
        leave(nlri);
        final RouteAttributes wanted = desired.get(nlri);
        final RouteAttributes known = told.get(nlri);
        if (wanted != null && isSendable(nlri, wanted)) {
            if (!wanted.equals(known)) {
                waiting.put(nlri, Optional.of(wanted));
                announcements.computeIfAbsent(nlri.family(), family -> new LinkedHashMap<>())
                    .computeIfAbsent(wanted, attributes -> new LinkedHashSet<>()).add(nlri);
            }
        } else if (known != null) {
            waiting.put(nlri, Optional.empty());
            withdrawals.computeIfAbsent(nlri.family(), family -> new LinkedHashSet<>()).add(nlri);
        }
    }

    private void leave(final Nlri nlri) {
        final Optional<RouteAttributes> place = waiting.remove(nlri);
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
                return Optional.of(session.withdraw(entry.getKey(), taking(entry.getValue(), nlri -> {
                    waiting.remove(nlri);
                    told.remove(nlri);
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
                final byte[] message = session.announce(attributes, entry.getKey(), taking(group.getValue(), nlri -> {
                    waiting.remove(nlri);
                    told.put(nlri, attributes);
                }));
                if (group.getValue().isEmpty()) {
                    entry.getValue().remove(attributes);
                }
                return Optional.of(message);
            }
        }
        return Optional.empty();
    }

    private boolean isSendable(final Nlri nlri, final RouteAttributes attributes) {
        final Family family = nlri.family();
        return !families.contains(family)
            || encoder.map(session -> session.fits(attributes, family)).orElse(true);
    }

    private static Iterator<Nlri> taking(final Set<Nlri> from, final Consumer<Nlri> taken) {
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
                taken.accept(last.orElseThrow());
            }
        };
    }
}

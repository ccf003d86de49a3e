package dev.directrix.bgp.rib;

import dev.directrix.bgp.attribute.AsPath;
import dev.directrix.bgp.attribute.MpReach;
import dev.directrix.bgp.attribute.MpUnreach;
import dev.directrix.bgp.attribute.OnlyToCustomer;
import dev.directrix.bgp.capability.Role;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks and counts the prefixes that a neighbour has announced and not withdrawn; the routes themselves are dropped.
 * Tells only so many apart; beyond that the count stays where it is, and memory with it. Not thread-safe.
 */
public final class InboundPrefixes {

    /** Prefixes told apart where no limit asks for more. */
    public static final int DEFAULT_CAPACITY = 16_384;
    private static final int MAX_DISABLED = 16;

    private final int capacity;
    private final Set<Nlri> known = new HashSet<>();
    private final Map<Family, Integer> counts = new TreeMap<>();
    private final Map<Family, Set<Nlri>> unconfirmed = new TreeMap<>();
    private final Set<Family> disabled = new HashSet<>();
    private Optional<Rules> rules = Optional.empty();
    private long loops;
    private long leaks;
    private long wrongFirstAs;

    /**
     * What a route must fulfil to count.
     *
     * @param localAsn       our AS number: a path that has it is a loop (RFC 4271 §9.1.2)
     * @param peerAsn        the neighbour's
     * @param enforceFirstAs whether a path from another AS must begin with it (RFC 4271 §6.3)
     * @param role           our role (RFC 9234 §5); empty: leaks are not looked for
     */
    public record Rules(long localAsn, long peerAsn, boolean enforceFirstAs, Optional<Role.Kind> role) {

        private boolean external() {
            return localAsn != peerAsn;
        }
    }

    /** Nothing yet; tells this many prefixes apart. */
    public InboundPrefixes(final int capacity) {
        this.capacity = capacity;
    }

    /** A session is up, with these rules. */
    public void open(final Rules sessionRules) {
        clear();
        rules = Optional.of(sessionRules);
    }

    /** Takes an UPDATE in. */
    public void take(final Update update) {
        for (final Family family : update.disabled()) {
            if (disabled.size() < MAX_DISABLED && disabled.add(family)) {
                known.removeIf(nlri -> nlri.family().equals(family));
                counts.remove(family);
            }
        }
        withdraw(update.withdrawn());
        update.attribute(MpUnreach.class).ifPresent(unreach -> withdraw(unreach.nlri()));
        if (!update.announces()) {
            return;
        }
        final List<Nlri> reached = update.attribute(MpReach.class).map(MpReach::nlri).orElse(List.of());
        if (update.treatAsWithdraw() || !isAcceptable(update)) {
            withdraw(update.nlri());
            withdraw(reached);
        } else {
            announce(update.nlri());
            announce(reached);
        }
    }

    /** The neighbour marks where its answer to a refresh begins or ends: what it does not repeat is gone (RFC 7313). */
    public void mark(final Family family, final boolean begin) {
        if (begin) {
            final Set<Nlri> stale = new HashSet<>();
            known.stream().filter(nlri -> nlri.family().equals(family)).forEach(stale::add);
            unconfirmed.put(family, stale);
        } else {
            Optional.ofNullable(unconfirmed.remove(family)).ifPresent(stale -> withdraw(List.copyOf(stale)));
        }
    }

    /** The session is down. */
    public void clear() {
        known.clear();
        counts.clear();
        unconfirmed.clear();
        disabled.clear();
        rules = Optional.empty();
    }

    /** Prefixes counted. */
    public int count() {
        return known.size();
    }

    /** Prefixes counted by family. */
    public Map<Family, Integer> counts() {
        return Map.copyOf(counts);
    }

    /** UPDATEs since the start whose path had our AS. */
    public long loops() {
        return loops;
    }

    /** UPDATEs since the start that came where RFC 9234 says that they must not. */
    public long leaks() {
        return leaks;
    }

    /** UPDATEs since the start whose path did not begin with the neighbour's AS where it had to. */
    public long wrongFirstAs() {
        return wrongFirstAs;
    }

    private boolean isAcceptable(final Update update) {
        return rules.map(all -> isAcceptable(update, all)).orElse(true);
    }

    private boolean isAcceptable(final Update update, final Rules all) {
        final List<Long> path = update.attribute(AsPath.class).map(AsPath::asns).orElse(List.of());
        if (path.contains(all.localAsn())) {
            loops++;
            return false;
        }
        if (all.enforceFirstAs() && all.external() && (path.isEmpty() || path.get(0) != all.peerAsn())) {
            wrongFirstAs++;
            return false;
        }
        if (all.external() && isLeak(update, all)) {
            leaks++;
            return false;
        }
        return true;
    }

    /** RFC 9234 §5: ingress rules 1 and 2. */
    private static boolean isLeak(final Update update, final Rules all) {
        final Optional<OnlyToCustomer> mark = update.attribute(OnlyToCustomer.class);
        if (mark.isEmpty() || all.role().isEmpty()) {
            return false;
        }
        return switch (all.role().get()) {
            case PROVIDER, ROUTE_SERVER -> true;
            case PEER -> mark.get().asn() != all.peerAsn();
            case CUSTOMER, ROUTE_SERVER_CLIENT -> false;
        };
    }

    private void announce(final List<Nlri> prefixes) {
        for (final Nlri prefix : prefixes) {
            final Family family = prefix.family();
            if (known.size() < capacity && !disabled.contains(family) && known.add(prefix)) {
                counts.merge(family, 1, Integer::sum);
            }
            if (!unconfirmed.isEmpty() && unconfirmed.containsKey(family)) {
                unconfirmed.get(family).remove(prefix);
            }
        }
    }

    private void withdraw(final List<Nlri> prefixes) {
        for (final Nlri prefix : prefixes) {
            if (known.remove(prefix)) {
                counts.merge(prefix.family(), -1, Integer::sum);
            }
        }
    }
}

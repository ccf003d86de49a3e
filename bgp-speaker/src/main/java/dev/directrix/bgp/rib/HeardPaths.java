package dev.directrix.bgp.rib;

import dev.directrix.bgp.attribute.MpReach;
import dev.directrix.bgp.attribute.MpUnreach;
import dev.directrix.bgp.message.Update;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Nlri;
import dev.directrix.ecmp.Prefix;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a router tells of some prefixes: the paths that it has announced and not withdrawn. They are only looked at. Of
 * other prefixes nothing is kept, and of one prefix at most {@link #MOST_OF_A_PREFIX} paths. Not thread-safe.
 */
public final class HeardPaths {

    /** The most paths of a prefix. */
    public static final int MOST_OF_A_PREFIX = 256;

    private final Map<Nlri, HeardPath> paths = new LinkedHashMap<>();
    private final Map<Prefix, Integer> counts = new HashMap<>();
    private final Map<Family, Set<Nlri>> unconfirmed = new HashMap<>();
    private Set<Prefix> watched = Set.of();
    private List<HeardPath> all = List.of();
    private boolean isStale;

    /**
     * Looks at these prefixes from now on.
     *
     * @return whether there are new ones: what was told of them before was not kept
     */
    public boolean watch(final Set<Prefix> prefixes) {
        final boolean hasNew = !watched.containsAll(prefixes);
        watched = Set.copyOf(prefixes);
        List.copyOf(paths.keySet()).stream().filter(nlri -> !watched.contains(nlri.prefix())).forEach(this::remove);
        return hasNew;
    }

    /** Takes an UPDATE in. */
    public void take(final Update update) {
        if (watched.isEmpty()) {
            return;
        }
        update.withdrawn().forEach(this::remove);
        update.attribute(MpUnreach.class).ifPresent(unreach -> unreach.nlri().forEach(this::remove));
        final List<Nlri> reached = update.attribute(MpReach.class).map(MpReach::nlri).orElse(List.of());
        for (final List<Nlri> part : List.of(update.nlri(), reached)) {
            for (final Nlri nlri : part) {
                if (update.treatAsWithdraw()) {
                    remove(nlri);
                } else if (watched.contains(nlri.prefix())) {
                    put(nlri, update);
                }
            }
        }
    }

    /** The router marks where its answer to a refresh begins or ends: what it does not repeat is gone (RFC 7313). */
    public void mark(final Family family, final boolean begin) {
        if (begin) {
            final Set<Nlri> stale = new HashSet<>(paths.keySet());
            stale.removeIf(nlri -> !nlri.family().equals(family));
            unconfirmed.put(family, stale);
        } else if (unconfirmed.containsKey(family)) {
            unconfirmed.remove(family).forEach(this::remove);
        }
    }

    /** Nothing is told any more. */
    public void clear() {
        paths.clear();
        counts.clear();
        unconfirmed.clear();
        isStale = true;
    }

    /** Every path, in the order in which they came; the same list as long as nothing changes. */
    public List<HeardPath> all() {
        if (isStale) {
            all = List.copyOf(paths.values());
            isStale = false;
        }
        return all;
    }

    private void put(final Nlri nlri, final Update update) {
        if (!unconfirmed.isEmpty() && unconfirmed.containsKey(nlri.family())) {
            unconfirmed.get(nlri.family()).remove(nlri);
        }
        final boolean isNew = !paths.containsKey(nlri);
        if (isNew && counts.getOrDefault(nlri.prefix(), 0) >= MOST_OF_A_PREFIX) {
            return;
        }
        final HeardPath path = HeardPath.of(update, nlri);
        if (!path.equals(paths.put(nlri, path))) {
            isStale = true;
        }
        if (isNew) {
            counts.merge(nlri.prefix(), 1, Integer::sum);
        }
    }

    private void remove(final Nlri nlri) {
        if (paths.remove(nlri) != null) {
            counts.computeIfPresent(nlri.prefix(), (_, count) -> count == 1 ? null : count - 1);
            isStale = true;
        }
    }
}

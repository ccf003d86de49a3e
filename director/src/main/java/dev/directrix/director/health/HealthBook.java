package dev.directrix.director.health;

import dev.directrix.forwarder.service.ServerKey;
import java.util.HashMap;
import java.util.Map;

/**
 * The health of every real server by pool and address, so that it outlives new names and reloads. Takes its time as an
 * argument; belongs to one thread.
 */
public final class HealthBook {

    private final Map<ServerKey, Entry> entries = new HashMap<>();

    /**
     * Makes these the checked targets, at most one a server. A server that was there keeps its state, also when its
     * port or its policy changed: a reload that changes a check does not take its servers away.
     */
    public void configure(final Map<CheckTarget, HealthPolicy> targets, final long nowMs) {
        final Map<ServerKey, Entry> next = new HashMap<>();
        targets.forEach((target, policy) -> {
            final Entry before = entries.get(target.server());
            final ServerHealth health = before == null ? ServerHealth.unknown(nowMs) : before.health;
            if (next.put(target.server(), new Entry(target, policy, health)) != null) {
                throw new IllegalArgumentException("two targets for one server: " + target);
            }
        });
        entries.clear();
        entries.putAll(next);
    }

    /**
     * Takes one result.
     *
     * @return whether its verdict changed; false as well for a target that is no longer checked
     */
    public boolean on(final CheckTarget target, final CheckResult result, final long nowMs) {
        final Entry entry = entries.get(target.server());
        if (entry == null || !entry.target.equals(target)) {
            return false;
        }
        final Verdict before = entry.health.verdict();
        entry.health = entry.health.on(result, entry.policy, nowMs);
        return before != entry.health.verdict();
    }

    /** The health of a server; up when nothing checks it. */
    public ServerHealth of(final ServerKey server) {
        final Entry entry = entries.get(server);
        return entry == null ? ServerHealth.UNCHECKED : entry.health;
    }

    private static final class Entry {
        private final CheckTarget target;
        private final HealthPolicy policy;
        private ServerHealth health;

        Entry(final CheckTarget target, final HealthPolicy policy, final ServerHealth health) {
            this.target = target;
            this.policy = policy;
            this.health = health;
        }
    }
}

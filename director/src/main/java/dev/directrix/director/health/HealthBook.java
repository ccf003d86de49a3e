package dev.directrix.director.health;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The health of every checked target, and what it adds up to for each server. A server whose services listen on
 * several ports is up when all of them answer. Takes its time as an argument; belongs to one thread.
 */
public final class HealthBook {

    private final SequencedMap<CheckTarget, Entry> entries = new LinkedHashMap<>();
    private final Map<ServerKey, List<CheckTarget>> byServer = new HashMap<>();

    /**
     * Makes these the checked targets. A target that was there keeps its state; a new port of a known server starts
     * from what is known of that server, so that a reload that changes a check does not take its servers away.
     */
    public void configure(final Map<CheckTarget, HealthPolicy> targets, final long nowMs) {
        final Map<CheckTarget, Entry> next = new LinkedHashMap<>();
        targets.forEach((target, policy) -> {
            final Entry before = entries.get(target);
            final ServerHealth health = before != null ? before.health
                : inherited(ServerKey.of(target)).orElseGet(() -> ServerHealth.unknown(nowMs));
            next.put(target, new Entry(policy, health));
        });
        entries.clear();
        entries.putAll(next);
        byServer.clear();
        next.keySet().forEach(t -> byServer.computeIfAbsent(ServerKey.of(t), k -> new ArrayList<>()).add(t));
    }

    private Optional<ServerHealth> inherited(final ServerKey server) {
        return byServer.containsKey(server) ? Optional.of(of(server, 0)) : Optional.empty();
    }

    /**
     * Takes one result.
     *
     * @return whether it changed if the server may serve; false as well for a target that is no longer checked
     */
    public boolean on(final CheckTarget target, final CheckResult result, final long nowMs) {
        final Entry entry = entries.get(target);
        if (entry == null) {
            return false;
        }
        final ServerKey server = ServerKey.of(target);
        final boolean before = of(server, nowMs).up();
        entry.health = entry.health.on(result, entry.policy, nowMs);
        return before != of(server, nowMs).up();
    }

    /** The health of a server: that of its worst port; up when nothing checks it. */
    public ServerHealth of(final ServerKey server, final long nowMs) {
        final List<CheckTarget> targets = byServer.get(server);
        if (targets == null) {
            return ServerHealth.unchecked(nowMs);
        }
        CheckTarget worst = targets.getFirst();
        for (final CheckTarget target : targets) {
            if (badness(entries.get(target).health) > badness(entries.get(worst).health)) {
                worst = target;
            }
        }
        final ServerHealth health = entries.get(worst).health;
        return targets.size() == 1 ? health : health.withReason("port " + worst.port() + ": " + health.reason());
    }

    /** Whether every target has had enough checks for a verdict. */
    public boolean settled() {
        return entries.values().stream().noneMatch(e -> e.health.verdict() == Verdict.UNKNOWN);
    }

    private static int badness(final ServerHealth health) {
        return switch (health.verdict()) {
            case UP -> 0;
            case UNKNOWN -> 1;
            case DOWN -> 2;
        };
    }

    private static final class Entry {
        private final HealthPolicy policy;
        private ServerHealth health;

        Entry(final HealthPolicy policy, final ServerHealth health) {
            this.policy = policy;
            this.health = health;
        }
    }

    /**
     * A server as its health is kept: by address, so that it survives a new name.
     *
     * @param pool    the pool's name
     * @param address the server's own address
     */
    public record ServerKey(String pool, InetAddress address) {

        static ServerKey of(final CheckTarget target) {
            return new ServerKey(target.pool(), target.address());
        }
    }
}

package dev.directrix.cluster.simulation;

import dev.directrix.forwarder.epoch.FlowVisitor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The flows that a director forwarded lately: a bounded number, without those that were silent. For one thread. */
final class FlowTrack {
    private final int places;
    private final long idleNs;
    private final Map<Long, Entry> entries = new LinkedHashMap<>();

    private static final class Entry {
        private int pool;
        private int server;
        private long lastNs;
    }

    /** An empty track. */
    FlowTrack(final int places, final long idleNs) {
        this.places = places;
        this.idleNs = idleNs;
    }

    /** Notes a packet's flow; false if there is no room for it. */
    boolean note(final long hash, final int pool, final int server, final long nowNs) {
        Entry entry = entries.remove(hash);
        if (entry == null) {
            if (entries.size() >= places && !makeRoom(nowNs)) {
                return false;
            }
            entry = new Entry();
        }
        entries.put(hash, entry);
        entry.pool = pool;
        entry.server = server;
        entry.lastNs = nowNs;
        return true;
    }

    private boolean makeRoom(final long nowNs) {
        final Map.Entry<Long, Entry> oldest = entries.entrySet().iterator().next();
        if (nowNs - oldest.getValue().lastNs <= idleNs) {
            return false;
        }
        entries.remove(oldest.getKey());
        return true;
    }

    /** How many. */
    int size() {
        return entries.size();
    }

    /** The flows as they stand now, to be looked at one by one later. */
    List<Long> scan() {
        return new ArrayList<>(entries.keySet());
    }

    /** Shows a flow if it is not idle. */
    void show(final long hash, final long nowNs, final FlowVisitor visitor) {
        final Entry entry = entries.get(hash);
        if (entry != null && nowNs - entry.lastNs <= idleNs) {
            visitor.visit(hash, entry.pool, entry.server, nowNs - entry.lastNs);
        }
    }

    /** Forgets everything. */
    void clear() {
        entries.clear();
    }
}

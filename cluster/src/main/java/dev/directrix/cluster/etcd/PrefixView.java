package dev.directrix.cluster.etcd;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What this node knows of the cluster's keys, as of one revision, from reads and watches; tells the listener of what is
 * new. Knows by the record's version whether one was left out. Not thread-safe.
 */
final class PrefixView {
    private final StoreKeys keys;
    private final StoreListener listener;
    /** Create and mod revision of each member's key. */
    private final Map<String, KeyValue> members = new TreeMap<>();
    private Optional<KeyValue> record = Optional.empty();
    private long revision;

    PrefixView(final StoreKeys keys, final StoreListener listener) {
        this.keys = keys;
        this.listener = listener;
    }

    /** All changes up to this revision are known; 0 before the first read. */
    long revision() {
        return revision;
    }

    /** The record last seen. */
    Optional<KeyValue> record() {
        return record;
    }

    /** The point that other looks are held to. */
    Checkpoint checkpoint() {
        return new Checkpoint(revision, record);
    }

    /**
     * Takes over a read of everything: the first, or one after changes were lost to compaction.
     *
     * @return why the record's versions in between are lost; empty if none is
     */
    Optional<String> load(final RangeAnswer all) {
        final List<KeyValue> found = all.keys().stream()
                .sorted(Comparator.comparingLong(KeyValue::modRevision)).toList();
        final Optional<KeyValue> current = found.stream().filter(key -> key.key().equals(keys.record())).findFirst();
        final Optional<String> gap = revision == 0 ? Optional.empty() : gapBefore(current);
        if (gap.isPresent()) {
            return gap;
        }
        final Map<String, Long> created = new TreeMap<>();
        found.forEach(key -> keys.memberOf(key.key()).ifPresent(name -> created.put(name, key.createRevision())));
        for (final Map.Entry<String, KeyValue> member : List.copyOf(members.entrySet())) {
            if (!Long.valueOf(member.getValue().createRevision()).equals(created.get(member.getKey()))) {
                members.remove(member.getKey());
                listener.memberGone(member.getKey());
            }
        }
        found.forEach(this::show);
        revision = Math.max(revision, all.revision());
        return Optional.empty();
    }

    /**
     * Takes over changes from a watch. What was known is skipped.
     *
     * @return why versions of the record are lost, or can no longer come; empty if none is
     * @throws EtcdException if the changes are in disorder
     */
    Optional<String> apply(final List<WatchResponse.Event> events) {
        long last = 0;
        for (final WatchResponse.Event event : events) {
            final KeyValue key = event.key();
            if (key.modRevision() < last) {
                throw EtcdException.malformed("a watch goes back from revision " + last + " to " + key.modRevision());
            }
            last = key.modRevision();
            if (last <= revision) {
                continue;
            }
            final Optional<String> gap = event.deleted() ? removed(key.key()) : changed(key);
            if (gap.isPresent()) {
                return gap;
            }
        }
        revision = Math.max(revision, last);
        return Optional.empty();
    }

    /**
     * Whether a look at the keys shows changes that are not known here. If it shows that there are none, they are known
     * up to its revision: no key was changed after what is known, and none is missing.
     */
    boolean isBehind(final Probe probe) {
        final long seen = probe.header().revision();
        if (seen <= revision) {
            return false;
        }
        final long known = members.size() + (record.isPresent() ? 1L : 0L);
        if (probe.newestRevision() > revision || probe.count() != known) {
            return true;
        }
        revision = seen;
        return false;
    }

    private Optional<String> changed(final KeyValue key) {
        if (!key.key().equals(keys.record())) {
            show(key);
            return Optional.empty();
        }
        final Optional<String> gap = gapBefore(Optional.of(key));
        if (gap.isEmpty()) {
            show(key);
        }
        return gap;
    }

    private Optional<String> removed(final String key) {
        if (key.equals(keys.record())) {
            return Optional.of("the record was deleted");
        }
        keys.memberOf(key).filter(name -> members.remove(name) != null).ifPresent(listener::memberGone);
        return Optional.empty();
    }

    /** Tells of a key, unless it is known as it is. */
    private void show(final KeyValue key) {
        if (key.key().equals(keys.record())) {
            if (record.isEmpty() || record.get().modRevision() != key.modRevision()) {
                record = Optional.of(key);
                listener.recordSeen(key.modRevision(), key.value());
            }
            return;
        }
        keys.memberOf(key.key()).ifPresent(name -> {
            final KeyValue known = members.put(name, key);
            if (known == null || known.modRevision() != key.modRevision()) {
                listener.memberSeen(name, key.value(), key.modRevision());
            }
        });
    }

    /** Why this cannot be the record's next version, nor the one that is known. */
    private Optional<String> gapBefore(final Optional<KeyValue> next) {
        if (next.isEmpty()) {
            return record.isEmpty() ? Optional.empty() : Optional.of("the record was deleted");
        }
        final KeyValue now = next.get();
        final long created = record.map(KeyValue::createRevision).orElse(now.createRevision());
        final long version = record.map(KeyValue::version).orElse(0L);
        final boolean isKnown = record.filter(known -> known.version() == now.version()
                && known.modRevision() == now.modRevision() && Arrays.equals(known.value(), now.value())).isPresent();
        if (now.createRevision() == created && (isKnown || now.version() == version + 1)) {
            return Optional.empty();
        }
        return Optional.of("version " + version + " of the record was seen last, and now comes version "
                + now.version() + (now.createRevision() == created ? "" : " of another one"));
    }
}

package dev.directrix.cluster.etcd;

import java.util.Arrays;
import java.util.Optional;

/**
 * A point of etcd's past as this node has seen it. An etcd that was restored from a backup and then came by its own
 * changes to a greater revision is told by it: it had another record, or none, at that point.
 *
 * @param revision the point; 0 before the first read
 * @param record   the record then, if there was one
 */
record Checkpoint(long revision, Optional<KeyValue> record) {

    /** What is wrong with the past that a look shows; empty if it is this one. */
    Optional<String> contradiction(final Probe probe) {
        if (isSame(probe.record()) || (!probe.atCheckpoint() && isLater(probe.record()))) {
            return Optional.empty();
        }
        return Optional.of("at revision " + revision + " the record had " + name(record) + ", and it shows "
                + name(probe.record()));
    }

    private boolean isSame(final Optional<KeyValue> shown) {
        if (record.isEmpty() || shown.isEmpty()) {
            return record.isEmpty() && shown.isEmpty();
        }
        final KeyValue known = record.get();
        return known.createRevision() == shown.get().createRevision()
                && known.modRevision() == shown.get().modRevision()
                && known.version() == shown.get().version()
                && Arrays.equals(known.value(), shown.get().value());
    }

    private boolean isLater(final Optional<KeyValue> shown) {
        return record.isEmpty() || shown.filter(now -> now.createRevision() == record.get().createRevision()
                && now.modRevision() > record.get().modRevision()
                && now.version() > record.get().version()).isPresent();
    }

    private static String name(final Optional<KeyValue> key) {
        return key.map(seen -> "version " + seen.version() + " of revision " + seen.modRevision()
                + " with digest " + Integer.toHexString(Arrays.hashCode(seen.value()))).orElse("no value");
    }
}

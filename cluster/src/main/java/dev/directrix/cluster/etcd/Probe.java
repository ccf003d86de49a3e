package dev.directrix.cluster.etcd;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A linearizable look at the keys of the cluster and at the record: enough to see whether etcd has the past that this
 * node knows, whether the watch is behind, and whether this node's key is still there.
 *
 * @param header         its revision is that of the look, its term that of a leader confirmed after the request was
 * sent
 * @param atCheckpoint   whether {@code record} is as of the checkpoint, not of now
 * @param record         the record
 * @param newestRevision of all keys' last changes; 0 if there are no keys
 * @param count          of keys
 * @param own            this node's key
 */
record Probe(
        ResponseHeader header,
        boolean atCheckpoint,
        Optional<KeyValue> record,
        long newestRevision,
        long count,
        Optional<KeyValue> own) {

    /**
     * Looks, at one endpoint, and holds what it shows to the past that is known.
     *
     * @return fails with {@link EtcdException.Kind#REFUSED} if that is another past
     */
    static CompletableFuture<Probe> take(final Attempt attempt, final StoreKeys keys, final Checkpoint checkpoint) {
        final boolean hasPast = checkpoint.revision() != 0;
        return attempt.txn(keys.probe(checkpoint.revision()))
                .thenApply(answer -> of(answer, hasPast))
                .exceptionallyCompose(thrown -> {
                    final EtcdException failure = EtcdException.of(thrown);
                    if (hasPast && failure.isCompacted()) {
                        return attempt.txn(keys.probe(0)).thenApply(answer -> of(answer, false));
                    }
                    return CompletableFuture.failedFuture(!failure.isFutureRevision() ? failure
                            : attempt.refuse(RevisionFence.Cause.REVISION, "it has not yet come to revision "
                                    + checkpoint.revision() + " seen before: restored from an old backup"));
                })
                .thenApply(probe -> {
                    checkpoint.contradiction(probe).ifPresent(why -> {
                        throw attempt.refuse(RevisionFence.Cause.HISTORY, why);
                    });
                    return probe;
                });
    }

    private static Probe of(final TxnAnswer answer, final boolean atCheckpoint) {
        final RangeAnswer all = answer.range(1);
        return new Probe(answer.header(), atCheckpoint, answer.range(0).first(),
                all.first().map(KeyValue::modRevision).orElse(0L), all.count(), answer.range(2).first());
    }
}

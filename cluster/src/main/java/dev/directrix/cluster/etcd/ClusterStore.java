package dev.directrix.cluster.etcd;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What the protocol sees of etcd: one record, changed only by compare-and-swap, and one key a member, which lives as
 * long as the member's lease. One store is one life of a node: a new life takes a new store.
 *
 * <p>All methods return at once and may be called from any thread, the listener's included. Futures are completed on
 * the listener's thread and fail with {@link EtcdException} only.
 *
 * <p><b>Semantics, for those who model it.</b>
 * <ul>
 * <li>The store is linearizable: a call that returned a result took effect, whole, at one moment between call and
 * result. A call that failed with {@link EtcdException#isOutcomeKnown} true has no effect, ever. Any other failed call
 * may have taken effect, or may still take it at any later time; what became of it is seen by the listener only.</li>
 * <li>Each change has a revision, greater than all before. Changes of one call have the same one.</li>
 * <li>The listener is told of changes in the order of their revisions, any time later. It may be told of a change
 * before or after the future of the call that made it completes.</li>
 * <li>Leases are held by etcd's clock: a lease ends not before TTL has passed since the last confirmed keep-alive was
 * <em>sent</em>, and then as late as etcd likes (a change of its leader prolongs all leases). With it ends the
 * member's key, as one change.</li>
 * <li>Without etcd nothing happens: no call succeeds, nothing is told but {@code reachable(false, ...)}; afterwards all
 * goes on without a gap, if the lease still lives.</li>
 * </ul>
 */
public interface ClusterStore extends AutoCloseable {

    /** Begins to read and to watch. Tries until it succeeds. To be called once, before anything else. */
    void start(StoreListener listener);

    /**
     * Asks for this life's lease, once; on success the lease is kept alive from then on. May be called again after a
     * failure.
     *
     * @param ttl whole seconds; etcd may give more, never less
     * @return the time that etcd gave; {@link StoreListener#keepAliveConfirmed} has been called with the time at which
     *         the lease was asked for
     */
    CompletableFuture<Duration> grantLease(Duration ttl);

    /**
     * Says something of this node, under its lease. Values are written in the order of the calls; while one is being
     * written only the newest of those that wait is kept. Tried until it is confirmed or replaced. Waits for the lease,
     * and for the key of an earlier life to end with its own lease. After {@link StoreListener#leaseLost} (until
     * {@link #reclaim}) or {@link #deleteMember} nothing is written.
     *
     * @param value kept, not to be changed afterwards
     */
    void putMember(byte[] value);

    /**
     * Changes the record if it is still the one expected.
     *
     * @param expectedModRevision of the version last seen; 0 for: there must be no record
     * @param next                the new value
     * @return true if it was changed, false if the record is another one: then nothing has changed
     */
    CompletableFuture<Boolean> swapRecord(long expectedModRevision, byte[] next);

    /**
     * As {@link #swapRecord(long, byte[])}, and in the same transaction: only if certain members have no key, and with
     * a new value for this node's own. The own value takes its turn after those given to {@link #putMember} before, and
     * before those after.
     *
     * @param requireAbsent members that must have no key; if one has, the result is false
     * @param own           what to say of this node at the same time; empty to leave it. Needs the lease; fails with
     *                      {@link EtcdException.Kind#CLOSED} if the lease is gone
     */
    CompletableFuture<Boolean> swapRecord(
            long expectedModRevision, byte[] next, Set<String> requireAbsent, Optional<byte[]> own);

    /**
     * Takes another lease after {@link StoreListener#leaseLost}, and this node's key with it: only if the record is
     * still the one expected, and nobody has a key of this name. Whoever removes this node from the record requires its
     * key to be absent, so one of both happens, never both. What was given to {@link #putMember} meanwhile is
     * forgotten.
     *
     * @param ttl                 as for {@link #grantLease}
     * @param expectedModRevision of the version last seen, in which this node is
     * @param own                 what to say of this node
     * @return true if the lease is there and kept alive; false if the record or the key is another: nothing has changed
     */
    CompletableFuture<Boolean> reclaim(Duration ttl, long expectedModRevision, byte[] own);

    /**
     * Ends the lease, and this node's key with it in the same moment, for a graceful end. From now on nothing is told
     * of the lease. If it fails the lease ends by itself, as nobody keeps it alive.
     */
    CompletableFuture<Void> deleteMember();

    /** Ends all calls, without a word to etcd: the lease runs out by itself. */
    @Override
    void close();
}

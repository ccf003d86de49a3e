package dev.directrix.cluster.etcd;

import dev.directrix.cluster.etcd.EtcdException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes this node's own key: one write at a time, in order, each only if the key is as the write before left it. A
 * write whose outcome is unknown, and which etcd may still do much later, can therefore never undo a newer one. On the
 * store's thread only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // What becomes of a write is handled where it is made.
final class MemberWriter {
    private static final Logger LOG = LoggerFactory.getLogger(MemberWriter.class);
    private static final Duration RETRY = Duration.ofMillis(100);
    /** Bound on writes that wait, while etcd does not answer and the caller goes on asking. */
    private static final int MAX_WAITING = 32;

    private final StoreLoop loop;
    private final StoreKeys keys;
    private final LeaseState lease;
    private final Deque<Write> waiting = new ArrayDeque<>();
    private boolean writing;
    private boolean warned;
    /** Counts the leases: what becomes of a write under an earlier one does not matter. */
    private int generation;
    /** Revision of the key's last change as far as is known; 0 while there is no key of this life. */
    private long modRevision;

    /** What is to be written; with a swap if its own value goes with a new record. */
    @SuppressWarnings("ArrayRecordComponent") // Values are handed through, never compared.
    private record Write(byte[] value, Optional<Swap> swap) {
    }

    /** A change of the record that waits for its turn. */
    private record Swap(RecordSwap record, CompletableFuture<Boolean> done) {
    }

    MemberWriter(final StoreLoop loop, final StoreKeys keys, final LeaseState lease) {
        this.loop = loop;
        this.keys = keys;
        this.lease = lease;
    }

    /** Whether this life has a key in etcd, unless the lease is gone. */
    boolean hasKey() {
        return modRevision != 0;
    }

    /** The key was written under another lease than before. */
    void regained(final long revision) {
        generation++;
        writing = false;
        modRevision = revision;
        next();
    }

    /** Writes a value, in place of a plain one that still waits at the end. */
    void put(final byte[] value) {
        if (!waiting.isEmpty() && waiting.peekLast().swap.isEmpty()) {
            waiting.removeLast();
        }
        waiting.addLast(new Write(value, Optional.empty()));
        next();
    }

    /** Writes a value together with a new record; fails if too much waits already. */
    CompletableFuture<Boolean> put(final byte[] value, final RecordSwap swap) {
        if (waiting.size() >= MAX_WAITING) {
            return CompletableFuture.failedFuture(
                    new EtcdException(Kind.UNREACHABLE, "too many changes wait for etcd already"));
        }
        final CompletableFuture<Boolean> done = new CompletableFuture<>();
        waiting.addLast(new Write(value, Optional.of(new Swap(swap, done))));
        next();
        return done;
    }

    /** Writes what waits, if it can be written now. To be called when the lease has come, or has gone. */
    void next() {
        if (lease.isOver()) {
            abandon();
        } else if (!writing && !waiting.isEmpty() && lease.id().isPresent()) {
            writing = true;
            write(waiting.removeFirst(), lease.id().getAsLong());
        }
    }

    private void write(final Write write, final long id) {
        final Txn txn = new Txn();
        if (modRevision == 0) {
            txn.ifAbsent(keys.own());
        } else {
            txn.ifModRevision(keys.own(), modRevision).ifLease(keys.own(), id);
        }
        write.swap.ifPresent(swap -> swap.record.addTo(txn, keys));
        txn.put(keys.own(), write.value, id).elseRead(keys.key(keys.own()));
        final int current = generation;
        loop.client().call(write.swap.isEmpty(), attempt -> attempt.txn(txn.json()))
                .whenCompleteAsync((answer, thrown) -> {
                    if (current != generation) {
                        refuse(write);
                    } else if (thrown != null) {
                        failed(write, EtcdException.of(thrown));
                    } else if (answer.succeeded()) {
                        modRevision = answer.header().revision();
                        done(write, true);
                    } else {
                        compareFailed(write, id, answer.range(0).first());
                    }
                }, loop);
    }

    /** The key is not as this life left it, or the record is another one. */
    private void compareFailed(final Write write, final long id, final Optional<KeyValue> own) {
        final boolean isOurs = own.filter(key -> key.lease() == id).isPresent();
        final long found = own.map(KeyValue::modRevision).orElse(0L);
        if (found == modRevision && (isOurs || modRevision == 0)) {
            done(write, false);
        } else if (isOurs) {
            // An earlier write whose outcome was unknown has been done, or this one at an earlier attempt.
            modRevision = found;
            if (write.swap.isEmpty() && Arrays.equals(own.get().value(), write.value)) {
                done(write, true);
            } else {
                again(write, Duration.ZERO);
            }
        } else if (modRevision != 0) {
            lease.lose(own.isPresent() ? "this node's key is another life's" : "this node's key is gone");
            refuse(write);
            abandon();
        } else {
            // The key of an earlier life of this name lives until its own lease ends.
            if (!warned) {
                warned = true;
                LOG.warn("{} is held by another life, or by another node of this name: waiting for its lease to end",
                        keys.own());
            }
            again(write, RETRY);
        }
    }

    private void failed(final Write write, final EtcdException failure) {
        if (lease.isOver()) {
            refuse(write);
            abandon();
        } else if (write.swap.isPresent()) {
            writing = false;
            write.swap.get().done.completeExceptionally(failure);
            next();
        } else {
            if (failure.isLeaseUnknown()) {
                // An error bears no revision: whether to believe it is for the next keep-alive to find out.
                loop.checkSoon();
            }
            again(write, RETRY);
        }
    }

    private void again(final Write write, final Duration delay) {
        final int current = generation;
        loop.later(delay, () -> {
            if (current != generation) {
                refuse(write);
                return;
            }
            writing = false;
            // A plain value that was followed by another one need not be written any more.
            final boolean isReplaced = write.swap.isEmpty() && !waiting.isEmpty() && waiting.peekFirst().swap.isEmpty();
            if (!isReplaced) {
                waiting.addFirst(write);
            }
            next();
        });
    }

    private void done(final Write write, final boolean succeeded) {
        writing = false;
        write.swap.ifPresent(swap -> swap.done.complete(succeeded));
        next();
    }

    private void abandon() {
        while (!waiting.isEmpty()) {
            refuse(waiting.removeFirst());
        }
    }

    private static void refuse(final Write write) {
        write.swap.ifPresent(swap -> swap.done.completeExceptionally(
                new EtcdException(Kind.CLOSED, "this life's lease has ended")));
    }
}

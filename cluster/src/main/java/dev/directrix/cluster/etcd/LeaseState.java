package dev.directrix.cluster.etcd;

import java.util.OptionalLong;

/** This life's lease: whether there is one, and whether it still counts. Not thread-safe. */
final class LeaseState {
    private final StoreListener listener;
    private long id;
    private long ttlSeconds;
    private long confirmedNs;
    private boolean asked;
    private boolean over;
    private boolean givenUp;

    LeaseState(final StoreListener listener) {
        this.listener = listener;
    }

    /** Notes that a lease is being asked for; false if it already was, or is. */
    boolean ask() {
        if (asked || over) {
            return false;
        }
        asked = true;
        return true;
    }

    /** Notes that another lease is being asked for after the first was lost; false if none is needed, or one is. */
    boolean askAgain() {
        if (!over || givenUp || asked) {
            return false;
        }
        asked = true;
        return true;
    }

    /** Another lease is there instead of the one that was lost. */
    void regained(final LeaseAnswer lease) {
        over = false;
        granted(lease);
    }

    /** The lease was not granted: it may be asked for again. */
    void notGranted() {
        asked = false;
    }

    /** The lease is there. */
    void granted(final LeaseAnswer lease) {
        id = lease.id();
        ttlSeconds = lease.ttlSeconds();
        confirmedNs = lease.sentAtNs();
        listener.keepAliveConfirmed(confirmedNs);
    }

    /** Its id, while it lives as far as is known. */
    OptionalLong id() {
        return id == 0 || over ? OptionalLong.empty() : OptionalLong.of(id);
    }

    /** Whether it is lost or given up. */
    boolean isOver() {
        return over;
    }

    /** Takes over what a keep-alive and a look after it say of the lease. */
    void heard(final LeaseAnswer answer, final Probe probe, final boolean keyExpected) {
        if (over || answer.id() != id) {
            return;
        }
        if (answer.ttlSeconds() <= 0) {
            lose("etcd says that the lease has ended");
        } else if (keyExpected && probe.own().filter(key -> key.lease() == id).isEmpty()) {
            lose("this node's key is gone, or is another life's");
        } else if (answer.ttlSeconds() >= ttlSeconds && answer.sentAtNs() - confirmedNs > 0) {
            confirmedNs = answer.sentAtNs();
            listener.keepAliveConfirmed(confirmedNs);
        }
    }

    /** The lease is found to be gone. */
    void lose(final String why) {
        if (!over) {
            over = true;
            asked = false;
            listener.leaseLost(why);
        }
    }

    /** The lease is given up. */
    void giveUp() {
        over = true;
        givenUp = true;
    }
}

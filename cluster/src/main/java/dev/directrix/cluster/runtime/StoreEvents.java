package dev.directrix.cluster.runtime;

import dev.directrix.cluster.etcd.StoreListener;
import dev.directrix.cluster.member.RecordException;
import dev.directrix.cluster.member.RecordJson;
import dev.directrix.cluster.member.StateJson;
import dev.directrix.cluster.protocol.ClusterEvent;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Makes events of what the store tells. Thread-safe as far as what it is given is. */
final class StoreEvents implements StoreListener {
    private final Consumer<ClusterEvent> events;
    private final Consumer<String> reports;
    private final BiConsumer<Boolean, String> reachable;
    private boolean anyRecord;

    /**
     * A listener.
     *
     * @param events    takes the events
     * @param reports   takes what people should know
     * @param reachable hears whether the store answers, and from where or why not
     */
    StoreEvents(
            final Consumer<ClusterEvent> events,
            final Consumer<String> reports,
            final BiConsumer<Boolean, String> reachable) {
        this.events = events;
        this.reports = reports;
        this.reachable = reachable;
    }

    @Override
    public void recordSeen(final long modRevision, final byte[] value) {
        anyRecord = true;
        try {
            events.accept(new ClusterEvent.RecordSeen(RecordJson.decode(value), modRevision));
        } catch (final RecordException e) {
            events.accept(new ClusterEvent.Lost("the cluster's record in etcd cannot be read: " + e.getMessage()));
        }
    }

    @Override
    public void memberSeen(final String name, final byte[] value, final long modRevision) {
        try {
            events.accept(new ClusterEvent.StateSeen(name, StateJson.decode(value)));
        } catch (final RecordException e) {
            reports.accept("what member " + name + " says of itself in etcd cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void memberGone(final String name) {
        events.accept(new ClusterEvent.StateGone(name));
    }

    @Override
    public void started() {
        if (!anyRecord) {
            events.accept(new ClusterEvent.NoRecord());
        }
    }

    @Override
    public void gap(final String why) {
        events.accept(new ClusterEvent.Lost(why));
    }

    @Override
    public void keepAliveConfirmed(final long sentAtNs) {
        events.accept(new ClusterEvent.KeepAlive(sentAtNs));
    }

    @Override
    public void leaseLost(final String why) {
        events.accept(new ClusterEvent.LeaseEnded("the lease is lost: " + why));
    }

    @Override
    public void reachable(final boolean answers, final String why) {
        reachable.accept(answers, why);
    }
}

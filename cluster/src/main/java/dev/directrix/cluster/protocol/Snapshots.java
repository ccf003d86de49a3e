package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.message.Flows;
import dev.directrix.cluster.message.Message;
import dev.directrix.cluster.message.MessageCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells joining members the exceptions of this one (rule J2). For one thread. */
final class Snapshots {
    private static final int MOST_IN_FLIGHT = 20 * MessageCodec.MOST_FLOWS;

    private final NodeContext node;
    private final Map<MemberId, Pins> running = new HashMap<>();

    Snapshots(final NodeContext node) {
        this.node = node;
    }

    /** The view is a new one: who asked in an older one asks again. */
    void entered() {
        running.clear();
    }

    /** Another asks, in this view. */
    void requested(final MemberId by) {
        final Pins all = new Pins(MessageCodec.MOST_FLOWS, MOST_IN_FLIGHT);
        node.tables.exceptions().forEach((hash, pool, server, mark) -> all.add(hash, pool, server));
        if (all.count() == 0) {
            node.send(by, new Message.Snapshot(0, Flows.NONE, true));
        } else {
            running.put(by, all);
            tell(by, all);
        }
    }

    /** Another has entered some, in this view. */
    void acked(final MemberId by, final Message.SnapshotAck ack) {
        final Pins all = running.get(by);
        if (all != null) {
            all.acked(by, ack.count());
            tell(by, all);
            if (all.isAllSent()) {
                running.remove(by);
            }
        }
    }

    private void tell(final MemberId to, final Pins all) {
        while (all.hasNext(List.of(to))) {
            final long first = all.nextFirst();
            final Flows flows = all.next();
            node.send(to, new Message.Snapshot(first, flows, all.isAllSent()));
        }
    }
}

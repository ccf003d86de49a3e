package dev.directrix.cluster.simulation;

import dev.directrix.cluster.protocol.ClusterAction;
import dev.directrix.cluster.protocol.ClusterEvent;
import dev.directrix.cluster.protocol.ClusterSettings;
import java.util.List;
import java.util.function.Consumer;

/** What stands between the members and the world, to break a rule on purpose: here nothing. */
class Sabotage {
    /** Everything is as it should be. */
    static final Sabotage NONE = new Sabotage();

    /** What a member hears of an event. */
    void hear(final Director director, final ClusterEvent event, final Consumer<ClusterEvent> member) {
        member.accept(event);
    }

    /** What becomes of a member's actions. */
    List<ClusterAction> does(final Director director, final List<ClusterAction> actions) {
        return actions;
    }

    /** Whether packets are forwarded only before the deadline. */
    boolean keepsDeadline() {
        return true;
    }

    /** Whether packets that must wait do so, or go by the table. */
    boolean holdsPackets() {
        return true;
    }

    /** Whether an exception without mark lets nothing begin while its slot is frozen. */
    boolean heedsMarks() {
        return true;
    }

    /** Whether half-open flows are remembered. */
    boolean remembersSyns() {
        return true;
    }

    /** Whether half-open flows are looked at before those of the track. */
    boolean looksAtSynsFirst() {
        return true;
    }

    /** The world in which it shows. */
    WorldSettings in(final WorldSettings usual) {
        return usual;
    }

    /** How much later everything arrives that is delivered by a channel. */
    long lateNs(final String channel) {
        return 0;
    }

    /** What a director is told at its start. */
    ClusterSettings of(final ClusterSettings usual) {
        return usual;
    }
}

package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.MemberState;

/**
 * This member's lease. When it ends although the member is valid by the grants of others, as when none of them reaches
 * the store for a while, the member takes another one, unless the record has removed it meanwhile; and whoever has been
 * out of touch with the store gives the others time to do the same before it removes them. For one thread.
 */
final class Lease {
    private static final long AGAIN_NS = 300_000_000L;

    private final NodeContext node;
    private boolean held = true;
    private long keptAliveNs = Long.MIN_VALUE;
    private long inTouchSinceNs = Long.MIN_VALUE;
    private long nextTryNs = Long.MIN_VALUE;

    Lease(final NodeContext node) {
        this.node = node;
    }

    /** Whether it is not known to have ended. */
    boolean isHeld() {
        return held;
    }

    /** It has ended. Before this member is one, there is nothing to go on with. */
    void ended(final String why) {
        if (!node.hasEntered()) {
            node.stop(why, false);
        } else {
            held = false;
        }
    }

    /** What a member said is gone: its lease has ended. */
    void gone(final String name) {
        if (name.equals(node.self.name()) && node.hasEntered() && node.entered().has(node.self)) {
            held = false;
        }
    }

    /** A member said something. */
    void seen(final String name, final MemberState state) {
        if (!held && name.equals(node.self.name()) && state.incarnation() == node.self.incarnation()) {
            held = true;
            node.publishAgain();
        }
    }

    /** The store confirmed a request of this time. */
    void keptAlive(final long sentAtNs) {
        if (keptAliveNs == Long.MIN_VALUE || sentAtNs - keptAliveNs > node.settings.validityNs() / 2) {
            inTouchSinceNs = node.nowNs();
        }
        keptAliveNs = Math.max(keptAliveNs, sentAtNs);
    }

    /**
     * Whether this member has been in touch with the store for so long that others would have been too. What the store
     * tells after a silence may come before its first confirmation.
     */
    boolean mayRemove() {
        return inTouchSinceNs != Long.MIN_VALUE
                && node.nowNs() - keptAliveNs <= node.settings.validityNs() / 2
                && node.nowNs() - inTouchSinceNs >= node.settings.validityNs() + node.settings.validityNs() / 2;
    }

    /** Takes another one, if the record has this member as far as is known. */
    void reclaim() {
        if (node.newest().has(node.self) && (nextTryNs == Long.MIN_VALUE || node.nowNs() - nextTryNs >= 0)) {
            nextTryNs = node.nowNs() + AGAIN_NS;
            node.act(new ClusterAction.Reclaim(node.revision(), node.state()));
        }
    }
}

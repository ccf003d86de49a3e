package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.SettleKind;

/** Counts what a member does in one life. For one thread. */
final class NodeTally {
    private static final long NO_TIME = Long.MIN_VALUE;

    private long pinsSent;
    private long pinsAcked;
    private long exceptionsAdded;
    private long exceptionsRemoved;
    private long exceptionsRefused;
    private long settles;
    private long deadSettles;
    private long settlesGivenUp;
    private long lastSettleNs;
    private long lastDeadSettleNs;
    private long settleBeganNs = NO_TIME;

    void pinsSent(final long count) {
        pinsSent += count;
    }

    void pinsAcked(final long count) {
        pinsAcked += count;
    }

    /** E has another number of flows than before. */
    void exceptions(final int before, final int after) {
        exceptionsAdded += Math.max(0, after - before);
        exceptionsRemoved += Math.max(0, before - after);
    }

    void exceptionRefused() {
        exceptionsRefused++;
    }

    /** A collection begins, perhaps again. */
    void settleBegins(final long nowNs) {
        if (settleBeganNs == NO_TIME) {
            settleBeganNs = nowNs;
        }
    }

    /** The change that began holds, and all slots are open again. */
    void settled(final SettleKind kind, final long nowNs) {
        if (settleBeganNs != NO_TIME) {
            final long tookNs = nowNs - settleBeganNs;
            switch (kind) {
                case NORMAL -> {
                    settles++;
                    lastSettleNs = tookNs;
                }
                case DEAD -> {
                    deadSettles++;
                    lastDeadSettleNs = tookNs;
                }
                default -> throw new IllegalArgumentException("kind " + kind);
            }
        }
        settleBeganNs = NO_TIME;
    }

    /** The change that began is not made. */
    void givenUp() {
        settlesGivenUp += settleBeganNs == NO_TIME ? 0 : 1;
        settleBeganNs = NO_TIME;
    }

    NodeCounters counters() {
        return new NodeCounters(pinsSent, pinsAcked, exceptionsAdded, exceptionsRemoved, exceptionsRefused, settles,
                deadSettles, settlesGivenUp, lastSettleNs, lastDeadSettleNs);
    }
}

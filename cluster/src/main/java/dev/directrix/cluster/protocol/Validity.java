package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.Member;
import dev.directrix.cluster.member.MemberId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How long this member may forward (rules F1, F2), and how long it must assume that others do (rule V1). For one
 * thread; times are of this member's clock, in nanoseconds.
 */
final class Validity {
    private static final long NEVER = Long.MIN_VALUE;

    private final MemberId self;
    private final ClusterSettings settings;
    private final Map<MemberId, Long> granted = new HashMap<>();
    private final Map<MemberId, Long> given = new HashMap<>();
    private long giverGoneNs = NEVER;
    private long keptAliveNs = NEVER;
    private long deadlineNs = NEVER;
    private long nextRequestNs = NEVER;
    /** The version that the majority's answers were last looked at for; 0: look again. */
    private long lookedAtVersion;
    private long majorityNs = NEVER;

    Validity(final MemberId self, final ClusterSettings settings) {
        this.self = self;
        this.settings = settings;
    }

    /** The store confirmed a request of this time. */
    void keptAlive(final long sentAtNs) {
        keptAliveNs = Math.max(keptAliveNs, sentAtNs);
    }

    /** Another granted a request of this time. */
    void granted(final MemberId by, final long sentAtNs) {
        granted.merge(by, sentAtNs, Math::max);
        lookedAtVersion = 0;
    }

    /** This member grants something to another. */
    void gives(final MemberId to, final long nowNs) {
        given.put(to, nowNs);
    }

    /** Whether the others are to be asked again. */
    boolean asks(final long nowNs) {
        if (nextRequestNs != NEVER && nowNs - nextRequestNs < 0) {
            return false;
        }
        nextRequestNs = nowNs + settings.grantNs();
        return true;
    }

    /** Until when packets may be forwarded; {@link Long#MIN_VALUE} before it was ever confirmed. Never goes back. */
    long deadlineNs(final ClusterRecord entered, final long nowNs) {
        final long confirmedNs = Math.max(keptAliveNs, majorityNs(entered, nowNs));
        if (confirmedNs != NEVER) {
            deadlineNs = Math.max(deadlineNs, confirmedNs + settings.validityNs());
        }
        return deadlineNs;
    }

    /** The send time of the last request that a majority of the view, with this member, granted. */
    private long majorityNs(final ClusterRecord view, final long nowNs) {
        final int others = view.members().size() / 2;
        if (others == 0) {
            return nowNs;
        }
        if (lookedAtVersion != view.version()) {
            lookedAtVersion = view.version();
            final long[] times = new long[view.members().size() - 1];
            int at = 0;
            for (final Member member : view.members()) {
                if (!member.id().equals(self)) {
                    times[at++] = granted.getOrDefault(member.id(), NEVER);
                }
            }
            Arrays.sort(times);
            majorityNs = times[times.length - others];
        }
        return majorityNs;
    }

    /** Whether one that was removed may still forward because of a grant of this member. */
    boolean mayStillForward(final MemberId removed, final long nowNs) {
        final Long at = given.get(removed);
        return at != null && nowNs - at <= settings.othersValidityNs();
    }

    /** One that may have granted something to others is gone, or nothing was known of them before. */
    void giverGone(final long nowNs) {
        giverGoneNs = nowNs;
    }

    /** Whether one that is removed may still forward because of a grant whose giver is gone. */
    boolean mayOutliveGivers(final long nowNs) {
        return giverGoneNs != NEVER && nowNs - giverGoneNs <= settings.othersValidityNs();
    }

    /** Forgets all but the members of a version. */
    void retain(final ClusterRecord record) {
        granted.keySet().retainAll(record.ids());
        given.keySet().retainAll(record.ids());
    }
}

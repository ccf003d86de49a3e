package dev.directrix.cluster.exploration;

import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.MemberState;
import dev.directrix.cluster.message.Message;
import dev.directrix.cluster.protocol.ClusterAction;

/** What one director does to others. Immutable. */
sealed interface Output {
    /** A message, in order. */
    record Letter(MemberId from, MemberId to, long view, Message message) implements Output {
    }

    /** A request for a grant, or a grant. */
    record Grant(MemberId from, MemberId to, long view, boolean asks, long ageNs) implements Output {
    }

    /** To the store: what it says of itself. */
    record Put(MemberId by, MemberState state) implements Output {
    }

    /** To the store: compare and swap. */
    record Swap(MemberId by, ClusterAction.Swap swap) implements Output {
    }

    /** What was queued for another is forgotten. */
    record Forget(MemberId by, MemberId peer) implements Output {
    }

    /** This life is over. */
    record Stop(String why, boolean forGood) implements Output {
    }
}

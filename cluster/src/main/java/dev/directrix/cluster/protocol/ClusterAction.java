package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.MemberState;
import dev.directrix.cluster.member.Registry;
import dev.directrix.cluster.message.Flows;
import dev.directrix.cluster.message.Message;
import dev.directrix.forwarder.epoch.EpochTables;
import java.util.Map;
import java.util.Set;

/** What a member does. Immutable. */
public sealed interface ClusterAction {

    /**
     * Tell the store what this member says of itself, under its lease: instead of what it said before.
     */
    record PutState(MemberState state) implements ClusterAction {
    }

    /**
     * Change the record if its revision is still the one expected; what became of it will be seen.
     *
     * @param expected    revision; 0: there is none
     * @param next        the next version
     * @param absent      names of members that must have no state when it is changed
     * @param createState whether {@code state} is created with it, in one step
     * @param state       what this member says of itself
     */
    record Swap(long expected, ClusterRecord next, Set<String> absent, boolean createState, MemberState state)
            implements ClusterAction {
    }

    /**
     * Take another lease, and say under it what this member says of itself: only if the record's revision is still the
     * one expected, and nobody has said anything under this name. What became of it will be seen.
     */
    record Reclaim(long expected, MemberState state) implements ClusterAction {
    }

    /**
     * Links are to be kept with these, by their endpoints; what is queued for others is forgotten.
     */
    record Peers(Map<MemberId, String> endpoints) implements ClusterAction {
    }

    /** Tell one member. */
    record Send(MemberId to, long view, Message message) implements ClusterAction {
    }

    /** Tell all other members of this member's view. */
    record Broadcast(long view, Message message) implements ClusterAction {
    }

    /**
     * Decide packets by these tables, and tell when no packet is decided by older ones: {@code Applied}.
     *
     * @param number of the request
     * @param tables by the numbers of the registry
     * @param names  what the numbers mean
     * @param tracks whether every flow of slots in transit must be noted from now on
     */
    record Apply(long number, EpochTables tables, Registry names, boolean tracks) implements ClusterAction {
    }

    /**
     * Tell the flows that this member forwarded within their idle time, half-open ones too, and those that were handed
     * over to it, of the slots that are in transit: those of which no exception has the mark of the tables in force. By
     * {@code Collected}.
     *
     * @param all of all slots, with mark or without: this member leaves
     */
    record Collect(long number, boolean all) implements ClusterAction {
    }

    /** Take over flows that a leaving member forwarded. */
    record Adopt(Flows flows) implements ClusterAction {
    }

    /** Packets may be forwarded until then, by this member's clock. */
    record ValidUntil(long deadlineNs) implements ClusterAction {
    }

    /** Forward, then announce. */
    record Serve() implements ClusterAction {
    }

    /**
     * Forward nothing any more, withdraw everything: this life is over. The member may return as a new incarnation.
     *
     * @param why     for people
     * @param forGood whether it must not return by itself
     */
    record Stop(String why, boolean forGood) implements ClusterAction {
    }

    /** What an engineer should know, once for each cause. */
    record Report(String text) implements ClusterAction {
    }
}

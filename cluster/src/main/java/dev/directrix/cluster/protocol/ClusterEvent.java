package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.MemberState;
import dev.directrix.cluster.member.ServerOverride;
import dev.directrix.cluster.member.Wish;
import dev.directrix.cluster.message.Flows;
import dev.directrix.cluster.message.Message;
import java.util.Set;

/** What happens to a member. Immutable. */
public sealed interface ClusterEvent {

    /** Time has passed. To be told every {@link ClusterSettings#tickNs()} at least. */
    record Tick() implements ClusterEvent {
    }

    /**
     * There is no record yet: the store has been read, and it is empty.
     */
    record NoRecord() implements ClusterEvent {
    }

    /**
     * A version of the record. All versions since the first that was told are told, in order.
     *
     * @param revision what a swap must expect
     */
    record RecordSeen(ClusterRecord record, long revision) implements ClusterEvent {
    }

    /** What a member, perhaps this one, says of itself. In order with the record. */
    record StateSeen(String name, MemberState state) implements ClusterEvent {
    }

    /** A member's lease has ended, or it left. */
    record StateGone(String name) implements ClusterEvent {
    }

    /**
     * The store has confirmed that this member lives.
     *
     * @param sentAtNs when the request was sent, by this member's clock
     */
    record KeepAlive(long sentAtNs) implements ClusterEvent {
    }

    /**
     * This member's lease has ended: others may remove it. It goes on while it is valid and the record has it.
     *
     * @param why for people
     */
    record LeaseEnded(String why) implements ClusterEvent {
    }

    /**
     * This life cannot go on: versions of the record were missed, say.
     *
     * @param why for people
     */
    record Lost(String why) implements ClusterEvent {
    }

    /**
     * A message of another member.
     *
     * @param view the sender's view when it was sent
     */
    record Received(MemberId from, long view, Message message) implements ClusterEvent {
    }

    /** What this member says of the servers has changed. */
    record Wished(Wish wish) implements ClusterEvent {
    }

    /** This member's digests of configuration and announcements. */
    record Described(String config, String announced) implements ClusterEvent {
    }

    /**
     * Every packet from now on is decided by the tables that an {@link ClusterAction.Apply} of this number gave.
     */
    record Applied(long number) implements ClusterEvent {
    }

    /**
     * Flows that a {@link ClusterAction.Collect} asked for.
     *
     * @param number of the request
     * @param flows  some of them; the servers are those that they were forwarded to
     * @param last   whether there are no more
     */
    record Collected(long number, Flows flows, boolean last) implements ClusterEvent {
    }

    /**
     * Since when this member knows every flow that it forwards.
     *
     * @param trackGapNs when it last forwarded a flow that it could not note
     * @param synGapNs   when it last had to forget a half-open flow
     */
    record TrackGap(long trackGapNs, long synGapNs) implements ClusterEvent {
    }

    /** An operator's command about a server. */
    record Command(ServerOverride override) implements ClusterEvent {
    }

    /**
     * An operator vouches that these, who are no members any more, forward nothing: they are off.
     *
     * @param members of whom those that nobody misses do not count
     */
    record Off(Set<MemberId> members) implements ClusterEvent {
    }

    /** This member shall leave: it has withdrawn its routes and forwards nothing any more (rule J4). */
    record Leave() implements ClusterEvent {
    }
}

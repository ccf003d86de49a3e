package dev.directrix.ecmp.forecast;

import dev.directrix.ecmp.hash.GroupEntry;
import dev.directrix.ecmp.hash.HashThresholdGroup;
import dev.directrix.ecmp.hash.Moves;
import dev.directrix.ecmp.hash.ReplicatedGroup;
import dev.directrix.ecmp.hash.ResilientGroup;
import java.util.List;

/** How a router picks one of several next hops. */
public sealed interface RouterKind {

    /** What becomes of the flows when a group is given other next hops or weights; each in the group's order. */
    Moves moves(List<GroupEntry> before, List<GroupEntry> after);

    /** A hash-threshold group: the Linux kernel unless told otherwise, and with it FRR and BIRD. */
    record HashThreshold() implements RouterKind {

        @Override
        public Moves moves(final List<GroupEntry> before, final List<GroupEntry> after) {
            return new HashThresholdGroup(before).movesTo(new HashThresholdGroup(after));
        }
    }

    /**
     * A resilient group, of the kernel or of hardware that works alike.
     *
     * @param buckets how many it has
     * @param busy    whether live flows keep their buckets
     */
    record Resilient(int buckets, ResilientGroup.Busy busy) implements RouterKind {

        @Override
        public Moves moves(final List<GroupEntry> before, final List<GroupEntry> after) {
            final ResilientGroup group = ResilientGroup.of(before, buckets);
            return group.movesTo(group.changedTo(after, busy));
        }
    }

    /** A chip that copies next hops by weight and takes the hash modulo the table's length. */
    record Replicated() implements RouterKind {

        @Override
        public Moves moves(final List<GroupEntry> before, final List<GroupEntry> after) {
            return new ReplicatedGroup(before).movesTo(new ReplicatedGroup(after));
        }
    }
}

package dev.directrix.cluster.protocol;

import dev.directrix.cluster.member.ClusterRecord;
import dev.directrix.cluster.member.MemberId;
import dev.directrix.cluster.member.ServerName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a member knows, for people. Immutable.
 *
 * @param self             who it is
 * @param record           the newest version seen
 * @param entered          the version that it has entered; 0: none
 * @param joined           whether it has all exceptions
 * @param slots            by the numbers of the servers, how many slots of their pools' tables in force are theirs
 * @param slotsInTransit   of all pools
 * @param exceptions       flows in E
 * @param exceptionRoom    most flows in E
 * @param exceptionServers numbers of the servers that exceptions named when tables last settled
 * @param pinned           flows that it pinned in the settle under way, or the last one
 * @param counters         of this life
 * @param missed           members that are gone, so many at once that they might keep each other alive: unless they are
 *                         known to be off, changes wait; empty: nothing waits for them
 * @param waits            what it waits for; empty: nothing
 * @param disputed         servers that some members hold dead and others alive, and who holds them dead
 * @param disagreed        pools of which the members' configurations say different things
 */
public record NodeView(
        MemberId self,
        Optional<ClusterRecord> record,
        long entered,
        boolean joined,
        Map<Integer, Integer> slots,
        int slotsInTransit,
        int exceptions,
        int exceptionRoom,
        Set<Integer> exceptionServers,
        int pinned,
        NodeCounters counters,
        Set<MemberId> missed,
        String waits,
        Map<ServerName, List<String>> disputed,
        List<String> disagreed) {

    /** Freezes the collections. */
    public NodeView {
        exceptionServers = Set.copyOf(exceptionServers);
        slots = Map.copyOf(slots);
        missed = Set.copyOf(missed);
        disputed = Map.copyOf(disputed);
        disagreed = List.copyOf(disagreed);
    }
}

package dev.directrix.ecmp.forecast;

import dev.directrix.ecmp.hash.GroupEntry;
import dev.directrix.ecmp.receiver.BirdReceiver;
import dev.directrix.ecmp.receiver.FrrReceiver;
import dev.directrix.ecmp.receiver.FrrRelease;
import dev.directrix.ecmp.receiver.Receiver;
import java.util.Comparator;
import java.util.List;

/**
 * In which order a router puts next hops into the kernel's group. FRR makes next-hop objects and lists them by their
 * number, which grows: zebra_nhg_nhe2grp and nhg_connected_cmp of zebra, seen with 8.4.4 and read up to 10.5. It is not
 * the order of {@code show ip route}, which is by address.
 */
public enum NextHopOrder {
    /** Those that the router saw first: FRR from 10.2 on, whose objects have no weight. */
    FIRST_SEEN,
    /** As {@link #FIRST_SEEN}, but a next hop of another weight is another object: FRR up to 10.1. */
    FIRST_SEEN_WITH_WEIGHT,
    /** The largest weight first, equal ones by address: BIRD (nexthop_compare_node). */
    HEAVIEST_FIRST;

    private static final FrrRelease WEIGHTLESS_OBJECTS = new FrrRelease(10, 2, 0);

    /** Of a router; one that is not known keeps next hops as it saw them. */
    public static NextHopOrder of(final Receiver receiver) {
        return switch (receiver) {
            case BirdReceiver _ -> HEAVIEST_FIRST;
            case FrrReceiver frr when frr.release().compareTo(WEIGHTLESS_OBJECTS) < 0 -> FIRST_SEEN_WITH_WEIGHT;
            default -> FIRST_SEEN;
        };
    }

    /** The group's order of next hops that came, or are numbered, in this order. */
    List<GroupEntry> arranged(final List<GroupEntry> entries) {
        return this == HEAVIEST_FIRST
            ? entries.stream().sorted(Comparator.comparingInt(GroupEntry::weight).reversed()).toList() : entries;
    }

    /** Whether a change of these weights may also change the order of those that stay. */
    boolean isLostBy(final List<GroupEntry> before, final List<GroupEntry> after) {
        return this == FIRST_SEEN_WITH_WEIGHT && after.stream().anyMatch(entry -> before.stream()
            .anyMatch(it -> it.nextHop().equals(entry.nextHop()) && it.weight() != entry.weight()));
    }
}

package dev.directrix.director.control;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The cluster as one of its members sees it.
 *
 * @param name     of the cluster
 * @param member   this director: {@code d1/3f2a9c0011223344}
 * @param standing how it stands
 * @param validity for how long it may still forward unless it is confirmed again; zero: it may not
 * @param why      why it must announce nothing because of the cluster; empty: it may
 * @param waits    what it waits for; empty: nothing
 * @param etcd     whether etcd answers
 * @param tables   what the members have agreed on; empty: not known yet
 * @param members  by name
 * @param disputed servers that are down for some members and up for others
 * @param differs  pools about which the members' configurations say different things
 * @param missed   members that are gone, so many at once that they might keep each other alive: changes wait for them
 * @param counters what was counted since the director started, or began its present life in the cluster, by name
 */
public record ClusterReport(
    String name, String member, Standing standing, Duration validity, Optional<String> why,
    Optional<String> waits, Etcd etcd,
    Optional<Tables> tables, List<Member> members, List<Dispute> disputed, List<String> differs,
    List<String> missed, SortedMap<String, Long> counters) {

    /** Freezes the collections. */
    public ClusterReport {
        members = List.copyOf(members);
        disputed = List.copyOf(disputed);
        differs = List.copyOf(differs);
        missed = List.copyOf(missed);
        counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
    }

    /** How many members serve. */
    public long serving() {
        return members.stream().filter(it -> it.standing() == Standing.SERVING).count();
    }

    /** How a member stands. */
    public enum Standing {
        /** It forwards. */
        SERVING,
        /** It is a member, and does not forward yet. */
        JOINING,
        /** It says nothing of itself: its lease has ended. The others remove it. */
        SILENT,
        /** It is no member. Only of this director. */
        OUTSIDE
    }

    /**
     * The store.
     *
     * @param answers whether it answers; if not, packets and flows are unaffected, and changes wait
     * @param detail  from where, or why not
     */
    public record Etcd(boolean answers, String detail) {
    }

    /**
     * What the members have agreed on.
     *
     * @param version        of the record; also the number of the view
     * @param entered        the version that this member has entered
     * @param epoch          how often the tables have changed
     * @param phase          {@code stable}, {@code collect} or {@code committed}
     * @param settle         the change that is under way
     * @param slotsInTransit slots whose flows are being looked through, or that are changing over, of all pools
     * @param pinned         flows that this member pinned in the settle under way, or the last one
     * @param exceptions     flows that may go to another server than their slot's
     * @param exceptionRoom  the most of them
     */
    public record Tables(
        long version, long entered, long epoch, String phase, Optional<Settle> settle, long slotsInTransit,
        long pinned, long exceptions, long exceptionRoom) {
    }

    /**
     * A change of the tables.
     *
     * @param number of the attempt
     * @param kind   {@code normal}, or {@code dead}: its servers are replaced at once
     * @param sweep  whether all exceptions are looked through, to drop those of flows that have ended
     * @param pools  whose tables change
     * @param dead   servers that died
     */
    public record Settle(long number, String kind, boolean sweep, List<String> pools, List<String> dead) {

        /** Freezes the lists. */
        public Settle {
            pools = List.copyOf(pools);
            dead = List.copyOf(dead);
        }
    }

    /**
     * A member.
     *
     * @param name        of the node
     * @param incarnation of its life, in hexadecimal
     * @param endpoint    where it hears the others
     * @param standing    how it stands
     * @param entered     the version of the record that it has entered
     * @param steps       how far it is with the settle under way
     * @param waits       what it waits for; empty: nothing
     * @param link        what passed between it and this director; empty for this director itself
     */
    public record Member(
        String name, String incarnation, String endpoint, Standing standing, long entered, Steps steps,
        Optional<String> waits, Optional<Link> link) {
    }

    /**
     * What a member has done of a settle. All false when there is none.
     *
     * @param prepared  it notes every flow of the slots that will change
     * @param collected all its live flows of them are exceptions everywhere
     * @param ready     it lets no flow begin by the old table any more
     * @param switched  it forwards by the new tables
     */
    public record Steps(boolean prepared, boolean collected, boolean ready, boolean switched) {

        /** None of them. */
        public static final Steps NONE = new Steps(false, false, false, false);
    }

    /**
     * What passed between this director and a member.
     *
     * @param up        whether both ends have found each other
     * @param sent      messages sent
     * @param resent    of these, sent again
     * @param received  messages received
     * @param unacked   messages that it has not taken yet
     * @param rttMicros round trip, microseconds; empty while unknown
     * @param heardAgo  since it was last heard; empty: never
     * @param refused   datagrams in its name that were refused
     */
    public record Link(
        boolean up, long sent, long resent, long received, long unacked, OptionalLong rttMicros,
        Optional<Duration> heardAgo, long refused) {
    }

    /**
     * A server that is down for some members and up for others.
     *
     * @param server   as {@code web/10.0.1.21}
     * @param deadFor  the members that hold it down
     */
    public record Dispute(String server, List<String> deadFor) {

        /** Freezes the list. */
        public Dispute {
            deadFor = List.copyOf(deadFor);
        }
    }
}

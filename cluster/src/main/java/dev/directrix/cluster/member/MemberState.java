package dev.directrix.cluster.member;

import java.util.Objects;

/**
 * What a member says of itself under its lease: gone when it is. Immutable.
 *
 * @param incarnation of this life
 * @param entered     the version of the record that it has entered
 * @param prepared    the settle for which it notes every flow of the slots that will change
 * @param collected   the settle for which all its live flows are exceptions everywhere
 * @param ready       the settle for which it lets no flow begin by the old table any more
 * @param switched    the epoch whose tables it forwards by
 * @param serving     whether it has all exceptions, and forwards
 * @param wish        what it says of the servers
 * @param digests     what must be equal on all members
 * @param waits       what it has been waiting for for a while, for people; empty: nothing
 */
public record MemberState(
        long incarnation,
        long entered,
        long prepared,
        long collected,
        long ready,
        long switched,
        boolean serving,
        Wish wish,
        Digests digests,
        String waits) {

    /**
     * What must be equal on all members.
     *
     * @param epoch     the epoch that the next is of
     * @param tables    of the tables D
     * @param config    of what the configuration says of VIPs, services and pools
     * @param announced of the attributes of the routes that are announced
     */
    public record Digests(long epoch, long tables, String config, String announced) {
        /** Nothing known. */
        public static final Digests NONE = new Digests(0, 0, "", "");

        /** Checks the fields. */
        public Digests {
            Objects.requireNonNull(config, "config");
            Objects.requireNonNull(announced, "announced");
        }
    }

    /** Checks the fields. */
    public MemberState {
        Objects.requireNonNull(wish, "wish");
        Objects.requireNonNull(digests, "digests");
        Objects.requireNonNull(waits, "waits");
    }

    /** The same of a member that forwards no more. */
    public MemberState notServing() {
        return new MemberState(incarnation, entered, prepared, collected, ready, switched, false, wish, digests, waits);
    }

    /** The same of a member that waits for something. */
    public MemberState withWaits(final String next) {
        return new MemberState(incarnation, entered, prepared, collected, ready, switched, serving, wish, digests,
                next);
    }

    /** A member that has done nothing yet. */
    public static MemberState of(final MemberId id, final Wish wish) {
        return new MemberState(id.incarnation(), 0, 0, 0, 0, 0, false, wish, Digests.NONE, "");
    }
}

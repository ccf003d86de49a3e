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

    /** The same of a member that forwards, or does no more. */
    public MemberState withServing(final boolean forwards) {
        return new MemberState(incarnation, entered, prepared, collected, ready, switched, forwards, wish, digests,
                waits);
    }

    /** The same of a member that has entered another version, and has these digests now. */
    public MemberState withEntered(final long version, final Digests of) {
        return new MemberState(incarnation, version, prepared, collected, ready, switched, serving, wish, of, waits);
    }

    /** The same of a member that is so far with a settle. */
    public MemberState withSteps(
            final long preparedFor, final long collectedFor, final long readyFor, final long switchedTo) {
        return new MemberState(incarnation, entered, preparedFor, collectedFor, readyFor, switchedTo, serving, wish,
                digests, waits);
    }

    /** The same of a member that says something else of the servers. */
    public MemberState withWish(final Wish next) {
        return new MemberState(incarnation, entered, prepared, collected, ready, switched, serving, next, digests,
                waits);
    }

    /** The same of a member with other digests. */
    public MemberState withDigests(final Digests next) {
        return withEntered(entered, next);
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

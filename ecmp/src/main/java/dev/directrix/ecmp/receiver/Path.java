package dev.directrix.ecmp.receiver;

import java.util.Objects;

/**
 * One director's path to a VIP as a router has it. Immutable.
 *
 * @param director         name of the director
 * @param preference       what best-path selection compares
 * @param weight           how the path says its weight
 * @param copies           paths with next hops of their own that the director announces for the VIP, by add-path
 *                         (RFC 7911) or over several sessions; all alike; 1 or more
 * @param gracefulShutdown whether it carries GRACEFUL_SHUTDOWN (RFC 8326)
 */
public record Path(
    String director, Preference preference, AnnouncedWeight weight, int copies, boolean gracefulShutdown) {

    /** Checks the number of copies. */
    public Path {
        Objects.requireNonNull(director, "director");
        Objects.requireNonNull(preference, "preference");
        Objects.requireNonNull(weight, "weight");
        if (copies < 1) {
            throw new IllegalArgumentException(copies + " copies of the path of " + director);
        }
    }

    /** A path as a director announces it to another AS unless told otherwise, with its weight in every form. */
    public static Path of(final String director, final long neighborAs, final int weight) {
        return new Path(director, Preference.external(neighborAs), AnnouncedWeight.of(weight), 1, false);
    }

    /** The same with another preference. */
    public Path withPreference(final Preference newPreference) {
        return new Path(director, newPreference, weight, copies, gracefulShutdown);
    }

    /** The same with another weight. */
    public Path withWeight(final AnnouncedWeight newWeight) {
        return new Path(director, preference, newWeight, copies, gracefulShutdown);
    }

    /** The same with another number of copies. */
    public Path withCopies(final int newCopies) {
        return new Path(director, preference, weight, newCopies, gracefulShutdown);
    }

    /** The same with GRACEFUL_SHUTDOWN, or without. */
    public Path withGracefulShutdown(final boolean newGracefulShutdown) {
        return new Path(director, preference, weight, copies, newGracefulShutdown);
    }
}

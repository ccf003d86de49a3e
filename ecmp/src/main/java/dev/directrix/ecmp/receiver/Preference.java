package dev.directrix.ecmp.receiver;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * What best-path selection compares of a path (RFC 4271 §9.1.2.2), as the router holds it after its import policy.
 * Immutable.
 *
 * @param localPref    LOCAL_PREF, 0 to 4294967295; {@link #DEFAULT_LOCAL_PREF} where nothing sets it
 * @param asPathLength AS numbers in AS_PATH; 0: a path from inside the router's AS
 * @param origin       ORIGIN
 * @param med          MULTI_EXIT_DISC, 0 to 4294967295; empty: none, which counts as 0
 * @param neighborAs   the AS that the path came from; routers compare MED within one
 */
public record Preference(long localPref, int asPathLength, Origin origin, OptionalLong med, long neighborAs) {

    /** What routers give to a path whose import policy sets nothing. */
    public static final long DEFAULT_LOCAL_PREF = 100;

    private static final long MAX = 0xffff_ffffL;

    /** Checks the numbers. */
    public Preference {
        Objects.requireNonNull(origin, "origin");
        require(localPref, 0, "local preference");
        require(neighborAs, 1, "AS number");
        med.ifPresent(value -> require(value, 0, "MED"));
        if (asPathLength < 0) {
            throw new IllegalArgumentException("an AS path of length " + asPathLength);
        }
    }

    /** What a director announces to another AS unless told otherwise: its own AS number only, IGP, no MED. */
    public static Preference external(final long neighborAs) {
        return new Preference(DEFAULT_LOCAL_PREF, 1, Origin.IGP, OptionalLong.empty(), neighborAs);
    }

    /** The same with another local preference. */
    public Preference withLocalPref(final long newLocalPref) {
        return new Preference(newLocalPref, asPathLength, origin, med, neighborAs);
    }

    /** The same with an AS path of another length. */
    public Preference withAsPathLength(final int newAsPathLength) {
        return new Preference(localPref, newAsPathLength, origin, med, neighborAs);
    }

    /** The same with another ORIGIN. */
    public Preference withOrigin(final Origin newOrigin) {
        return new Preference(localPref, asPathLength, newOrigin, med, neighborAs);
    }

    /** The same with a MED. */
    public Preference withMed(final long newMed) {
        return new Preference(localPref, asPathLength, origin, OptionalLong.of(newMed), neighborAs);
    }

    /** MED as it is compared: 0 where there is none. */
    public long effectiveMed() {
        return med.orElse(0);
    }

    private static void require(final long value, final long least, final String what) {
        if (value < least || value > MAX) {
            throw new IllegalArgumentException(what + " " + value + " is not within " + least + ".." + MAX);
        }
    }
}

package dev.directrix.ecmp;

import java.net.InetAddress;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One VIP as a director offers it to its routers, whatever protocol carries it. Immutable.
 *
 * @param prefix      the VIP, as a rule /32 or /128
 * @param nextHop     where the routers shall send; empty: the address that the session to each router runs from
 * @param weight      share under weighted ECMP, relative to the other directors; 1 to {@link #MAX_WEIGHT}
 * @param draining    true: say GRACEFUL_SHUTDOWN, so that the routers move the flows away (RFC 8326)
 * @param communities standard communities to attach, sorted
 */
public record Announcement(
    Prefix prefix, Optional<InetAddress> nextHop, int weight, boolean draining, SortedSet<Community> communities) {

    /** The largest weight. */
    public static final int MAX_WEIGHT = 65_535;

    /** Checks the weight and freezes the communities. */
    public Announcement {
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(nextHop, "nextHop");
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight " + weight + " is not within 1.." + MAX_WEIGHT);
        }
        communities = Collections.unmodifiableSortedSet(new TreeSet<>(communities));
    }

    /** All communities to send, with GRACEFUL_SHUTDOWN among them while draining. */
    public SortedSet<Community> effectiveCommunities() {
        if (!draining) {
            return communities;
        }
        final SortedSet<Community> all = new TreeSet<>(communities);
        all.add(Community.GRACEFUL_SHUTDOWN);
        return all;
    }
}

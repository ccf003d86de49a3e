package dev.directrix.ecmp;

import java.net.InetAddress;
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
 * @param policy      what its operator adds to the route
 */
public record Announcement(
    Prefix prefix, Optional<InetAddress> nextHop, int weight, boolean draining, RoutePolicy policy) {

    /** The largest weight. */
    public static final int MAX_WEIGHT = 65_535;

    /** Checks the weight. */
    public Announcement {
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(nextHop, "nextHop");
        Objects.requireNonNull(policy, "policy");
        if (weight < 1 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight " + weight + " is not within 1.." + MAX_WEIGHT);
        }
    }

    /** One whose operator adds communities only. */
    public Announcement(
        final Prefix prefix, final Optional<InetAddress> nextHop, final int weight, final boolean draining,
        final SortedSet<Community> communities) {
        this(prefix, nextHop, weight, draining, RoutePolicy.of(communities));
    }

    /** Standard communities of its operator, sorted. */
    public SortedSet<Community> communities() {
        return policy.communities();
    }

    /** The policy with GRACEFUL_SHUTDOWN among its communities while draining. */
    public RoutePolicy effectivePolicy() {
        if (!draining) {
            return policy;
        }
        final SortedSet<Community> all = new TreeSet<>(policy.communities());
        all.add(Community.GRACEFUL_SHUTDOWN);
        return policy.withCommunities(all);
    }

    /** All communities to send, with GRACEFUL_SHUTDOWN among them while draining. */
    public SortedSet<Community> effectiveCommunities() {
        return effectivePolicy().communities();
    }
}

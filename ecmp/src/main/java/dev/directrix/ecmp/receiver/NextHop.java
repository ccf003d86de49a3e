package dev.directrix.ecmp.receiver;

import java.util.Objects;

/**
 * One next hop of a VIP as the router's kernel or hardware holds it. Immutable. A director with several copies of its
 * path has several.
 *
 * @param director name of the director
 * @param weight   its integer weight there, 1 or more
 * @param share    the part of the traffic that the weights give it, 0 to 1
 */
public record NextHop(String director, int weight, double share) {

    /** Checks the weight. */
    public NextHop {
        Objects.requireNonNull(director, "director");
        if (weight < 1) {
            throw new IllegalArgumentException("next hop " + director + " with weight " + weight);
        }
    }
}

package dev.directrix.director.reconcile;

import dev.directrix.director.control.WeightOrigin;
import java.util.Optional;

/**
 * An ECMP weight and why it is this one.
 *
 * @param weight 1 to 65535
 * @param origin where it comes from
 * @param ramp   the way that it is on; empty: it stays
 */
public record WeightInForce(int weight, WeightOrigin origin, Optional<Ramp> ramp) {

    /** A weight that stays. */
    public WeightInForce(final int weight, final WeightOrigin origin) {
        this(weight, origin, Optional.empty());
    }
}

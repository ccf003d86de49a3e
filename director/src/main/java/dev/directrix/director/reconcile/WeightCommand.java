package dev.directrix.director.reconcile;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code weight set} said, of the director or of one VIP. Immutable.
 *
 * @param weight   the weight, or the one that the ramp leads to
 * @param ramp     the way there, from the weight of the director or of the VIP; empty: at once
 * @param vipRamps of a command for the director: the way of each VIP whose weight was another when it began
 */
public record WeightCommand(int weight, Optional<Ramp> ramp, Map<InetAddress, Ramp> vipRamps) {

    /** Freezes the map. */
    public WeightCommand {
        vipRamps = Map.copyOf(vipRamps);
    }

    /** A weight that counts at once. */
    public static WeightCommand of(final int weight) {
        return new WeightCommand(weight, Optional.empty(), Map.of());
    }

    /** Without the ways of other VIPs than these. */
    public WeightCommand within(final Set<InetAddress> vips) {
        final Map<InetAddress, Ramp> kept = new HashMap<>(vipRamps);
        kept.keySet().retainAll(vips);
        return new WeightCommand(weight, ramp, kept);
    }

    /** The way that a VIP goes; over or not. */
    public Optional<Ramp> rampOf(final InetAddress vip) {
        return Optional.ofNullable(vipRamps.get(vip)).or(() -> ramp);
    }
}

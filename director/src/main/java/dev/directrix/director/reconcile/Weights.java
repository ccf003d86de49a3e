package dev.directrix.director.reconcile;

import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.VipConfig;
import dev.directrix.director.control.WeightOrigin;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which ECMP weight counts for each VIP. The order is here and nowhere else: {@code weight set --vip},
 * {@code weight set}, {@code weight-auto}, {@code vips[].weight}, {@code weight}; a ramp is the command that began it.
 * Pure and immutable.
 *
 * @param config    the file
 * @param overrides what was commanded
 * @param auto      what the load makes of the file's weights; empty: nothing
 * @param nowMs     the time, milliseconds since the epoch
 */
public record Weights(
    DirectorConfig config, Overrides overrides, Map<InetAddress, AutoWeight> auto, long nowMs) {

    /** Freezes the map. */
    public Weights {
        auto = Map.copyOf(auto);
    }

    /** The weight of VIPs without one of their own. */
    public WeightInForce ofDirector() {
        return overrides.weight().map(command -> commanded(command.weight(), command.ramp(), WeightOrigin.COMMAND))
            .orElse(new WeightInForce(config.weight(), WeightOrigin.CONFIG));
    }

    /** The weight of a VIP. */
    public WeightInForce of(final InetAddress vip) {
        return Optional.ofNullable(overrides.vipWeights().get(vip))
            .map(own -> commanded(own.weight(), own.ramp(), WeightOrigin.VIP_COMMAND))
            .or(() -> overrides.weight().map(command ->
                commanded(command.weight(), command.rampOf(vip), WeightOrigin.COMMAND)))
            .orElseGet(() -> adapted(vip));
    }

    private WeightInForce adapted(final InetAddress vip) {
        final WeightInForce configured = configured(vip);
        return Optional.ofNullable(auto.get(vip))
            .map(it -> new WeightInForce(it.of(configured.weight()), WeightOrigin.AUTO)).orElse(configured);
    }

    /** What the file says of a VIP. */
    public WeightInForce configured(final InetAddress vip) {
        return config.vips().stream().filter(it -> it.address().equals(vip)).map(VipConfig::weight)
            .filter(OptionalInt::isPresent).findFirst()
            .map(weight -> new WeightInForce(weight.getAsInt(), WeightOrigin.VIP_CONFIG))
            .orElse(new WeightInForce(config.weight(), WeightOrigin.CONFIG));
    }

    private WeightInForce commanded(final int target, final Optional<Ramp> ramp, final WeightOrigin origin) {
        return new WeightInForce(ramp.map(it -> it.weightAt(nowMs)).orElse(target), origin,
            ramp.filter(it -> !it.over(nowMs)));
    }
}

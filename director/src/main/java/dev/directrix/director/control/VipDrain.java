package dev.directrix.director.control;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far the drain of a VIP is.
 *
 * @param vip              the VIP
 * @param stage            how far
 * @param age              since it began, or was commanded again
 * @param timeout          when it is bound to end, counted like {@code age}
 * @param packetsPerSecond that still come
 * @param peak             the highest rate seen since it began
 * @param flows            flows that had a packet here in the last seconds; empty: not counted yet
 * @param share            the part of the VIP's packets in the whole cluster that comes here, 0 to 1; empty: not known
 * @param taken            whether another director of the cluster is known to announce it, without draining, to every
 *                         router that this one announces it to
 */
public record VipDrain(
    InetAddress vip, DrainStage stage, Duration age, Duration timeout, double packetsPerSecond, double peak,
    OptionalLong flows, Optional<Double> share, boolean taken) {
}

package dev.directrix.director.runtime;

import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.DurationText;
import dev.directrix.director.config.VipConfig;
import dev.directrix.director.control.DrainStage;
import dev.directrix.director.reconcile.Drain;
import dev.directrix.director.reconcile.Overrides;
import dev.directrix.director.reconcile.PoolView;
import dev.directrix.director.reconcile.TableSpec.Leaving;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The VIPs on their way out: those that are drained, and those that a reload removed. One thread. */
final class Departures {

    private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

    /** How long a removed VIP is still forwarded: a router needs less to take in the withdrawal. */
    private static final long LEAVING_MS = 2_000;

    private final Map<InetAddress, Drain> drains = new LinkedHashMap<>();
    private final Map<InetAddress, Leaving> leaving = new LinkedHashMap<>();
    private final Set<InetAddress> doubted = new HashSet<>();
    private final Map<InetAddress, Long> packets = new HashMap<>();
    private Optional<Drain.Limits> stopping = Optional.empty();
    private long lastMs;

    /** Every drain. */
    Map<InetAddress, Drain> drains() {
        return Map.copyOf(drains);
    }

    /** Whether there is no VIP that is still draining. */
    boolean allOver() {
        return drains.values().stream().allMatch(Drain::over);
    }

    /** The removed VIPs that are still forwarded. */
    Collection<Leaving> leaving(final long nowMs) {
        leaving.values().removeIf(it -> it.untilMs() <= nowMs);
        return List.copyOf(leaving.values());
    }

    /** From now on every VIP leaves, under these limits. */
    void stop(final Drain.Limits limits, final long nowMs) {
        stopping = Optional.of(limits);
        again(Optional.empty(), limits, nowMs);
    }

    /** Nobody knows whether these VIPs were drained before the restart. */
    void doubt(final Set<InetAddress> vips) {
        doubted.addAll(vips);
    }

    /**
     * An operator has decided.
     *
     * @param one empty: about every VIP
     */
    void decided(final Optional<InetAddress> one) {
        doubted.removeIf(vip -> one.map(vip::equals).orElse(true));
    }

    /** Whether there is a VIP whose flows are to move. */
    boolean moving() {
        return drains.values().stream().anyMatch(it -> !it.over() && it.stage() != DrainStage.LAST_RESORT);
    }

    /** No VIP leaves any more that was not commanded to. */
    void stay() {
        stopping = Optional.empty();
        drains.clear();
    }

    /** Whether the drains that are left go no further by themselves. */
    boolean held() {
        return !allOver() && drains.values().stream().noneMatch(it -> it.stage() == DrainStage.DRAINING);
    }

    /** Drains that go on were commanded again: they have until the new bound, counted from now. */
    void again(final Optional<InetAddress> one, final Drain.Limits limits, final long nowMs) {
        drains.replaceAll((vip, drain) ->
            one.map(vip::equals).orElse(true) ? drain.again(nowMs, stopping.orElse(limits)) : drain);
    }

    /**
     * Starts and forgets drains as commanded. What is not announced has nothing to wait for.
     *
     * @param limits of those that begin
     */
    void follow(
        final DirectorConfig config, final Overrides overrides, final Drain.Limits limits,
        final Set<InetAddress> announced, final long nowMs) {
        final Drain.Limits inForce = stopping.orElse(limits);
        final Set<InetAddress> wanted = new HashSet<>();
        for (final VipConfig vip : config.vips()) {
            if (stopping.isPresent() || doubted.contains(vip.address()) || overrides.isDrained(vip.address())) {
                wanted.add(vip.address());
            }
        }
        drains.keySet().retainAll(wanted);
        for (final InetAddress vip : wanted) {
            drains.computeIfAbsent(vip, v -> announced.contains(v) ? Drain.started(nowMs, inForce)
                : doubted.contains(v) ? Drain.doubtful(nowMs) : Drain.done(nowMs, inForce));
        }
    }

    /** Keeps what a reload removes for a moment. */
    void removed(
        final DirectorConfig old, final DirectorConfig next, final Map<String, PoolView> pools,
        final Set<InetAddress> announced, final long nowMs) {
        final Set<InetAddress> stay = new HashSet<>();
        next.vips().forEach(vip -> stay.add(vip.address()));
        leaving.keySet().removeAll(stay);
        for (final VipConfig vip : old.vips()) {
            if (!stay.contains(vip.address()) && announced.contains(vip.address())) {
                leaving.put(vip.address(), new Leaving(vip, pools, nowMs + LEAVING_MS));
            }
        }
    }

    /**
     * Looks at the traffic: drains end when it has gone.
     *
     * @param taken the VIPs whose packets other directors take without loss
     */
    void on(final TrafficView traffic, final long nowMs, final Set<InetAddress> taken) {
        final long sinceMs = lastMs == 0 ? 0 : nowMs - lastMs;
        lastMs = nowMs;
        packets.keySet().retainAll(drains.keySet());
        drains.replaceAll((vip, drain) -> {
            final long total = traffic.of(vip).packets();
            final Long before = packets.put(vip, total);
            if (before == null || sinceMs <= 0) {
                return drain;
            }
            final double pps = Math.max(0, total - before) * 1_000.0 / sinceMs;
            final Drain next = drain.on(pps, sinceMs, nowMs, taken.contains(vip));
            if (next.stage() != drain.stage()) {
                log(vip, next, nowMs, taken.contains(vip));
            }
            return next;
        });
    }

    private static void log(final InetAddress vip, final Drain drain, final long nowMs, final boolean taken) {
        final String name = vip.getHostAddress();
        final String seconds = String.format(Locale.ROOT, "%.1f", (nowMs - drain.startedMs()) / 1_000.0);
        final long rate = Math.round(drain.pps());
        if (drain.stage() == DrainStage.MOVED) {
            LOG.info("vip {}: drained in {} s, its flows have moved", name, seconds);
        } else if (drain.stage() == DrainStage.HELD) {
            LOG.warn("vip {}: still {} packets/s after {} of drain, and no other director is known to take them: it "
                + "stays announced with GRACEFUL_SHUTDOWN until they end; 'directrix drain --force' withdraws it, "
                + "'directrix undrain' takes the drain back", name, rate,
                DurationText.format(drain.limits().atMost()));
        } else if (drain.stage() == DrainStage.WITHDRAWN && taken) {
            LOG.warn("vip {}: still {} packets/s after {} s of drain, withdrawn: the other directors take them; do the "
                + "routers honour GRACEFUL_SHUTDOWN?", name, rate, seconds);
        } else if (drain.stage() == DrainStage.WITHDRAWN) {
            LOG.warn("vip {}: still {} packets/s after {} s of drain, withdrawn all the same; does another director "
                + "announce it, and do the routers honour GRACEFUL_SHUTDOWN?", name, rate, seconds);
        }
    }
}

package dev.directrix.director.runtime;

import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.VipConfig;
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
    private final Map<InetAddress, Long> packets = new HashMap<>();
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

    /** Starts and forgets drains as commanded. What is not announced has nothing to wait for. */
    void follow(
        final DirectorConfig config, final Overrides overrides, final boolean all, final Set<InetAddress> announced,
        final long nowMs) {
        final Set<InetAddress> wanted = new HashSet<>();
        for (final VipConfig vip : config.vips()) {
            if (all || overrides.isDrained(vip.address())) {
                wanted.add(vip.address());
            }
        }
        drains.keySet().retainAll(wanted);
        for (final InetAddress vip : wanted) {
            drains.computeIfAbsent(vip, v -> announced.contains(v)
                ? Drain.started(nowMs) : new Drain(nowMs, 0, 0, Drain.Ended.MOVED));
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

    /** Looks at the traffic: drains end when it has gone. */
    void on(final TrafficView traffic, final long nowMs, final boolean stopping) {
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
            final Drain next = drain.on(
                pps, sinceMs, nowMs, stopping ? Drain.Limits.STOPPING : Drain.Limits.COMMANDED);
            if (next.over() && !drain.over()) {
                log(vip, next, pps, nowMs);
            }
            return next;
        });
    }

    private static void log(final InetAddress vip, final Drain drain, final double pps, final long nowMs) {
        final String seconds = String.format(Locale.ROOT, "%.1f", (nowMs - drain.startedMs()) / 1_000.0);
        if (drain.ended() == Drain.Ended.MOVED) {
            LOG.info("vip {}: drained in {} s, its flows have moved", vip.getHostAddress(), seconds);
        } else {
            LOG.warn("vip {}: still {} packets/s after {} s of drain, withdrawn all the same; "
                + "does another director announce it, and do the routers honour GRACEFUL_SHUTDOWN?",
                vip.getHostAddress(), Math.round(pps), seconds);
        }
    }
}

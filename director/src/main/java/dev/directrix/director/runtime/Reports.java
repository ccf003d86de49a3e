package dev.directrix.director.runtime;

import dev.directrix.director.config.PoolConfig;
import dev.directrix.director.config.ServerConfig;
import dev.directrix.director.config.ServiceConfig;
import dev.directrix.director.config.VipConfig;
import dev.directrix.director.control.AutoReport;
import dev.directrix.director.control.DatapathReport;
import dev.directrix.director.control.DrainReport;
import dev.directrix.director.control.Health;
import dev.directrix.director.control.RampReport;
import dev.directrix.director.control.ServerReport;
import dev.directrix.director.control.ServiceReport;
import dev.directrix.director.control.VipDrain;
import dev.directrix.director.control.VipReport;
import dev.directrix.director.control.VipState;
import dev.directrix.director.control.WeightReport;
import dev.directrix.director.health.ServerHealth;
import dev.directrix.director.reconcile.Drain;
import dev.directrix.director.reconcile.PoolView;
import dev.directrix.director.reconcile.Ramp;
import dev.directrix.director.reconcile.VipDecision;
import dev.directrix.director.reconcile.WeightInForce;
import dev.directrix.director.reconcile.Weights;
import dev.directrix.forwarder.datapath.DatapathCounters.Tally;
import dev.directrix.forwarder.datapath.DatapathCounters;
import dev.directrix.forwarder.datapath.DatapathStatus;
import dev.directrix.forwarder.datapath.InterfaceStatus;
import dev.directrix.forwarder.neighbor.NextHopStatus;
import dev.directrix.forwarder.service.SchedulerKind;
import dev.directrix.forwarder.service.ServerKey;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** Says in the words of the control socket how things are. Pure functions. */
final class Reports {

    private Reports() {
    }

    /**
     * How each VIP stands.
     *
     * @param anySession whether a router listens; without one a VIP that is ready is still not announced to anybody
     */
    static List<VipReport> vips(final Snapshot snapshot, final boolean anySession) {
        final Map<InetAddress, VipDecision> decisions = new HashMap<>();
        snapshot.decisions().forEach(d -> decisions.put(d.vip(), anySession ? d : unheard(d)));
        return snapshot.config().vips().stream().filter(vip -> decisions.containsKey(vip.address()))
            .map(vip -> vip(vip, decisions.get(vip.address()), snapshot)).toList();
    }

    private static VipDecision unheard(final VipDecision decision) {
        return decision.state() == VipState.ANNOUNCED
            ? new VipDecision(decision.vip(), VipState.WITHDRAWN,
                Optional.of("ready, but no BGP session is established: see directrix neighbors"), decision.weight(),
                decision.announcement())
            : decision;
    }

    private static VipReport vip(final VipConfig vip, final VipDecision decision, final Snapshot snapshot) {
        return new VipReport(vip.address(), decision.state(), decision.reason(), decision.weight(),
            vip.services().stream().map(service -> service(service, snapshot)).toList(),
            snapshot.traffic().of(vip.address()));
    }

    private static ServiceReport service(final ServiceConfig service, final Snapshot snapshot) {
        final PoolView pool = snapshot.pools().get(service.pool());
        return new ServiceReport(
            service.protocol(), service.ports(), service.pool(), pool.active(), pool.servers().size());
    }

    /**
     * What is drained, and how far that is.
     *
     * @param vips   that are asked for
     * @param unkept why commands will not survive a restart
     */
    static DrainReport drains(
        final Snapshot snapshot, final List<VipReport> vips, final Optional<String> unkept, final long nowMs) {
        final List<VipDrain> drains = new ArrayList<>();
        for (final VipReport vip : vips) {
            final Drain drain = snapshot.drains().get(vip.address());
            if (drain != null) {
                drains.add(drain(vip.address(), drain, snapshot.sighting(), nowMs));
            }
        }
        return new DrainReport(snapshot.config().node().name(), vips, drains, snapshot.sessions(), unkept);
    }

    private static VipDrain drain(
        final InetAddress vip, final Drain drain, final Lookout.Sighting seen, final long nowMs) {
        return new VipDrain(vip, drain.stage(), Duration.ofMillis(Math.max(0, nowMs - drain.startedMs())),
            drain.limits().atMost(), drain.pps(), drain.peakPps(),
            seen.atMs() == 0 ? OptionalLong.empty() : OptionalLong.of(seen.flows().getOrDefault(vip, 0L)),
            Optional.ofNullable(seen.share().get(vip)), seen.takenAt(nowMs).contains(vip));
    }

    /**
     * Each VIP's weight, and where it comes from.
     *
     * @param unkept why commands will not survive a restart
     */
    static WeightReport weights(final Snapshot snapshot, final Optional<String> unkept, final long nowMs) {
        final Weights weights = snapshot.weights(nowMs);
        return new WeightReport(weights.ofDirector().weight(), snapshot.config().weight(),
            snapshot.decisions().stream().map(decision -> {
                final WeightInForce now = weights.of(decision.vip());
                return new WeightReport.VipWeight(decision.vip(), now.weight(),
                    weights.configured(decision.vip()).weight(), now.origin(), decision.state(),
                    now.ramp().flatMap(ramp -> ramp(ramp, nowMs)),
                    Optional.ofNullable(snapshot.auto().get(decision.vip())).map(auto -> new AutoReport(auto.percent(),
                        Duration.ofMillis(Math.max(0, nowMs - auto.changedMs())), auto.why())));
            }).toList(), unkept);
    }

    private static Optional<RampReport> ramp(final Ramp ramp, final long nowMs) {
        return ramp.next(nowMs).map(next -> new RampReport(ramp.from(), ramp.to(), ramp.step(), next.weight(),
            Duration.ofMillis(next.atMs() - nowMs), Duration.ofMillis(ramp.endMs() - nowMs),
            Instant.ofEpochMilli(ramp.endMs())));
    }

    /**
     * How many slots each server has: of the cluster's tables, where those decide.
     *
     * @param shared the cluster's; empty: there is no cluster
     */
    static Map<ServerKey, Integer> slots(final Snapshot snapshot, final Optional<Map<ServerKey, Integer>> shared) {
        if (shared.isEmpty()) {
            return snapshot.table().slots();
        }
        final Map<ServerKey, Integer> slots = new HashMap<>(snapshot.table().slots());
        snapshot.config().pools().values().stream().filter(pool -> pool.scheduling().kind() == SchedulerKind.MAGLEV)
            .forEach(pool -> slots.keySet().removeIf(key -> key.pool().equals(pool.name())));
        slots.putAll(shared.get());
        return slots;
    }

    /**
     * How each server stands.
     *
     * @param slots see {@link #slots}
     */
    static List<ServerReport> servers(
        final Snapshot snapshot, final Map<ServerKey, Integer> slots, final DatapathCounters counters,
        final ServerFlows flows, final DatapathStatus status, final long nowMs) {
        final Map<InetAddress, NextHopStatus> hops = new HashMap<>();
        status.nextHops().forEach(hop -> hops.put(hop.server(), hop));
        final List<ServerReport> reports = new ArrayList<>();
        for (final PoolConfig pool : snapshot.config().pools().values()) {
            for (final ServerConfig server : pool.servers()) {
                final ServerKey key = new ServerKey(pool.name(), server.address());
                final ServerHealth health = snapshot.health().getOrDefault(key, ServerHealth.UNCHECKED);
                final Tally tally = counters.servers().getOrDefault(key, Tally.NONE);
                reports.add(new ServerReport(pool.name(), server.name(), server.address(), health(health),
                    snapshot.overrides().drainedServers().contains(key),
                    snapshot.overrides().serverWeights().getOrDefault(key, server.weight()), server.weight(),
                    pool.forwarding().mode().toString(), pool.scheduling().kind().toString(),
                    slots.getOrDefault(key, 0), snapshot.config().maglev().tableSize(),
                    OptionalLong.of(flows.all(key)), OptionalLong.of(flows.active(key)),
                    OptionalLong.of(tally.requests().packets()),
                    Optional.ofNullable(hops.get(server.address())).map(Reports::nextHop),
                    Duration.ofMillis(health.sinceMs() == 0 ? 0 : Math.max(0, nowMs - health.sinceMs())),
                    lastCheck(health)));
            }
        }
        return reports;
    }

    private static Health health(final ServerHealth health) {
        return switch (health.verdict()) {
            case UNKNOWN -> Health.UNKNOWN;
            case UP -> Health.UP;
            case DOWN -> Health.DOWN;
        };
    }

    private static String lastCheck(final ServerHealth health) {
        final boolean answered = health.lastCheckMs() != 0 && health.failures() == 0;
        return answered ? health.reason() + " in " + millis(health.lastTookNs()) : health.reason();
    }

    private static String millis(final long nanos) {
        final double ms = nanos / 1e6;
        return String.format(Locale.ROOT, ms < 10 ? "%.1f ms" : "%.0f ms", ms);
    }

    private static String nextHop(final NextHopStatus hop) {
        if (!hop.usable()) {
            return hop.state().name().toLowerCase(Locale.ROOT).replace('_', '-')
                + (hop.detail().isEmpty() ? "" : ": " + hop.detail());
        }
        return hop.mac().orElse("?") + hop.interfaceName().map(name -> " dev " + name).orElse("");
    }

    static DatapathReport datapath(
        final Snapshot snapshot, final DatapathCounters counters, final DatapathStatus status) {
        return new DatapathReport(status.mode().toString(), status.ready(),
            status.interfaces().stream().map(Reports::describe).toList(), flows(counters),
            snapshot.config().datapath().flowCapacity(), snapshot.traffic().total(), status.warnings(),
            drops(counters));
    }

    private static String describe(final InterfaceStatus it) {
        return it.name() + " (" + it.state().name().toLowerCase(Locale.ROOT) + ", " + it.bound()
            + (it.bound() == 1 ? " queue, " : " queues, ") + it.xdpMode() + " XDP, "
            + (it.zeroCopy() ? "zero-copy" : "copy") + (it.detail().isEmpty() ? "" : ", " + it.detail()) + ")";
    }

    static long flows(final DatapathCounters counters) {
        return counters.workers().stream().mapToLong(DatapathCounters.WorkerCounters::flows).sum();
    }

    /** Every loss by its reason: what the pipeline refused, and what the rings could not take. */
    static SortedMap<String, Long> drops(final DatapathCounters counters) {
        final SortedMap<String, Long> drops = new TreeMap<>();
        counters.drops().forEach((reason, count) -> drops.put(reason.label(), count));
        drops.put("receive-lost", counters.interfaces().stream().mapToLong(i -> i.receiveLost()).sum());
        drops.put("transmit-failed", counters.interfaces().stream().mapToLong(i -> i.transmitDrops()).sum());
        return drops;
    }

    /** Every counter by its name. */
    static SortedMap<String, Long> counters(final DatapathCounters counters) {
        final SortedMap<String, Long> all = new TreeMap<>();
        counters.totals().forEach((total, count) ->
            all.put(total.name().toLowerCase(Locale.ROOT).replace('_', '-'), count));
        drops(counters).forEach((reason, count) -> all.put("drop-" + reason, count));
        for (final DatapathCounters.InterfaceCounters it : counters.interfaces()) {
            all.put(it.name() + "-received", it.received());
            all.put(it.name() + "-transmitted", it.transmitted());
            it.xdp().forEach((name, count) -> all.put(it.name() + "-xdp-" + name, count));
        }
        for (final DatapathCounters.WorkerCounters it : counters.workers()) {
            all.put("worker-" + it.worker() + "-received", it.received());
            all.put("worker-" + it.worker() + "-forwarded", it.tally().requests().packets());
            all.put("worker-" + it.worker() + "-dropped", it.dropped());
            all.put("worker-" + it.worker() + "-flows", (long) it.flows());
        }
        return all;
    }
}

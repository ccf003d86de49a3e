package dev.directrix.director.runtime;

import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.PoolConfig;
import dev.directrix.director.config.ServerConfig;
import dev.directrix.director.config.VipConfig;
import dev.directrix.director.control.DirectorState;
import dev.directrix.director.control.VipState;
import dev.directrix.director.health.CheckPlan;
import dev.directrix.director.health.CheckPlans;
import dev.directrix.director.health.CheckResult;
import dev.directrix.director.health.CheckTarget;
import dev.directrix.director.health.HealthBook;
import dev.directrix.director.health.HealthPolicy;
import dev.directrix.director.health.LatencyBook;
import dev.directrix.director.health.ServerHealth;
import dev.directrix.director.membership.Membership;
import dev.directrix.director.reconcile.Drain;
import dev.directrix.director.reconcile.Overrides;
import dev.directrix.director.reconcile.PoolView;
import dev.directrix.director.reconcile.Readiness;
import dev.directrix.director.reconcile.Situation;
import dev.directrix.director.reconcile.TableSpec;
import dev.directrix.director.reconcile.VipDecision;
import dev.directrix.director.reconcile.Weights;
import dev.directrix.ecmp.Announcement;
import dev.directrix.forwarder.service.ServerKey;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a director's state and brings the datapath and the routers in line with it after every event. Belongs to the
 * control thread; only {@link #snapshot()} may be called from anywhere.
 *
 * <p>The order of changes: what may no longer be announced is withdrawn first, then the table changes, and only when it
 * is in place is announced what it serves.
 */
final class Reconciler {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    /** A flow that had a packet within this time still comes here. */
    private static final Duration RECENT = Duration.ofSeconds(2);

    private final Wiring wiring;
    private final TableWorker tables;
    private final Lookout lookout;
    private final Farewell farewell;
    private final HealthBook book = new HealthBook();
    private final Departures departures = new Departures();
    private final FormerServers formerServers = new FormerServers();
    private final AutoWeights auto = new AutoWeights();
    private final TrafficMeter meter = new TrafficMeter();
    private final Set<InetAddress> everAnnounced = new HashSet<>();
    private DirectorConfig config;
    private final LatencyBook latencies = new LatencyBook();
    private Overrides overrides;
    private TrafficView traffic = TrafficView.NONE;
    private List<VipDecision> decisions = List.of();
    private List<Announcement> announced = List.of();
    private long silentSinceMs;
    private boolean stopping;
    private boolean silent;
    private volatile Snapshot snapshot;

    /**
     * Of a director that starts.
     *
     * @param recalled what was commanded before the restart
     */
    Reconciler(final DirectorConfig config, final Overrides recalled, final Wiring wiring) {
        this.config = config;
        this.overrides = recalled;
        this.wiring = wiring;
        this.tables = new TableWorker(wiring, this::reconcile);
        this.lookout = new Lookout(wiring.asking(), wiring.events());
        this.farewell = new Farewell(wiring.routing());
        this.snapshot = new Snapshot(config, overrides, DirectorState.STARTING, decisions, Map.of(), Map.of(),
            AppliedTable.NONE, traffic, Map.of(), Map.of(), farewell.sessions(), Lookout.Sighting.NONE);
    }

    /** The state as of the last event. Any thread. */
    Snapshot snapshot() {
        return snapshot;
    }

    /** Begins: the first table, the first checks. */
    void start() {
        departures.follow(config, overrides, Drain.Limits.COMMANDED, announcedVips(), wiring.nowMs());
        auto.follow(config, wiring.nowMs());
        configureChecks();
        reconcile();
    }

    /** One check ended. */
    void onCheck(final CheckTarget target, final CheckResult result) {
        wiring.datapath().latency(target.server(), Duration.ofNanos(latencies.on(target.server(), result)));
        if (book.on(target, result, wiring.nowMs())) {
            final ServerHealth health = book.of(target.server());
            if (health.up()) {
                LOG.info("server {} of pool {} is up: {}", nameOf(target.server()), target.pool(), health.reason());
            } else {
                LOG.warn("server {} of pool {} is down: {}", nameOf(target.server()), target.pool(), health.reason());
            }
            reconcile();
        }
    }

    /** Time went by: looks at the traffic, the drains and the datapath. */
    void tick() {
        final long now = wiring.nowMs();
        traffic = meter.on(wiring.datapath().counters(), now);
        lookout.on(departures.moving(), now, () -> look(snapshot));
        departures.on(traffic, now, lookout.latest().takenAt(now));
        auto.tick(config, overrides, snapshot.pools(), traffic.total().packets(), wiring.cpu(), now);
        reconcile();
    }

    /** Changes what is commanded. */
    void command(final UnaryOperator<Overrides> change) {
        overrides = change.apply(overrides);
        departures.follow(config, overrides, Drain.Limits.COMMANDED, announcedVips(), wiring.nowMs());
        reconcile();
    }

    /**
     * Begins to drain; what is draining already has until the new bound.
     *
     * @param vip   empty: every VIP
     * @param words with which the sessions end when every VIP has left, unless they have ended with others already;
     *              empty: they stay
     */
    void drain(final Optional<InetAddress> vip, final Drain.Limits limits, final Optional<String> words) {
        final Optional<String> heard = snapshot.farewell();
        overrides = overrides.withDrain(vip, heard.isPresent() ? words.flatMap(_ -> heard) : words);
        departures.decided(vip);
        departures.again(vip, limits, wiring.nowMs());
        departures.follow(config, overrides, limits, announcedVips(), wiring.nowMs());
        reconcile();
    }

    /** Takes another configuration. The sessions to the routers have it already. */
    void adopt(final DirectorConfig next) {
        final Map<String, PoolView> oldPools = pools();
        departures.removed(config, next, oldPools, announcedVips(), wiring.nowMs());
        formerServers.changed(oldPools, next, wiring.membership().used());
        config = next;
        overrides = overrides.within(next);
        everAnnounced.retainAll(next.vips().stream().map(VipConfig::address).collect(Collectors.toSet()));
        departures.follow(config, overrides, Drain.Limits.COMMANDED, announcedVips(), wiring.nowMs());
        auto.follow(config, wiring.nowMs());
        configureChecks();
        reconcile();
    }

    /** Begins to leave the routers for good. */
    void leave(final Drain.Limits limits) {
        stopping = true;
        departures.stop(limits, wiring.nowMs());
        departures.follow(config, overrides, limits, announcedVips(), wiring.nowMs());
        reconcile();
    }

    /**
     * Takes drains back.
     *
     * @param vip empty: every one
     */
    void undrain(final Optional<InetAddress> vip) {
        departures.decided(vip);
        command(commanded -> commanded.withoutDrain(vip, config));
    }

    /** Nobody knows what was commanded before the restart: until somebody says, every VIP is the last resort. */
    void doubt() {
        departures.doubt(config.vips().stream().map(VipConfig::address).collect(Collectors.toSet()));
    }

    /** Does not leave after all: announces what it announced, but for what was drained by command. */
    void stay() {
        stopping = false;
        departures.stay();
        command(UnaryOperator.identity());
    }

    /** Whether VIPs cannot leave without loss. */
    boolean held() {
        return departures.held();
    }

    /** Whether every VIP has left, or there is no router that could send anything. */
    boolean left() {
        return announced.isEmpty() || departures.allOver()
            || wiring.routing().neighbors().stream()
                .noneMatch(it -> it.isEstablished() && !it.config().inbound().listenOnly());
    }

    /** Whether any route is out, or went a moment ago, so that packets may be on their way. */
    boolean announcedLately() {
        return !announced.isEmpty() || wiring.nowMs() - silentSinceMs < Departure.LINGER_MS;
    }

    /** Withdraws everything, for good; packets are still forwarded. */
    void withdrawAll() {
        silent = true;
        reconcile();
    }

    /** The standing in the cluster has changed. */
    void onMembership() {
        reconcile();
    }

    /** Brings everything in line. */
    private void reconcile() {
        final long now = wiring.nowMs();
        final Map<String, PoolView> pools = pools();
        consult(pools);
        decisions = Readiness.decide(new Situation(config, new Weights(config, overrides, auto.weights(), now), pools,
            tables.unready().or(wiring.membership()::obstacle),
            tables.servable(), departures.drains(), everAnnounced)).stream()
            .map(d -> silent ? stopped(d) : d)
            .toList();
        announce();
        tables.request(TableSpec.of(config, pools, departures.leaving(now)), now);
        if (!stopping) {
            farewell.on(config.bgp().flatMap(_ -> overrides.farewell()), departures.allOver() && !announcedLately());
        }
        publish(pools);
    }

    /** Tells the cluster what is known, and joins it when there is something to go by. */
    private void consult(final Map<String, PoolView> pools) {
        final Membership membership = wiring.membership();
        membership.wish(config, book::of, formerServers.keys());
        if (!stopping && tables.unready().isEmpty()
            && pools.values().stream().allMatch(pool -> pool.unjudged() == 0)) {
            membership.begin();
        }
    }

    private static VipDecision stopped(final VipDecision decision) {
        return new VipDecision(decision.vip(), VipState.DRAINED, Optional.of("the director stops"),
            decision.weight(), Optional.empty());
    }

    private void announce() {
        final List<Announcement> wanted = decisions.stream().flatMap(d -> d.announcement().stream()).toList();
        if (!wanted.equals(announced)) {
            wiring.routing().announce(wanted);
            silentSinceMs = wiring.nowMs();
            announced = wanted;
            everAnnounced.addAll(announcedVips());
        }
    }

    private void publish(final Map<String, PoolView> pools) {
        final Snapshot before = snapshot;
        final Map<ServerKey, ServerHealth> health = new HashMap<>();
        pools.values().forEach(pool -> pool.servers().forEach(server -> {
            final ServerKey key = new ServerKey(pool.name(), server.address());
            health.put(key, book.of(key));
        }));
        snapshot = new Snapshot(config, overrides, state(), decisions, pools, health, tables.applied(), traffic,
            auto.weights(), departures.drains(), farewell.sessions(), lookout.latest());
        Journal.log(before.decisions(), decisions);
        if (before.state() != snapshot.state() || !Journal.summary(before).equals(Journal.summary(snapshot))) {
            wiring.status().accept(Journal.summary(snapshot));
        }
    }

    /** How many flows still come here, and who else announces the VIPs. Asks other directors: any thread, it waits. */
    private Lookout.Sighting look(final Snapshot now) {
        final Map<InetAddress, Long> flows = wiring.datapath().flowsByVip(RECENT);
        final Routing routing = wiring.routing();
        return Lookout.of(now.config().node().name(), flows, wiring.membership().isClustered()
            ? Optional.of(ClusterWeights.of(wiring.membership()).shares(
                Shares.view(now, routing.routes(), routing.neighbors()), Optional.empty()))
            : Optional.empty());
    }

    private DirectorState state() {
        if (stopping) {
            return DirectorState.STOPPING;
        }
        if (tables.applied().equals(AppliedTable.NONE)) {
            return DirectorState.STARTING;
        }
        return overrides.drained() ? DirectorState.DRAINING : DirectorState.RUNNING;
    }

    private Set<InetAddress> announcedVips() {
        return announced.stream().map(a -> a.prefix().address()).collect(Collectors.toSet());
    }

    private Map<String, PoolView> pools() {
        final Membership membership = wiring.membership();
        overrides = membership.isClustered() ? overrides.withCluster(membership.commands()) : overrides;
        formerServers.retain(membership.used());
        final Map<String, PoolView> pools = new LinkedHashMap<>();
        for (final PoolConfig pool : config.pools().values()) {
            pools.put(pool.name(), formerServers.addTo(PoolView.of(pool, overrides, book::of)));
        }
        return pools;
    }

    private void configureChecks() {
        final Map<CheckTarget, CheckPlan> plans = CheckPlans.of(config);
        final Map<CheckTarget, HealthPolicy> policies = new LinkedHashMap<>();
        plans.forEach((target, plan) -> policies.put(target, plan.policy()));
        book.configure(policies, wiring.nowMs());
        latencies.retain(plans.keySet().stream().map(CheckTarget::server).collect(Collectors.toSet()));
        wiring.checks().configure(plans);
    }

    private String nameOf(final ServerKey key) {
        return Optional.ofNullable(config.pools().get(key.pool())).stream()
            .flatMap(pool -> pool.servers().stream()).filter(s -> s.address().equals(key.address()))
            .map(ServerConfig::name).findFirst().orElse("?") + " (" + key.address().getHostAddress() + ")";
    }
}

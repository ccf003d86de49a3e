package dev.directrix.director.runtime;

import dev.directrix.director.Version;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.config.ClusterConfig;
import dev.directrix.director.config.ConfigException;
import dev.directrix.director.config.DurationText;
import dev.directrix.director.config.PoolConfig;
import dev.directrix.director.config.RouterModel;
import dev.directrix.director.config.VipConfig;
import dev.directrix.director.control.ClusterReport;
import dev.directrix.director.control.ControlServer;
import dev.directrix.director.control.DrainReport;
import dev.directrix.director.control.DrainRequest;
import dev.directrix.director.control.FlowQuery;
import dev.directrix.director.control.FlowReport;
import dev.directrix.director.control.FlowsReport;
import dev.directrix.director.control.NeighborReport;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.control.Operations;
import dev.directrix.director.control.RampRequest;
import dev.directrix.director.control.ReloadReport;
import dev.directrix.director.control.RestartRequest;
import dev.directrix.director.control.RoutesReport;
import dev.directrix.director.control.ServerName;
import dev.directrix.director.control.ServerReport;
import dev.directrix.director.control.ServersReport;
import dev.directrix.director.control.SharesReport;
import dev.directrix.director.control.StatusReport;
import dev.directrix.director.control.TableForecast;
import dev.directrix.director.control.TraceReport;
import dev.directrix.director.control.TraceRequest;
import dev.directrix.director.control.VipReport;
import dev.directrix.director.control.WeightReport;
import dev.directrix.director.control.WeightView;
import dev.directrix.director.membership.Membership;
import dev.directrix.director.plan.ChangeReader;
import dev.directrix.director.plan.PlanException;
import dev.directrix.director.plan.TablePlan;
import dev.directrix.director.reconcile.Drain;
import dev.directrix.director.reconcile.Overrides;
import dev.directrix.director.reconcile.RampPlan;
import dev.directrix.ecmp.Announcement;
import dev.directrix.forwarder.datapath.DatapathCounters;
import dev.directrix.forwarder.datapath.DatapathStatus;
import dev.directrix.forwarder.service.ServerKey;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Answers the control socket. What is asked is read from the last snapshot and from the parts themselves, on the
 * asker's thread; what is commanded goes to the control thread.
 */
final class DirectorOperations implements Operations {

    private static final Duration TABLE_PATIENCE = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(5);

    private final Path file;
    private final ControlThread control;
    private final long startedMs;
    private final Traces traces = new Traces();
    private final AtomicReference<Desk> desk = new AtomicReference<>();
    private final AtomicReference<Optional<Restarts>> restarts = new AtomicReference<>(Optional.empty());

    /** What there is to ask once the director has started. */
    record Desk(Reconciler reconciler, Wiring wiring, Reloader reloader, Keeper keeper, GuardWatch guard) {
    }

    DirectorOperations(final Path file, final ControlThread control, final long startedMs) {
        this.file = file;
        this.control = control;
        this.startedMs = startedMs;
    }

    /** From now on there is something to ask. */
    void open(final Desk opened) {
        desk.set(opened);
    }

    /** From now on it can be restarted. */
    void open(final Restarts part) {
        restarts.set(Optional.of(part));
    }

    /** From now on there is nothing to ask any more. */
    void close() {
        desk.set(null);
    }

    private Desk desk() {
        final Desk opened = desk.get();
        if (opened == null) {
            throw unready();
        }
        return opened;
    }

    private static OperationException unready() {
        return new OperationException("the director is starting or stopping: try again in a moment");
    }

    /** What it asks. */
    Wiring wiring() {
        return desk().wiring();
    }

    /** The state as of the last event. */
    Snapshot snapshot() {
        return desk().reconciler().snapshot();
    }

    @Override
    public StatusReport status() {
        final Desk opened = desk();
        final Snapshot now = opened.reconciler().snapshot();
        final DatapathCounters counters = opened.wiring().datapath().counters();
        final DatapathStatus datapath = opened.wiring().datapath().status();
        final long nowMs = opened.wiring().nowMs();
        return new StatusReport(now.config().node().name(), Version.current(), file.toString(), now.state(),
            Duration.ofMillis(Math.max(0, nowMs - startedMs)), now.weights(nowMs).ofDirector().weight(),
            Reports.datapath(now, counters, datapath), Reports.vips(now, anySession()),
            Reports.servers(now, Reports.slots(now, opened.wiring().membership().slots()), counters,
                ServerFlows.of(opened.wiring().datapath()), datapath, nowMs),
            neighbors(Optional.empty()),
            now.config().cluster().map(_ -> cluster()), opened.guard().findings(), opened.guard().monitor());
    }

    @Override
    public WeightReport weights() {
        return Reports.weights(snapshot(), desk().keeper().problem(), desk().wiring().nowMs());
    }

    @Override
    public WeightReport setWeight(final int weight, final Optional<InetAddress> vip) {
        requireWeight(weight, vip);
        command(overrides -> overrides.withWeight(weight, vip));
        return weights();
    }

    @Override
    public WeightReport rampWeight(final int weight, final RampRequest ramp, final Optional<InetAddress> vip) {
        requireWeight(weight, vip);
        final long nowMs = desk().wiring().nowMs();
        command(overrides -> overrides.withWeight(
            RampPlan.of(snapshot().weights(nowMs), weight, ramp, vip), vip));
        return weights();
    }

    @Override
    public WeightView weightView() {
        final Routing routing = desk().wiring().routing();
        return Shares.view(snapshot(), routing.routes(), routing.neighbors());
    }

    @Override
    public void announcementsChanged(final String director) {
        desk().guard().changed(director);
    }

    @Override
    public SharesReport shares(final Optional<RouterModel> receiver) {
        return ClusterWeights.of(desk().wiring().membership()).shares(
            weightView(), receiver.or(() -> snapshot().config().router())).withFindings(desk().guard().findings());
    }

    private void requireWeight(final int weight, final Optional<InetAddress> vip) {
        if (weight < 1 || weight > Announcement.MAX_WEIGHT) {
            throw new OperationException("weight " + weight + " is not within 1.." + Announcement.MAX_WEIGHT
                + "; to take this director out of the routers use: directrix drain");
        }
        vip.ifPresent(this::requireVip);
    }

    @Override
    public WeightReport resetWeight(final Optional<InetAddress> vip) {
        vip.ifPresent(this::requireVip);
        command(overrides -> overrides.withoutWeight(vip));
        return weights();
    }

    @Override
    public DrainReport drain(final Optional<InetAddress> vip, final DrainRequest request) {
        vip.ifPresent(this::requireVip);
        requireTimeout(request.timeout());
        final Reconciler reconciler = desk().reconciler();
        if (vip.isPresent() && request.farewell().isPresent()) {
            throw new OperationException("sessions end with the drain of the director, not of one VIP");
        }
        onControl(() -> reconciler.drain(vip, Drain.Limits.of(request), request.farewell()));
        return drains(vip);
    }

    @Override
    public DrainReport undrain(final Optional<InetAddress> vip) {
        vip.ifPresent(this::requireVip);
        if (vip.isEmpty()) {
            control.call(() -> {
                restarts.get().ifPresent(Restarts::stay);
                return true;
            });
        }
        final Reconciler reconciler = desk().reconciler();
        onControl(() -> reconciler.undrain(vip));
        return drains(vip);
    }

    @Override
    public DrainReport drains(final Optional<InetAddress> vip) {
        vip.ifPresent(this::requireVip);
        return Reports.drains(snapshot(), vips(vip), desk().keeper().problem(), desk().wiring().nowMs());
    }

    @Override
    public DrainReport restart(final RestartRequest request) {
        requireTimeout(request.timeout());
        final Restarts part = restarts.get().orElseThrow(DirectorOperations::unready);
        if (!control.call(() -> part.restart(request))) {
            throw new OperationException("the director is stopping already");
        }
        return drains(Optional.empty());
    }

    private static void requireTimeout(final Duration timeout) {
        if (timeout.compareTo(DrainRequest.SHORTEST) < 0 || timeout.compareTo(DrainRequest.LONGEST) > 0) {
            throw new OperationException("a timeout of " + DurationText.format(timeout) + " is not within "
                + DurationText.format(DrainRequest.SHORTEST) + ".." + DurationText.format(DrainRequest.LONGEST)
                + ": routers need " + DurationText.format(DrainRequest.SHORTEST) + " to choose other next hops");
        }
    }

    private boolean anySession() {
        return desk().wiring().routing().neighbors().stream()
            .anyMatch(it -> it.isEstablished() && !it.config().inbound().listenOnly());
    }

    private List<VipReport> vips(final Optional<InetAddress> vip) {
        return Reports.vips(snapshot(), anySession()).stream()
            .filter(report -> vip.map(report.address()::equals).orElse(true)).toList();
    }

    @Override
    public List<ServerReport> servers() {
        final Wiring wiring = desk().wiring();
        final Snapshot now = snapshot();
        return Reports.servers(
            now, Reports.slots(now, wiring.membership().slots()), wiring.datapath().counters(),
            ServerFlows.of(wiring.datapath()), wiring.datapath().status(), wiring.nowMs());
    }

    @Override
    public ServersReport setServerWeight(final ServerName server, final int weight) {
        if (weight < 0 || weight > Announcement.MAX_WEIGHT) {
            throw new OperationException("weight " + weight + " is not within 0.." + Announcement.MAX_WEIGHT);
        }
        return commandServers(server, (overrides, key) -> overrides.withServerWeight(key, weight));
    }

    @Override
    public ServersReport drainServer(final ServerName server) {
        return commandServers(server, Overrides::withServerDrain);
    }

    @Override
    public ServersReport enableServer(final ServerName server) {
        return commandServers(server, Overrides::withoutServer);
    }

    @Override
    public FlowReport flow(final FlowQuery query) {
        return FlowReports.of(query, desk().wiring().datapath(), snapshot().table(),
            ClusterReports.digest(desk().wiring().membership().view()));
    }

    @Override
    public FlowsReport flows(final int top) {
        final DatapathCounters counters = desk().wiring().datapath().counters();
        return new FlowsReport(Reports.flows(counters), snapshot().config().datapath().flowCapacity(),
            Reports.counters(counters), Tallies.of(counters, snapshot().config()),
            FlowReports.entries(desk().wiring().datapath().flows(Math.max(0, top))));
    }

    @Override
    public List<NeighborReport> neighbors(final Optional<String> neighbor) {
        final Snapshot now = snapshot();
        final List<NeighborReport> all = now.config().bgp().map(bgp -> RoutingReports.neighbors(
            bgp, desk().wiring().routing().neighbors(), now.farewell(), Instant.now())).orElse(List.of());
        final Optional<Set<String>> names = neighbor.map(wanted -> namesOf(wanted, all));
        return all.stream().filter(report -> names.map(it -> it.contains(report.name())).orElse(true)).toList();
    }

    @Override
    public RoutesReport routes(final Optional<String> neighbor, final Optional<InetAddress> vip) {
        vip.ifPresent(this::requireVip);
        final Optional<Set<String>> names = neighbor.map(wanted -> namesOf(wanted, neighbors(Optional.empty())));
        final Routing routing = desk().wiring().routing();
        final RoutesReport all = RoutingReports.routes(snapshot(), routing.routes(), routing.neighbors());
        return new RoutesReport(
            all.routes().stream().filter(route -> names.map(it -> it.contains(route.neighbor())).orElse(true)
                && vip.map(route.prefix().address()::equals).orElse(true)).toList(),
            all.notAnnounced().stream().filter(missing -> names.map(it -> it.contains(missing.neighbor())).orElse(true)
                && vip.map(missing.vip()::equals).orElse(true)).toList());
    }

    /** The neighbours that somebody means: one by its name, or by any text of an address all sessions with it. */
    private static Set<String> namesOf(final String wanted, final List<NeighborReport> neighbors) {
        if (neighbors.stream().anyMatch(it -> it.name().equals(wanted))) {
            return Set.of(wanted);
        }
        final Set<String> found = neighbors.stream().filter(it -> isAddress(wanted, it.address()))
            .map(NeighborReport::name).collect(Collectors.toSet());
        if (found.isEmpty()) {
            throw new OperationException("there is no neighbor " + wanted + "; there are "
                + neighbors.stream().map(NeighborReport::name).collect(Collectors.joining(", ")));
        }
        return found;
    }

    private static boolean isAddress(final String text, final InetAddress address) {
        try {
            return AddressText.parse(text).equals(address);
        } catch (final IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public TableForecast forecast(final List<String> changes) {
        final Snapshot now = snapshot();
        try {
            return TablePlan.of(now.config(), now.pools(), ChangeReader.readAll(changes), desk().wiring().factory(),
                Optional.of(desk().wiring().datapath().flowsByServer()));
        } catch (final PlanException e) {
            throw new OperationException(e.getMessage());
        }
    }

    @Override
    public ClusterReport cluster() {
        final Membership membership = desk().wiring().membership();
        final ClusterConfig cluster = clusterConfig();
        return ClusterReports.of(cluster.name(), membership, System.nanoTime());
    }

    private ClusterConfig clusterConfig() {
        return snapshot().config().cluster().orElseThrow(() -> new OperationException(
            "this director stands alone: its configuration has no section 'cluster'"));
    }

    @Override
    public ClusterReport membersOff(final List<String> names) {
        final Duration silence = clusterConfig().times().lease();
        new ClusterCommands(desk().wiring().membership()).off(names, silence, System.nanoTime());
        return cluster();
    }

    @Override
    public long startTrace(final TraceRequest request) {
        return traces.start(request, desk().wiring().datapath(), snapshot());
    }

    @Override
    public TraceReport readTrace(final long trace) {
        return traces.read(trace, desk().wiring().datapath(), snapshot());
    }

    @Override
    public TraceReport stopTrace(final long trace) {
        return traces.stop(trace, desk().wiring().datapath(), snapshot());
    }

    @Override
    public ReloadReport reload() throws ConfigException {
        return desk().reloader().reload();
    }

    @Override
    public String askDirector(final String director, final String request) {
        return snapshot().config().node().name().equals(director)
            ? ControlServer.answering(this).apply(request)
            : desk().wiring().membership().ask(director, request);
    }

    private void command(final UnaryOperator<Overrides> change) {
        final Reconciler reconciler = desk().reconciler();
        onControl(() -> reconciler.command(change));
    }

    /** Carries out what changes the commands in force, then keeps them. */
    private void onControl(final Runnable change) {
        final Desk opened = desk();
        control.call(() -> {
            change.run();
            return true;
        });
        opened.keeper().keep(() -> opened.reconciler().snapshot().overrides());
    }

    private ServersReport commandServers(
        final ServerName name, final BiFunction<Overrides, ServerKey, Overrides> change) {
        final List<ServerKey> keys = new ArrayList<>();
        for (final PoolConfig pool : snapshot().config().pools().values()) {
            pool.servers().stream().filter(server -> name.matches(pool.name(), server.name()))
                .forEach(server -> keys.add(new ServerKey(pool.name(), server.address())));
        }
        if (keys.isEmpty()) {
            throw new OperationException("there is no server " + name + "; there are "
                + servers().stream().map(s -> s.pool() + "/" + s.name()).collect(Collectors.joining(", ")));
        }
        if (desk().wiring().membership().isClustered()) {
            new ClusterCommands(desk().wiring().membership()).command(keys, key -> change.apply(
                snapshot().overrides(), key));
            command(overrides -> overrides); // what the cluster has taken is in the answer
        } else {
            command(overrides -> {
                Overrides result = overrides;
                for (final ServerKey key : keys) {
                    result = change.apply(result, key);
                }
                return result;
            });
            awaitTable();
        }
        return new ServersReport(
            servers().stream().filter(s -> keys.contains(new ServerKey(s.pool(), s.address()))).toList(),
            desk().wiring().membership().isClustered() ? Optional.empty() : desk().keeper().problem());
    }

    /** Waits until new flows go by what was commanded; not for long, as a table that cannot be made is in the log. */
    private void awaitTable() {
        final long beganNs = System.nanoTime();
        try {
            while (!snapshot().isInPlace() && System.nanoTime() - beganNs < TABLE_PATIENCE.toNanos()) {
                Thread.sleep(LOOK);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void requireVip(final InetAddress vip) {
        final List<VipConfig> vips = snapshot().config().vips();
        if (vips.stream().noneMatch(it -> it.address().equals(vip))) {
            throw new OperationException("there is no VIP " + vip.getHostAddress() + "; there are "
                + vips.stream().map(it -> it.address().getHostAddress()).collect(Collectors.joining(", ")));
        }
    }
}

package dev.directrix.director.runtime;

import dev.directrix.bgp.NeighborStatus;
import dev.directrix.director.Version;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.config.ClusterConfig;
import dev.directrix.director.config.ConfigException;
import dev.directrix.director.config.PoolConfig;
import dev.directrix.director.config.VipConfig;
import dev.directrix.director.control.ClusterReport;
import dev.directrix.director.control.ControlServer;
import dev.directrix.director.control.FlowQuery;
import dev.directrix.director.control.FlowReport;
import dev.directrix.director.control.FlowsReport;
import dev.directrix.director.control.NeighborReport;
import dev.directrix.director.control.OperationException;
import dev.directrix.director.control.Operations;
import dev.directrix.director.control.ReloadReport;
import dev.directrix.director.control.RoutesReport;
import dev.directrix.director.control.ServerName;
import dev.directrix.director.control.ServerReport;
import dev.directrix.director.control.StatusReport;
import dev.directrix.director.control.TraceReport;
import dev.directrix.director.control.TraceRequest;
import dev.directrix.director.control.VipReport;
import dev.directrix.director.control.WeightReport;
import dev.directrix.director.membership.Membership;
import dev.directrix.director.reconcile.Overrides;
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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Answers the control socket. What is asked is read from the last snapshot and from the parts themselves, on the
 * asker's thread; what is commanded goes to the control thread.
 */
final class DirectorOperations implements Operations {

    private final Path file;
    private final ControlThread control;
    private final long startedMs;
    private final Traces traces = new Traces();
    private final AtomicReference<Desk> desk = new AtomicReference<>();

    /** What there is to ask once the director has started. */
    record Desk(Reconciler reconciler, Wiring wiring, Reloader reloader) {
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

    /** From now on there is nothing to ask any more. */
    void close() {
        desk.set(null);
    }

    private Desk desk() {
        final Desk opened = desk.get();
        if (opened == null) {
            throw new OperationException("the director is starting or stopping: try again in a moment");
        }
        return opened;
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
            Duration.ofMillis(Math.max(0, nowMs - startedMs)), now.overrides().weightOf(now.config()),
            Reports.datapath(now, counters, datapath), Reports.vips(now, anySession()),
            Reports.servers(now, Reports.slots(now, opened.wiring().membership().slots()), counters,
                ServerFlows.of(opened.wiring().datapath()), datapath, nowMs),
            neighbors(Optional.empty()),
            now.config().cluster().map(_ -> cluster()));
    }

    @Override
    public WeightReport weights() {
        return Reports.weights(snapshot());
    }

    @Override
    public WeightReport setWeight(final int weight, final Optional<InetAddress> vip) {
        if (weight < 1 || weight > Announcement.MAX_WEIGHT) {
            throw new OperationException("weight " + weight + " is not within 1.." + Announcement.MAX_WEIGHT
                + "; to take this director out of the routers use: directrix drain");
        }
        vip.ifPresent(this::requireVip);
        command(overrides -> overrides.withWeight(weight, vip));
        return weights();
    }

    @Override
    public WeightReport resetWeight(final Optional<InetAddress> vip) {
        vip.ifPresent(this::requireVip);
        command(overrides -> overrides.withoutWeight(vip));
        return weights();
    }

    @Override
    public List<VipReport> drain(final Optional<InetAddress> vip) {
        vip.ifPresent(this::requireVip);
        command(overrides -> overrides.withDrain(vip));
        return vips(vip);
    }

    @Override
    public List<VipReport> undrain(final Optional<InetAddress> vip) {
        vip.ifPresent(this::requireVip);
        command(overrides -> overrides.withoutDrain(vip, snapshot().config()));
        return vips(vip);
    }

    private boolean anySession() {
        return desk().wiring().routing().neighbors().stream().anyMatch(NeighborStatus::isEstablished);
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
    public List<ServerReport> setServerWeight(final ServerName server, final int weight) {
        if (weight < 0 || weight > Announcement.MAX_WEIGHT) {
            throw new OperationException("weight " + weight + " is not within 0.." + Announcement.MAX_WEIGHT);
        }
        return commandServers(server, (overrides, key) -> overrides.withServerWeight(key, weight));
    }

    @Override
    public List<ServerReport> drainServer(final ServerName server) {
        return commandServers(server, Overrides::withServerDrain);
    }

    @Override
    public List<ServerReport> enableServer(final ServerName server) {
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
        final List<NeighborReport> all = snapshot().config().bgp().map(bgp -> RoutingReports.neighbors(
            bgp, desk().wiring().routing().neighbors(), Instant.now())).orElse(List.of());
        final Optional<String> name = neighbor.map(wanted -> nameOf(wanted, all));
        return all.stream().filter(report -> name.map(report.name()::equals).orElse(true)).toList();
    }

    @Override
    public RoutesReport routes(final Optional<String> neighbor, final Optional<InetAddress> vip) {
        vip.ifPresent(this::requireVip);
        final Optional<String> name = neighbor.map(wanted -> nameOf(wanted, neighbors(Optional.empty())));
        final Routing routing = desk().wiring().routing();
        final RoutesReport all = RoutingReports.routes(snapshot(), routing.routes(), routing.neighbors());
        return new RoutesReport(
            all.routes().stream().filter(route -> name.map(route.neighbor()::equals).orElse(true)
                && vip.map(route.prefix().address()::equals).orElse(true)).toList(),
            all.notAnnounced().stream().filter(missing -> name.map(missing.neighbor()::equals).orElse(true)
                && vip.map(missing.vip()::equals).orElse(true)).toList());
    }

    /** The neighbour that somebody means, by name or by any text of its address. */
    private static String nameOf(final String wanted, final List<NeighborReport> neighbors) {
        return neighbors.stream().filter(it -> it.name().equals(wanted) || isAddress(wanted, it.address())).findFirst()
            .map(NeighborReport::name).orElseThrow(() -> new OperationException("there is no neighbor " + wanted
                + "; there are " + neighbors.stream().map(NeighborReport::name).collect(Collectors.joining(", "))));
    }

    private static boolean isAddress(final String text, final InetAddress address) {
        try {
            return AddressText.parse(text).equals(address);
        } catch (final IllegalArgumentException e) {
            return false;
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
        control.call(() -> {
            reconciler.command(change);
            return true;
        });
    }

    private List<ServerReport> commandServers(
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
        }
        return servers().stream().filter(s -> keys.contains(new ServerKey(s.pool(), s.address()))).toList();
    }

    private void requireVip(final InetAddress vip) {
        final List<VipConfig> vips = snapshot().config().vips();
        if (vips.stream().noneMatch(it -> it.address().equals(vip))) {
            throw new OperationException("there is no VIP " + vip.getHostAddress() + "; there are "
                + vips.stream().map(it -> it.address().getHostAddress()).collect(Collectors.joining(", ")));
        }
    }
}

package dev.directrix.director.control;

import dev.directrix.director.config.AddressText;
import dev.directrix.director.config.ConfigError;
import dev.directrix.director.config.ConfigException;
import dev.directrix.director.config.Position;
import dev.directrix.director.config.RouterModel;
import java.net.InetAddress;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/** A director that gives {@link Reports} and remembers what it was asked. */
public class FakeOperations implements Operations {

    private final List<String> calls = new CopyOnWriteArrayList<>();
    /** What its status is at the next looks. */
    public final Deque<StatusReport> statuses = new ConcurrentLinkedDeque<>();
    /** The cluster that it sees. */
    public volatile ClusterReport cluster = Reports.CLUSTER;
    /** What drains look like at the next looks. */
    public final Deque<DrainReport> drains = new ConcurrentLinkedDeque<>();
    private volatile Optional<RuntimeException> failure = Optional.empty();

    /** Each call in words, in order. */
    public List<String> calls() {
        return calls;
    }

    /** From now on every call fails. */
    public void fail(final RuntimeException with) {
        failure = Optional.of(with);
    }

    /** From now on every call fails as a reload of an invalid file does. */
    public void failWithInvalidConfig() {
        fail(new ConfigException(List.of(
            new ConfigError("d1.yaml", new Position(9, 1), "unknown key 'x'"),
            new ConfigError("d1.yaml", new Position(3, 9), "weight: 0 is out of range"))));
    }

    private <T> T answer(final String call, final T report) {
        calls.add(call);
        failure.ifPresent(it -> {
            throw it;
        });
        return report;
    }

    private static String of(final Optional<InetAddress> vip) {
        return vip.map(it -> " of " + AddressText.format(it)).orElse("");
    }

    @Override
    public StatusReport status() {
        return answer("status", statuses.isEmpty() ? Reports.STATUS : statuses.removeFirst());
    }

    @Override
    public WeightReport weights() {
        return answer("weights", Reports.WEIGHTS);
    }

    @Override
    public WeightReport setWeight(final int weight, final Optional<InetAddress> vip) {
        return answer("weight " + weight + of(vip), Reports.WEIGHTS);
    }

    @Override
    public WeightReport rampWeight(final int weight, final RampRequest ramp, final Optional<InetAddress> vip) {
        return answer("weight " + weight + of(vip) + " over " + ramp.over().toSeconds() + " s"
            + (ramp.step().isPresent() ? " by " + ramp.step().getAsInt() : ""), Reports.RAMPING_WEIGHTS);
    }

    @Override
    public WeightView weightView() {
        return answer("weight view", Reports.VIEW);
    }

    @Override
    public void announcementsChanged(final String director) {
        answer("announcements of " + director + " changed", true);
    }

    @Override
    public SharesReport shares(final Optional<RouterModel> receiver) {
        return answer("shares" + receiver.map(it -> " at " + it.kind() + " up to " + it.maximumPaths()).orElse(""),
            Reports.SHARES);
    }

    @Override
    public WeightReport resetWeight(final Optional<InetAddress> vip) {
        return answer("reset weight" + of(vip), Reports.WEIGHTS);
    }

    @Override
    public DrainReport drain(final Optional<InetAddress> vip, final DrainRequest request) {
        return answer("drain" + of(vip) + " within " + request.timeout().toSeconds() + " s"
            + (request.force() ? " by force" : "") + request.farewell().map(it -> " saying " + it).orElse(""),
            Reports.DRAINING);
    }

    @Override
    public DrainReport undrain(final Optional<InetAddress> vip) {
        return answer("undrain" + of(vip), Reports.UNDRAINED);
    }

    @Override
    public DrainReport restart(final RestartRequest request) {
        return answer("restart within " + request.timeout().toSeconds() + " s" + request.text().map(it ->
            ": " + it).orElse(""), Reports.DRAINING);
    }

    @Override
    public DrainReport drains(final Optional<InetAddress> vip) {
        return answer("drains" + of(vip), drains.isEmpty() ? Reports.DRAINED : drains.removeFirst());
    }

    @Override
    public List<ServerReport> servers() {
        return answer("servers", Reports.SERVERS);
    }

    @Override
    public ServersReport setServerWeight(final ServerName server, final int weight) {
        return answer("weight " + weight + " of server " + server, Reports.server(2));
    }

    @Override
    public ServersReport drainServer(final ServerName server) {
        return answer("drain server " + server, Reports.server(3));
    }

    @Override
    public ServersReport enableServer(final ServerName server) {
        return answer("enable server " + server, Reports.server(2));
    }

    @Override
    public FlowReport flow(final FlowQuery query) {
        return answer("flow " + query.protocol() + " " + AddressText.format(query.source()) + " "
            + AddressText.format(query.destination()), Reports.FLOW);
    }

    @Override
    public FlowsReport flows(final int top) {
        return answer("flows " + top, Reports.FLOWS);
    }

    @Override
    public List<NeighborReport> neighbors(final Optional<String> neighbor) {
        return answer("neighbors" + neighbor.map(it -> " " + it).orElse(""), neighbor.isEmpty() ? Reports.NEIGHBORS
            : Reports.NEIGHBORS.stream().filter(it -> it.name().equals(neighbor.get())).toList());
    }

    @Override
    public RoutesReport routes(final Optional<String> neighbor, final Optional<InetAddress> vip) {
        return answer("routes" + neighbor.map(it -> " to " + it).orElse("") + of(vip), Reports.ROUTES);
    }

    @Override
    public TableForecast forecast(final List<String> changes) {
        return answer("forecast " + String.join(", ", changes), Reports.FORECAST);
    }

    @Override
    public ClusterReport cluster() {
        return answer("cluster", cluster);
    }

    @Override
    public ClusterReport membersOff(final List<String> names) {
        return answer("off " + String.join(" ", names), Reports.CLUSTER);
    }

    @Override
    public long startTrace(final TraceRequest request) {
        return answer("trace " + request, 7L);
    }

    @Override
    public TraceReport readTrace(final long trace) {
        return answer("read trace " + trace, Reports.TRACE);
    }

    @Override
    public TraceReport stopTrace(final long trace) {
        return answer("stop trace " + trace, new TraceReport(0, List.of()));
    }

    @Override
    public ReloadReport reload() {
        return answer("reload", Reports.RELOAD);
    }

    /** The other director is this one under another name. */
    @Override
    public String askDirector(final String director, final String request) {
        calls.add("to " + director + ":");
        return ControlServer.answering(this).apply(request);
    }
}

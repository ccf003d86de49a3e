package dev.directrix.director.control;

import dev.directrix.director.config.AddressText;
import dev.directrix.director.config.ConfigError;
import dev.directrix.director.config.ConfigException;
import dev.directrix.director.config.Position;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A director that gives {@link Reports} and remembers what it was asked. */
public final class FakeOperations implements Operations {

    private final List<String> calls = new CopyOnWriteArrayList<>();
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
        return answer("status", Reports.STATUS);
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
    public WeightReport resetWeight(final Optional<InetAddress> vip) {
        return answer("reset weight" + of(vip), Reports.WEIGHTS);
    }

    @Override
    public List<VipReport> drain(final Optional<InetAddress> vip) {
        return answer("drain" + of(vip), Reports.VIPS);
    }

    @Override
    public List<VipReport> undrain(final Optional<InetAddress> vip) {
        return answer("undrain" + of(vip), Reports.VIPS);
    }

    @Override
    public List<ServerReport> servers() {
        return answer("servers", Reports.SERVERS);
    }

    @Override
    public List<ServerReport> setServerWeight(final ServerName server, final int weight) {
        return answer("weight " + weight + " of server " + server, List.of(Reports.SERVERS.get(2)));
    }

    @Override
    public List<ServerReport> drainServer(final ServerName server) {
        return answer("drain server " + server, List.of(Reports.SERVERS.get(3)));
    }

    @Override
    public List<ServerReport> enableServer(final ServerName server) {
        return answer("enable server " + server, List.of(Reports.SERVERS.get(2)));
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
    public ClusterReport cluster() {
        return answer("cluster", Reports.CLUSTER);
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

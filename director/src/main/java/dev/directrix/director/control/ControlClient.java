package dev.directrix.director.control;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.config.ConfigException;
import dev.directrix.director.config.DurationText;
import dev.directrix.director.config.RouterModel;
import dev.directrix.director.control.json.JsonBuilder;
import dev.directrix.director.control.json.JsonException;
import dev.directrix.director.control.json.JsonFields;
import dev.directrix.director.control.json.JsonText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * A director at the other end of its control socket. Each call makes a connection of its own. Besides what
 * {@link Operations} says, calls throw {@link NoDirectorException} and {@link ControlException}.
 */
public final class ControlClient implements Operations {

    /** How long a director may take to answer. */
    public static final Duration DEFAULT_TIME = Duration.ofSeconds(30);

    private final Path path;
    private final Duration time;
    private final Optional<String> director;

    /**
     * Of the director at a socket.
     *
     * @param path of its control socket
     * @param time that it may take to answer
     */
    public ControlClient(final Path path, final Duration time) {
        this(path, time, Optional.empty());
    }

    /**
     * Of a director that another one reaches through their cluster.
     *
     * @param path     of the other's control socket
     * @param time     that it may take to answer
     * @param director name of the node; empty: the one at the socket
     */
    public ControlClient(final Path path, final Duration time, final Optional<String> director) {
        this.path = path;
        this.time = time;
        this.director = director;
    }

    @Override
    public StatusReport status() {
        return call("status", new JsonObject(), Codecs.STATUS);
    }

    @Override
    public WeightReport weights() {
        return call("weights", new JsonObject(), Codecs.WEIGHTS);
    }

    @Override
    public WeightReport setWeight(final int weight, final Optional<InetAddress> vip) {
        return call("set-weight", vip(vip).put("weight", weight).build(), Codecs.WEIGHTS);
    }

    @Override
    public WeightReport rampWeight(final int weight, final RampRequest ramp, final Optional<InetAddress> vip) {
        return call("set-weight", vip(vip).put("weight", weight).put("overMs", ramp.over().toMillis())
            .put("step", ramp.step()).build(), Codecs.WEIGHTS);
    }

    @Override
    public WeightView weightView() {
        return call("weight-view", new JsonObject(), ShareCodecs.VIEW);
    }

    @Override
    public void announcementsChanged(final String director) {
        call("announcements-changed", new JsonBuilder().put("director", director).build(), Codecs.DONE);
    }

    @Override
    public SharesReport shares(final Optional<RouterModel> receiver) {
        final JsonBuilder arguments = new JsonBuilder();
        receiver.ifPresent(it -> arguments.put("receiver", it.kind()).put("maximumPaths", it.maximumPaths()));
        return call("shares", arguments.build(), ShareCodecs.SHARES);
    }

    @Override
    public WeightReport resetWeight(final Optional<InetAddress> vip) {
        return call("reset-weight", vip(vip).build(), Codecs.WEIGHTS);
    }

    @Override
    public DrainReport drain(final Optional<InetAddress> vip, final DrainRequest request) {
        return call("drain", vip(vip).put("timeoutMs", request.timeout().toMillis()).put("force", request.force())
            .put("farewell", request.farewell()).build(), DrainCodecs.DRAINS);
    }

    @Override
    public DrainReport undrain(final Optional<InetAddress> vip) {
        return call("undrain", vip(vip).build(), DrainCodecs.DRAINS);
    }

    @Override
    public DrainReport restart(final RestartRequest request) {
        return call("restart", new JsonBuilder().put("timeoutMs", request.timeout().toMillis())
            .put("text", request.text()).build(), DrainCodecs.DRAINS);
    }

    @Override
    public DrainReport drains(final Optional<InetAddress> vip) {
        return call("drains", vip(vip).build(), DrainCodecs.DRAINS);
    }

    @Override
    public List<ServerReport> servers() {
        return call("servers", new JsonObject(), Codecs.SERVERS);
    }

    @Override
    public ServersReport setServerWeight(final ServerName server, final int weight) {
        return call("set-server-weight", server(server).put("weight", weight).build(), DrainCodecs.SERVERS);
    }

    @Override
    public ServersReport drainServer(final ServerName server) {
        return call("drain-server", server(server).build(), DrainCodecs.SERVERS);
    }

    @Override
    public ServersReport enableServer(final ServerName server) {
        return call("enable-server", server(server).build(), DrainCodecs.SERVERS);
    }

    @Override
    public FlowReport flow(final FlowQuery query) {
        return call("flow", Codecs.FLOW_QUERY.write(query), Codecs.FLOW);
    }

    @Override
    public FlowsReport flows(final int top) {
        return call("flows", new JsonBuilder().put("top", top).build(), Codecs.FLOWS);
    }

    @Override
    public List<NeighborReport> neighbors(final Optional<String> neighbor) {
        return call("neighbors", new JsonBuilder().put("neighbor", neighbor).build(), Codecs.NEIGHBORS);
    }

    @Override
    public RoutesReport routes(final Optional<String> neighbor, final Optional<InetAddress> vip) {
        return call("routes", vip(vip).put("neighbor", neighbor).build(), Codecs.ROUTES);
    }

    @Override
    public TableForecast forecast(final List<String> changes) {
        return call("forecast", new JsonBuilder().putTexts("changes", changes).build(), ForecastCodecs.TABLES);
    }

    @Override
    public ClusterReport cluster() {
        return call("cluster", new JsonObject(), ClusterCodecs.CLUSTER);
    }

    @Override
    public ClusterReport membersOff(final List<String> names) {
        return call("members-off", new JsonBuilder().putTexts("members", names).build(), ClusterCodecs.CLUSTER);
    }

    @Override
    public long startTrace(final TraceRequest request) {
        return call("start-trace", TraceCodecs.REQUEST.write(request), TraceCodecs.ID);
    }

    @Override
    public TraceReport readTrace(final long trace) {
        return call("read-trace", TraceCodecs.ID.write(trace), TraceCodecs.REPORT);
    }

    @Override
    public TraceReport stopTrace(final long trace) {
        return call("stop-trace", TraceCodecs.ID.write(trace), TraceCodecs.REPORT);
    }

    @Override
    public ReloadReport reload() {
        return call("reload", new JsonObject(), Codecs.RELOAD);
    }

    private static JsonBuilder vip(final Optional<InetAddress> vip) {
        return new JsonBuilder().put("vip", vip.map(AddressText::format));
    }

    private static JsonBuilder server(final ServerName server) {
        return new JsonBuilder().put("server", server.toString());
    }

    private <T> T call(final String command, final JsonElement arguments, final Codec<T> codec) {
        final JsonObject request = ControlProtocol.request(command, arguments);
        director.ifPresent(name -> request.addProperty("director", name));
        final String answer = exchange(JsonText.compact(request));
        try {
            final JsonFields json = JsonFields.of(JsonText.parse(answer));
            if (json.flag("ok")) {
                return codec.read(json.get("result"));
            }
            throw failure(new JsonFields(json.object("error")));
        } catch (final JsonException e) {
            throw new ControlException("the director at " + path + " gave an answer that this command does not"
                + " understand (" + e.getMessage() + "); use the directrix command that came with it", e);
        }
    }

    private static RuntimeException failure(final JsonFields error) {
        final String message = error.text("message");
        return switch (error.text("code")) {
            case "failed" -> new OperationException(message);
            case "config-invalid" -> new ConfigException(error.list("errors", Codecs.CONFIG_ERROR.reader()));
            default -> new ControlException(message);
        };
    }

    private String exchange(final String request) {
        final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("control-timer").factory());
        try (LineChannel channel = new LineChannel(connect(), timer)) {
            try {
                send(channel, request);
                return channel.read(ControlProtocol.MAX_ANSWER_OCTETS, time).orElseThrow(
                    () -> unanswered("it closed the connection; see its log", new IOException("end of stream")));
            } catch (final IOException e) {
                throw unanswered(channel.late()
                    ? "it took longer than " + DurationText.format(time) + "; see its log" : reason(e), e);
            }
        } finally {
            timer.shutdownNow();
        }
    }

    /** A director that takes no request may have said why before it closed the connection. */
    private void send(final LineChannel channel, final String request) throws IOException {
        try {
            channel.write(request, time);
        } catch (final IOException e) {
            if (channel.late()) {
                throw e;
            }
        }
    }

    private SocketChannel connect() {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(path));
        } catch (final IOException | IllegalArgumentException e) {
            final String hint = Files.exists(path)
                ? "is it running, and are you root?" : "is it running? --control names another socket";
            throw unanswered(reason(e) + "; " + hint, e);
        }
    }

    private String reason(final Exception e) {
        return Files.exists(path) || !(e instanceof IOException) ? e.getMessage() : "there is no such socket";
    }

    private NoDirectorException unanswered(final String reason, final Throwable cause) {
        return new NoDirectorException("no director answers at " + path + ": " + reason, cause);
    }
}

package dev.directrix.director.control;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.config.ConfigException;
import dev.directrix.director.config.RouterModel;
import dev.directrix.director.control.ControlProtocol.ErrorCode;
import dev.directrix.director.control.json.JsonException;
import dev.directrix.director.control.json.JsonFields;
import dev.directrix.director.control.json.JsonText;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a request line into its answer. Thread-safe as far as the operations are. */
final class ControlDispatcher {

    /** The most flows that one answer lists. */
    static final int MAX_TOP = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(ControlDispatcher.class);

    private final Operations operations;

    ControlDispatcher(final Operations operations) {
        this.operations = operations;
    }

    /** Answers always, with an error if need be. */
    JsonObject answer(final String line) {
        try {
            final JsonFields request = JsonFields.of(JsonText.parse(line));
            final long version = request.number("version");
            if (version != ControlProtocol.VERSION) {
                return ControlProtocol.error(ErrorCode.VERSION, "this director speaks version "
                    + ControlProtocol.VERSION + " of the control protocol, not " + version
                    + "; use the directrix command that came with it");
            }
            final Optional<String> director = request.optionalText("director");
            if (director.isPresent()) {
                final JsonObject direct = request.json().deepCopy();
                direct.remove("director");
                return JsonText.parse(operations.askDirector(director.get(), JsonText.compact(direct)))
                    .getAsJsonObject();
            }
            return ControlProtocol.result(run(request.text("command"), new JsonFields(request.object("arguments"))));
        } catch (final JsonException e) {
            return ControlProtocol.error(ErrorCode.BAD_REQUEST, e.getMessage());
        } catch (final OperationException e) {
            return ControlProtocol.error(ErrorCode.FAILED, e.getMessage());
        } catch (final ConfigException e) {
            return ControlProtocol.failure(ControlProtocol.errorFields(ErrorCode.CONFIG_INVALID,
                "the configuration is invalid; nothing has changed")
                .put("errors", e.errors(), Codecs.CONFIG_ERROR.writer()).build());
        } catch (final RuntimeException e) {
            LOG.error("A control request failed in an unexpected way", e);
            return ControlProtocol.error(ErrorCode.INTERNAL,
                "the director has a fault (" + e.getClass().getSimpleName() + "); see its log");
        }
    }

    private JsonElement run(final String command, final JsonFields in) {
        return switch (command) {
            case "status" -> Codecs.STATUS.write(operations.status());
            case "weights" -> Codecs.WEIGHTS.write(operations.weights());
            case "set-weight" -> Codecs.WEIGHTS.write(setWeight(in));
            case "weight-view" -> ShareCodecs.VIEW.write(operations.weightView());
            case "announcements-changed" -> {
                operations.announcementsChanged(in.text("director"));
                yield Codecs.DONE.write(true);
            }
            case "shares" -> ShareCodecs.SHARES.write(operations.shares(in.optionalText("receiver").map(kind ->
                router(kind, in.optionalInteger("maximumPaths").orElse(RouterModel.DEFAULT_MAXIMUM_PATHS)))));
            case "reset-weight" -> Codecs.WEIGHTS.write(operations.resetWeight(vip(in)));
            case "drain" -> DrainCodecs.DRAINS.write(operations.drain(vip(in), drainRequest(in)));
            case "undrain" -> DrainCodecs.DRAINS.write(operations.undrain(vip(in)));
            case "restart" -> DrainCodecs.DRAINS.write(operations.restart(
                new RestartRequest(drainRequest(in).timeout(), in.optionalText("text"))));
            case "drains" -> DrainCodecs.DRAINS.write(operations.drains(vip(in)));
            case "servers" -> Codecs.SERVERS.write(operations.servers());
            case "set-server-weight" ->
                DrainCodecs.SERVERS.write(operations.setServerWeight(server(in), in.integer("weight")));
            case "drain-server" -> DrainCodecs.SERVERS.write(operations.drainServer(server(in)));
            case "enable-server" -> DrainCodecs.SERVERS.write(operations.enableServer(server(in)));
            case "flow" -> Codecs.FLOW.write(operations.flow(Codecs.FLOW_QUERY.read(in.json())));
            case "flows" -> Codecs.FLOWS.write(operations.flows(top(in)));
            case "neighbors" -> Codecs.NEIGHBORS.write(operations.neighbors(in.optionalText("neighbor")));
            case "routes" -> Codecs.ROUTES.write(operations.routes(in.optionalText("neighbor"), vip(in)));
            case "forecast" -> ForecastCodecs.TABLES.write(operations.forecast(in.texts("changes")));
            case "cluster" -> ClusterCodecs.CLUSTER.write(operations.cluster());
            case "members-off" -> ClusterCodecs.CLUSTER.write(operations.membersOff(in.texts("members")));
            case "start-trace" -> TraceCodecs.ID.write(operations.startTrace(TraceCodecs.REQUEST.read(in.json())));
            case "read-trace" -> TraceCodecs.REPORT.write(operations.readTrace(in.number("trace")));
            case "stop-trace" -> TraceCodecs.REPORT.write(operations.stopTrace(in.number("trace")));
            case "reload" -> Codecs.RELOAD.write(operations.reload());
            default -> throw new JsonException("there is no command '" + command + "'");
        };
    }

    private static RouterModel router(final String kind, final int maximumPaths) {
        try {
            return new RouterModel(kind, maximumPaths);
        } catch (final IllegalArgumentException e) {
            throw new OperationException(e.getMessage(), e);
        }
    }

    private WeightReport setWeight(final JsonFields in) {
        final OptionalLong overMs = in.optionalNumber("overMs");
        final OptionalInt step = in.optionalInteger("step");
        if (overMs.isEmpty() && step.isPresent()) {
            throw new JsonException("field 'step' needs field 'overMs'");
        }
        return overMs.isEmpty() ? operations.setWeight(in.integer("weight"), vip(in))
            : operations.rampWeight(in.integer("weight"),
                new RampRequest(Duration.ofMillis(overMs.getAsLong()), step), vip(in));
    }

    private static DrainRequest drainRequest(final JsonFields in) {
        final OptionalLong timeoutMs = in.optionalNumber("timeoutMs");
        final boolean force = in.names().contains("force") && in.flag("force");
        return new DrainRequest(timeoutMs.isPresent()
            ? Duration.ofMillis(timeoutMs.getAsLong()) : DrainRequest.DEFAULT.timeout(), force,
            in.optionalText("farewell"));
    }

    private static Optional<InetAddress> vip(final JsonFields in) {
        return in.optionalText("vip").map(text -> {
            try {
                return AddressText.parse(text);
            } catch (final IllegalArgumentException e) {
                throw new JsonException(e.getMessage());
            }
        });
    }

    private static ServerName server(final JsonFields in) {
        return ServerName.parse(in.text("server"));
    }

    private static int top(final JsonFields in) {
        final int top = in.integer("top");
        if (top < 0 || top > MAX_TOP) {
            throw new JsonException("top " + top + " is not within 0.." + MAX_TOP);
        }
        return top;
    }
}

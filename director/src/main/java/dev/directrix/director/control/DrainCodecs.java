package dev.directrix.director.control;

import com.google.gson.JsonPrimitive;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.control.json.JsonBuilder;
import dev.directrix.director.control.json.JsonFields;
import java.time.Duration;
import java.util.Optional;

/** The JSON form of drains; {@link Codecs} says how fields are named. */
public final class DrainCodecs {

    private static final Codec<VipDrain> DRAIN = Codec.ofObject(
        it -> new JsonBuilder().put("vip", AddressText.format(it.vip())).put("stage", Codecs.word(it.stage()))
            .put("ageMs", it.age().toMillis()).put("timeoutMs", it.timeout().toMillis())
            .put("packetsPerSecond", it.packetsPerSecond()).put("peak", it.peak()).put("flows", it.flows())
            .put("share", it.share(), JsonPrimitive::new).put("taken", it.taken()),
        in -> new VipDrain(Codecs.address(in, "vip"), Codecs.word(in, "stage", DrainStage.class),
            Duration.ofMillis(in.number("ageMs")), Duration.ofMillis(in.number("timeoutMs")),
            in.real("packetsPerSecond"), in.real("peak"), in.optionalNumber("flows"), share(in), in.flag("taken")));

    /** What is drained at a director. */
    public static final Codec<DrainReport> DRAINS = Codec.ofObject(
        it -> new JsonBuilder().put("director", it.director()).put("vips", it.vips(), Codecs.VIP.writer())
            .put("drains", it.drains(), DRAIN.writer()).put("sessions", Codecs.word(it.sessions()))
            .put("unkept", it.unkept()),
        in -> new DrainReport(in.text("director"), in.list("vips", Codecs.VIP.reader()),
            in.list("drains", DRAIN.reader()), Codecs.word(in, "sessions", SessionsAfterDrain.class),
            in.optionalText("unkept")));

    /** Servers after a command. */
    public static final Codec<ServersReport> SERVERS = Codec.ofObject(
        it -> new JsonBuilder().put("servers", it.servers(), Codecs.SERVER.writer()).put("unkept", it.unkept()),
        in -> new ServersReport(in.list("servers", Codecs.SERVER.reader()), in.optionalText("unkept")));

    private DrainCodecs() {
    }

    private static Optional<Double> share(final JsonFields in) {
        return in.names().contains("share") ? Optional.of(in.real("share")) : Optional.empty();
    }
}

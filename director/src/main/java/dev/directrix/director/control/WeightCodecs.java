package dev.directrix.director.control;

import dev.directrix.director.config.AddressText;
import dev.directrix.director.control.json.JsonBuilder;
import dev.directrix.director.control.json.JsonException;
import dev.directrix.director.control.json.JsonFields;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The JSON form of ECMP weights. */
final class WeightCodecs {

    /** A weight that is on its way. */
    static final Codec<RampReport> RAMP = Codec.ofObject(
        it -> new JsonBuilder().put("from", it.from()).put("target", it.target()).put("step", it.step())
            .put("nextWeight", it.nextWeight()).put("nextInMs", it.nextIn().toMillis())
            .put("doneInMs", it.doneIn().toMillis()).put("doneAt", it.doneAt().toString()),
        in -> new RampReport(in.integer("from"), in.integer("target"), in.integer("step"), in.integer("nextWeight"),
            Duration.ofMillis(in.number("nextInMs")), Duration.ofMillis(in.number("doneInMs")),
            instant(in, "doneAt")));

    /** What the load makes of a weight. */
    static final Codec<AutoReport> AUTO = Codec.ofObject(
        it -> new JsonBuilder().put("percent", it.percent()).put("sinceChangeMs", it.sinceChange().toMillis())
            .put("why", it.why()),
        in -> new AutoReport(
            in.integer("percent"), Duration.ofMillis(in.number("sinceChangeMs")), in.text("why")));

    /** One VIP's weight. */
    static final Codec<WeightReport.VipWeight> VIP_WEIGHT = Codec.ofObject(
        it -> new JsonBuilder().put("address", AddressText.format(it.address())).put("weight", it.weight())
            .put("configuredWeight", it.configured()).put("origin", Codecs.word(it.origin()))
            .put("overridden", it.overridden()).put("state", Codecs.word(it.state()))
            .put("ramp", it.ramp(), RAMP.writer()).put("auto", it.auto(), AUTO.writer()),
        in -> new WeightReport.VipWeight(Codecs.address(in, "address"), in.integer("weight"),
            in.integer("configuredWeight"), Codecs.word(in, "origin", WeightOrigin.class),
            Codecs.word(in, "state", VipState.class), optional(in, "ramp", RAMP),
            optional(in, "auto", AUTO)));

    /** Those of a director. */
    static final Codec<WeightReport> WEIGHTS = Codec.ofObject(
        it -> new JsonBuilder().put("weight", it.weight()).put("configuredWeight", it.configuredWeight())
            .put("vips", it.vips(), VIP_WEIGHT.writer()).put("unkept", it.unkept()),
        in -> new WeightReport(in.integer("weight"), in.integer("configuredWeight"),
            in.list("vips", VIP_WEIGHT.reader()), in.optionalText("unkept")));

    private WeightCodecs() {
    }

    private static <T> Optional<T> optional(final JsonFields in, final String field, final Codec<T> codec) {
        return in.names().contains(field) ? Optional.of(codec.read(in.get(field))) : Optional.empty();
    }

    static Instant instant(final JsonFields in, final String field) {
        try {
            return Instant.parse(in.text(field));
        } catch (final DateTimeParseException e) {
            throw new JsonException("field '" + field + "' is not a time");
        }
    }
}

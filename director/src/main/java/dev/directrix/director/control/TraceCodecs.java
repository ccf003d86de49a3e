package dev.directrix.director.control;

import dev.directrix.director.config.AddressText;
import dev.directrix.director.control.json.JsonBuilder;
import dev.directrix.director.control.json.JsonException;
import dev.directrix.director.control.json.JsonFields;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** The JSON form of traces; {@link Codecs} says how fields are named. */
public final class TraceCodecs {

    /** What is asked for. */
    static final Codec<TraceRequest> REQUEST = Codec.ofObject(
        it -> new JsonBuilder().put("vip", it.vip()).put("client", it.client()).put("server", it.server())
            .put("protocol", it.protocol()).put("port", it.port()).put("verdict", it.verdict()).put("snap", it.snap()),
        in -> new TraceRequest(in.optionalText("vip"), in.optionalText("client"), in.optionalText("server"),
            in.optionalText("protocol"), in.optionalInteger("port"), in.optionalText("verdict"), in.integer("snap")));

    /** The number of a trace. */
    static final Codec<Long> ID = Codec.ofObject(
        it -> new JsonBuilder().put("trace", it), in -> in.number("trace"));

    /** One packet. */
    public static final Codec<TraceEntry> ENTRY = Codec.ofObject(
        it -> new JsonBuilder().put("time", it.time().toString()).put("worker", it.worker()).put("from", it.from())
            .put("fate", it.fate()).put("reason", it.reason()).put("why", it.why()).put("to", it.to())
            .put("server", it.server()).put("address", it.address().map(AddressText::format)).put("slot", it.slot())
            .put("in", it.in()).put("inOctets", it.inLength()).put("out", it.out()).put("outOctets", it.outLength()),
        in -> new TraceEntry(instant(in), in.integer("worker"), in.text("from"), in.text("fate"),
            in.optionalText("reason"), in.text("why"), in.optionalText("to"), in.optionalText("server"),
            in.optionalText("address").map(AddressText::parse), in.optionalInteger("slot"), in.text("in"),
            in.integer("inOctets"), in.text("out"), in.integer("outOctets")));

    /** What was seen. */
    static final Codec<TraceReport> REPORT = Codec.ofObject(
        it -> new JsonBuilder().put("lost", it.lost()).put("packets", it.packets(), ENTRY.writer()),
        in -> new TraceReport(in.number("lost"), in.list("packets", ENTRY.reader())));

    private TraceCodecs() {
    }

    private static Instant instant(final JsonFields in) {
        try {
            return Instant.parse(in.text("time"));
        } catch (final DateTimeParseException e) {
            throw new JsonException("time: " + e.getMessage());
        }
    }
}

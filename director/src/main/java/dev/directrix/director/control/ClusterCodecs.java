package dev.directrix.director.control;

import com.google.gson.JsonPrimitive;
import dev.directrix.director.control.json.JsonBuilder;
import dev.directrix.director.control.json.JsonException;
import dev.directrix.director.control.json.JsonFields;
import java.time.Duration;
import java.util.Optional;

/** The JSON form of the cluster; {@link Codecs} says how fields are named. */
public final class ClusterCodecs {

    private static final Codec<ClusterReport.Etcd> ETCD = Codec.ofObject(
        it -> new JsonBuilder().put("answers", it.answers()).put("detail", it.detail()),
        in -> new ClusterReport.Etcd(in.flag("answers"), in.text("detail")));

    private static final Codec<ClusterReport.Settle> SETTLE = Codec.ofObject(
        it -> new JsonBuilder().put("number", it.number()).put("kind", it.kind()).put("sweep", it.sweep())
            .putTexts("pools", it.pools()).putTexts("dead", it.dead()),
        in -> new ClusterReport.Settle(in.number("number"), in.text("kind"), in.flag("sweep"), in.texts("pools"),
            in.texts("dead")));

    private static final Codec<ClusterReport.Tables> TABLES = Codec.ofObject(
        ClusterCodecs::write,
        in -> new ClusterReport.Tables(in.number("version"), in.number("entered"), in.number("epoch"),
            in.text("phase"), optional(in, "settle", SETTLE), in.number("slotsInTransit"), in.number("pinned"),
            in.number("exceptions"), in.number("exceptionRoom")));

    private static final Codec<ClusterReport.Link> LINK = Codec.ofObject(
        ClusterCodecs::write,
        in -> new ClusterReport.Link(in.flag("up"), in.number("sent"), in.number("resent"), in.number("received"),
            in.number("unacked"), in.optionalNumber("rttMicros"),
            in.names().contains("heardAgoMs") ? Optional.of(millis(in, "heardAgoMs")) : Optional.empty(),
            in.number("refused")));

    private static final Codec<ClusterReport.Member> MEMBER = Codec.ofObject(
        ClusterCodecs::write,
        in -> new ClusterReport.Member(in.text("name"), in.text("incarnation"), in.text("endpoint"),
            standing(in), in.number("entered"), new ClusterReport.Steps(in.flag("prepared"), in.flag("collected"),
            in.flag("ready"), in.flag("switched")), in.optionalText("waits"), optional(in, "link", LINK)));

    private static final Codec<ClusterReport.Dispute> DISPUTE = Codec.ofObject(
        it -> new JsonBuilder().put("server", it.server()).putTexts("deadFor", it.deadFor()),
        in -> new ClusterReport.Dispute(in.text("server"), in.texts("deadFor")));

    /** The cluster. */
    public static final Codec<ClusterReport> CLUSTER = Codec.ofObject(ClusterCodecs::write, ClusterCodecs::read);

    private ClusterCodecs() {
    }

    private static JsonBuilder write(final ClusterReport it) {
        return new JsonBuilder().put("name", it.name()).put("member", it.member())
            .put("standing", Codecs.word(it.standing())).put("validityMs", it.validity().toMillis())
            .put("why", it.why()).put("waits", it.waits())
            .put("etcd", ETCD.write(it.etcd())).put("tables", it.tables(), TABLES.writer())
            .put("members", it.members(), MEMBER.writer()).put("disputed", it.disputed(), DISPUTE.writer())
            .putTexts("differs", it.differs()).putTexts("missed", it.missed())
            .put("counters", Codecs.counters(it.counters()));
    }

    private static ClusterReport read(final JsonFields in) {
        return new ClusterReport(in.text("name"), in.text("member"), standing(in), millis(in, "validityMs"),
            in.optionalText("why"), in.optionalText("waits"), ETCD.read(in.object("etcd")),
            optional(in, "tables", TABLES),
            in.list("members", MEMBER.reader()), in.list("disputed", DISPUTE.reader()), in.texts("differs"),
            in.texts("missed"), Codecs.counters(in.object("counters")));
    }

    private static JsonBuilder write(final ClusterReport.Tables it) {
        return new JsonBuilder().put("version", it.version()).put("entered", it.entered())
            .put("epoch", it.epoch()).put("phase", it.phase()).put("settle", it.settle(), SETTLE.writer())
            .put("slotsInTransit", it.slotsInTransit()).put("pinned", it.pinned())
            .put("exceptions", it.exceptions()).put("exceptionRoom", it.exceptionRoom());
    }

    private static JsonBuilder write(final ClusterReport.Link it) {
        return new JsonBuilder().put("up", it.up()).put("sent", it.sent())
            .put("resent", it.resent()).put("received", it.received()).put("unacked", it.unacked())
            .put("rttMicros", it.rttMicros())
            .put("heardAgoMs", it.heardAgo(), ago -> new JsonPrimitive(ago.toMillis()))
            .put("refused", it.refused());
    }

    private static JsonBuilder write(final ClusterReport.Member it) {
        return new JsonBuilder().put("name", it.name()).put("incarnation", it.incarnation())
            .put("endpoint", it.endpoint()).put("standing", Codecs.word(it.standing()))
            .put("entered", it.entered()).put("prepared", it.steps().prepared())
            .put("collected", it.steps().collected()).put("ready", it.steps().ready())
            .put("switched", it.steps().switched()).put("waits", it.waits())
            .put("link", it.link(), LINK.writer());
    }

    private static ClusterReport.Standing standing(final JsonFields in) {
        return Codecs.word(in, "standing", ClusterReport.Standing.class);
    }

    private static Duration millis(final JsonFields in, final String field) {
        return Duration.ofMillis(in.number(field));
    }

    /** What is absent is absent; what is of a wrong kind is a {@link JsonException}. */
    static <T> Optional<T> optional(final JsonFields in, final String field, final Codec<T> codec) {
        return in.names().contains(field) ? Optional.of(codec.read(in.object(field))) : Optional.empty();
    }
}

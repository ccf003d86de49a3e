package dev.directrix.director.control;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.directrix.director.config.AddressText;
import dev.directrix.director.control.json.JsonBuilder;
import dev.directrix.director.control.json.JsonFields;
import dev.directrix.ecmp.guard.Finding.Severity;
import java.util.Optional;

/** The JSON form of the directors' shares. */
public final class ShareCodecs {

    /** What a router was told. */
    static final Codec<AnnouncedPath> PATH = Codec.ofObject(
        it -> new JsonBuilder().put("router", it.router()).put("asn", it.asn()).put("origin", it.origin())
            .put("asPathLength", it.asPathLength()).put("med", it.med()).put("localPref", it.localPref())
            .put("transitiveBytesPerSecond", it.transitive())
            .put("nonTransitiveBytesPerSecond", it.nonTransitive()).put("community", it.community())
            .put("copies", it.copies()).put("draining", it.draining()),
        in -> new AnnouncedPath(in.text("router"), in.number("asn"), in.text("origin"), in.integer("asPathLength"),
            in.optionalNumber("med"), in.optionalNumber("localPref"), in.optionalNumber("transitiveBytesPerSecond"),
            in.optionalNumber("nonTransitiveBytesPerSecond"), in.optionalInteger("community"),
            in.integer("copies"), in.flag("draining")));

    /** One VIP of one director. */
    static final Codec<WeightView.VipView> VIP_VIEW = Codec.ofObject(
        it -> new JsonBuilder().put("address", AddressText.format(it.address())).put("weight", it.weight())
            .put("state", Codecs.word(it.state())).put("packets", it.packets())
            .put("packetsPerSecond", it.packetsPerSecond()).put("paths", it.paths(), PATH.writer()),
        in -> new WeightView.VipView(Codecs.address(in, "address"), in.integer("weight"),
            Codecs.word(in, "state", VipState.class), in.number("packets"), in.real("packetsPerSecond"),
            in.list("paths", PATH.reader())));

    /** What one director says of its shares. */
    public static final Codec<WeightView> VIEW = Codec.ofObject(
        it -> new JsonBuilder().put("director", it.director()).put("vips", it.vips(), VIP_VIEW.writer())
            .putTexts("addresses", it.addresses().stream().map(AddressText::format).toList())
            .put("site", it.site()),
        in -> new WeightView(in.text("director"), in.list("vips", VIP_VIEW.reader()),
            in.texts("addresses").stream().map(Codecs::address).toList(), in.optionalText("site")));

    /** One director at one router. */
    static final Codec<SharesReport.Share> SHARE = Codec.ofObject(
        it -> new JsonBuilder().put("director", it.director()).put("weight", it.weight())
            .put("state", Codecs.word(it.state())).put("path", it.path(), PATH.writer())
            .put("routerWeight", it.routerWeight()).put("share", it.share(), JsonPrimitive::new)
            .put("leftOut", it.leftOut()).put("packets", it.packets())
            .put("packetsPerSecond", it.packetsPerSecond()).put("measuredShare", it.measured(), JsonPrimitive::new),
        in -> new SharesReport.Share(in.text("director"), in.integer("weight"),
            Codecs.word(in, "state", VipState.class),
            in.names().contains("path") ? Optional.of(PATH.read(in.get("path"))) : Optional.empty(),
            in.optionalNumber("routerWeight"), real(in, "share"), in.optionalText("leftOut"), in.number("packets"),
            in.real("packetsPerSecond"), real(in, "measuredShare")));

    /** One VIP at one router. */
    static final Codec<SharesReport.RouterSet> SET = Codec.ofObject(
        it -> new JsonBuilder().put("vip", AddressText.format(it.vip())).put("router", it.router())
            .put("directors", it.directors(), SHARE.writer()),
        in -> new SharesReport.RouterSet(Codecs.address(in, "vip"), in.optionalText("router"),
            in.list("directors", SHARE.reader())));

    /** A director that did not answer. */
    static final Codec<SharesReport.Unheard> UNHEARD = Codec.ofObject(
        it -> new JsonBuilder().put("director", it.director()).put("why", it.why()),
        in -> new SharesReport.Unheard(in.text("director"), in.text("why")));

    /** What the guard has found. */
    static final Codec<FindingReport> FINDING = Codec.ofObject(
        it -> new JsonBuilder().put("vip", AddressText.format(it.vip())).put("router", it.router())
            .put("kind", it.kind()).put("severity", Codecs.word(it.severity()))
            .put("source", Codecs.word(it.source())).putTexts("directors", it.directors()).put("text", it.text())
            .put("since", it.since().toString()),
        in -> new FindingReport(Codecs.address(in, "vip"), in.text("router"), in.text("kind"),
            Codecs.word(in, "severity", Severity.class), Codecs.word(in, "source", FindingReport.Source.class),
            in.texts("directors"), in.text("text"), WeightCodecs.instant(in, "since")));

    /** A router that tells its paths by BMP. */
    static final Codec<MonitorReport.Router> MONITORED = Codec.ofObject(
        it -> new JsonBuilder().put("address", it.address()).put("name", it.name())
            .put("sessions", it.sessions()).put("paths", it.paths()).put("messages", it.messages()),
        in -> new MonitorReport.Router(in.text("address"), in.text("name"), in.integer("sessions"),
            in.integer("paths"), in.number("messages")));

    /** What routers tell by BMP. */
    static final Codec<MonitorReport> MONITOR = Codec.ofObject(
        it -> new JsonBuilder().put("routers", it.routers(), MONITORED.writer()).put("refused", it.refused())
            .put("malformed", it.malformed()),
        in -> new MonitorReport(in.list("routers", MONITORED.reader()), in.number("refused"),
            in.number("malformed")));

    /** Everybody's shares. */
    public static final Codec<SharesReport> SHARES = Codec.ofObject(
        it -> new JsonBuilder().put("receiver", it.receiver()).put("sets", it.sets(), SET.writer())
            .put("unheard", it.unheard(), UNHEARD.writer()).putTexts("warnings", it.warnings())
            .put("findings", it.findings(), FINDING.writer()),
        in -> new SharesReport(in.optionalText("receiver"), in.list("sets", SET.reader()),
            in.list("unheard", UNHEARD.reader()), in.texts("warnings"), in.list("findings", FINDING.reader())));

    /** Weights with everybody's shares: one object, the shares in a field of it. */
    public static final Codec<WeightOverview> OVERVIEW = new Codec<>(it -> {
        final JsonObject weights = Codecs.WEIGHTS.write(it.weights()).getAsJsonObject();
        weights.add("shares", SHARES.write(it.shares()));
        return weights;
    }, json -> new WeightOverview(Codecs.WEIGHTS.read(json), SHARES.read(JsonFields.of(json).get("shares"))));

    private ShareCodecs() {
    }

    private static Optional<Double> real(final JsonFields in, final String field) {
        return in.names().contains(field) ? Optional.of(in.real(field)) : Optional.empty();
    }
}

package dev.directrix.director.control;

import dev.directrix.director.control.TableForecast.Copies;
import dev.directrix.director.control.TableForecast.Pool;
import dev.directrix.director.control.TableForecast.Server;
import dev.directrix.director.control.TableForecast.Settling;
import dev.directrix.director.control.json.JsonBuilder;
import java.time.Duration;

/** JSON of what changes would move. */
public final class ForecastCodecs {

    /** One server of a pool. */
    static final Codec<Server> SERVER = Codec.ofObject(
        it -> new JsonBuilder().put("name", it.name()).put("weight", it.weight()).put("weightAfter", it.weightAfter())
            .put("slots", it.slots()).put("slotsAfter", it.slotsAfter()),
        in -> new Server(in.text("name"), in.integer("weight"), in.integer("weightAfter"), in.integer("slots"),
            in.integer("slotsAfter")));

    /** One pool. */
    public static final Codec<Pool> POOL = Codec.ofObject(
        it -> new JsonBuilder().put("name", it.name()).put("scheduler", it.scheduler())
            .put("replicated", it.replicated()).put("slots", it.slots()).put("slotsAfter", it.slotsAfter())
            .put("changed", it.changed()).put("lost", it.lost()).put("flows", it.flows()).put("pins", it.pins())
            .put("servers", it.servers(), SERVER.writer()),
        in -> new Pool(in.text("name"), in.text("scheduler"), in.flag("replicated"), in.integer("slots"),
            in.integer("slotsAfter"), in.real("changed"), in.real("lost"), in.optionalNumber("flows"),
            in.optionalNumber("pins"), in.list("servers", SERVER.reader())));

    private static final Codec<Copies> COPIES = Codec.ofObject(
        it -> new JsonBuilder().put("weightPerPath", it.weightPerPath()).put("most", it.most()),
        in -> new Copies(in.integer("weightPerPath"), in.integer("most")));

    /** What changes of servers and tables do. */
    public static final Codec<TableForecast> TABLES = Codec.ofObject(
        ForecastCodecs::tables,
        in -> new TableForecast(in.list("pools", POOL.reader()), new Settling(in.flag("clustered"),
            in.flag("onChange"), Duration.ofMillis(in.number("idleTcpMs"))), in.optionalText("router"),
            ClusterCodecs.optional(in, "copies", COPIES)));

    private ForecastCodecs() {
    }

    private static JsonBuilder tables(final TableForecast it) {
        final JsonBuilder json = new JsonBuilder().put("pools", it.pools(), POOL.writer())
            .put("clustered", it.settling().clustered()).put("onChange", it.settling().onChange())
            .put("idleTcpMs", it.settling().idleTcp().toMillis()).put("router", it.router());
        it.copies().ifPresent(copies -> json.put("copies", COPIES.write(copies)));
        return json;
    }
}

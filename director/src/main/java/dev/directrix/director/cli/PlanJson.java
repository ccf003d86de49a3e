package dev.directrix.director.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.directrix.director.control.ForecastCodecs;
import dev.directrix.director.control.TableForecast.Pool;
import dev.directrix.director.control.json.JsonBuilder;
import dev.directrix.director.plan.Change;
import dev.directrix.director.plan.Plan;
import dev.directrix.director.plan.RouterForecast;
import dev.directrix.director.plan.Settle;
import dev.directrix.ecmp.forecast.Forecast;
import dev.directrix.ecmp.hash.GroupEntry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Plans as programs read them: parts from 0 to 1, not rounded. */
final class PlanJson {

    private PlanJson() {
    }

    static JsonObject of(final Plan plan) {
        return new JsonBuilder().putTexts("changes", plan.changes().stream().map(Change::toString).toList())
            .put("receiver", plan.directors().receiver().name())
            .put("directors", plan.usual().shares(), share -> director(plan, share))
            .put("routers", plan.routers(), PlanJson::router)
            .put("pools", plan.tables().pools(), pool -> pool(plan, pool))
            .put("settle", settle(plan.settle())).build();
    }

    private static JsonElement director(final Plan plan, final Forecast.Share share) {
        final String name = share.director();
        return new JsonBuilder().put("name", name)
            .put("weight", weight(Optional.ofNullable(plan.directors().before().get(name))))
            .put("weightAfter", weight(Optional.ofNullable(plan.directors().after().get(name))))
            .put("routerWeight", weight(plan.directors().routerWeights(), name))
            .put("routerWeightAfter", weight(plan.directors().routerWeightsAfter(), name))
            .put("share", share.before()).put("shareAfter", share.after()).build();
    }

    /** The sum of a director's next hops. */
    private static OptionalInt weight(final List<GroupEntry> entries, final String director) {
        return weight(entries.stream().filter(entry -> entry.director().equals(director)).map(GroupEntry::weight)
            .reduce(Integer::sum));
    }

    private static OptionalInt weight(final Optional<Integer> weight) {
        return weight.map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    private static JsonElement router(final RouterForecast it) {
        final Forecast forecast = it.forecast();
        return new JsonBuilder().put("nextHopsBy", it.router()).put("moved", forecast.moved())
            .put("gone", forecast.gone()).put("needed", forecast.needed()).put("needless", forecast.needless())
            .put("movedOfStaying", forecast.movedOfStaying()).put("leastInAnyOrder", it.orders().least())
            .put("mostInAnyOrder", it.orders().most()).build();
    }

    private static JsonElement pool(final Plan plan, final Pool pool) {
        final JsonObject json = ForecastCodecs.POOL.write(pool).getAsJsonObject();
        json.addProperty("movesAtOnceAlone", plan.movesAtOnce(pool));
        json.addProperty("movesLaterAlone", plan.movesLater(pool));
        json.addProperty("movesInCluster", plan.movesInCluster(pool));
        return json;
    }

    private static JsonObject settle(final Settle it) {
        final JsonBuilder json = new JsonBuilder()
            .put("course", it.course().name().toLowerCase(Locale.ROOT).replace('_', '-')).put("pins", it.pins());
        it.octets().ifPresent(range -> json.put("octets", range(range)));
        it.cpuMillis().ifPresent(range -> json.put("cpuMs", range(range)));
        it.newFlows().ifPresent(span -> json.put("newFlowsFollowMs", span(span)));
        it.inForce().ifPresent(span -> json.put("inForceMs", span(span)));
        return json.build();
    }

    private static JsonObject range(final Settle.Range it) {
        return new JsonBuilder().put("least", it.least()).put("most", it.most()).build();
    }

    private static JsonObject span(final Settle.Span it) {
        return new JsonBuilder().put("least", it.least().toMillis()).put("most", it.most().toMillis()).build();
    }
}

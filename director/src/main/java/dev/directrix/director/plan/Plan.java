package dev.directrix.director.plan;

import dev.directrix.director.control.TableForecast;
import dev.directrix.director.control.TableForecast.Pool;
import dev.directrix.ecmp.forecast.Forecast;
import java.util.List;

/**
 * All that is known of a change before it is made. Immutable.
 *
 * @param changes   in their order; the plan is about all of them together
 * @param directors which share the traffic, before and after
 * @param routers   what moves between directors, by how routers pick next hops
 * @param tables    what moves between servers by the tables
 * @param settle    what that costs a cluster
 */
public record Plan(
    List<Change> changes, DirectorPlan directors, List<RouterForecast> routers, TableForecast tables, Settle settle) {

    /** Freezes the lists. */
    public Plan {
        changes = List.copyOf(changes);
        routers = List.copyOf(routers);
    }

    /**
     * Of some changes.
     *
     * @param buckets of resilient next-hop groups
     */
    public static Plan of(
        final List<Change> changes, final DirectorPlan directors, final TableForecast tables, final int buckets) {
        return new Plan(changes, directors, directors.forecasts(buckets), tables,
            Settle.of(tables, Math.max(directors.before().size(), directors.after().size())));
    }

    /** The forecast of the router kind that is meant unless another is named: the kernel's hash-threshold group. */
    public Forecast usual() {
        return routers.getFirst().forecast();
    }

    /**
     * The part of a pool's flows that other servers get at once if directors stand alone: those of servers that are no
     * longer there, and those that the change moves to a director that does not remember them, as far as their slot has
     * another server.
     */
    public double movesAtOnce(final Pool pool) {
        return pool.lost() + (pool.changed() - pool.lost()) * usual().moved();
    }

    /**
     * The part of a pool's flows that, if directors stand alone, only the memory of one director keeps: they move when
     * a later change of the routers takes them to another.
     */
    public double movesLater(final Pool pool) {
        return pool.changed() - movesAtOnce(pool);
    }

    /** The part of a pool's flows that get other servers in a cluster. */
    public double movesInCluster(final Pool pool) {
        if (settle.course() == Settle.Course.RESTART) {
            return pool.changed();
        }
        return pool.replicated() ? 0 : movesAtOnce(pool);
    }
}

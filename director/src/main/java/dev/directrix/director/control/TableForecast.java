package dev.directrix.director.control;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What changes of servers and tables do, as one director works it out.
 *
 * @param pools    each pool that a service uses, by name
 * @param settling how the change takes effect
 * @param router   the kind of {@code router-model} in its file; empty: the file says none
 * @param copies   how it says weights by numbers of paths; empty: each VIP is one path
 */
public record TableForecast(
    List<Pool> pools, Settling settling, Optional<String> router, Optional<Copies> copies) {

    /** Freezes the list. */
    public TableForecast {
        pools = List.copyOf(pools);
    }

    /**
     * How a director says weights by numbers of paths to the first neighbour in its file that it does so for.
     *
     * @param weightPerPath the weight that one path stands for, 1 to 65535
     * @param most          the most paths that there are addresses for, 1 or more
     */
    public record Copies(int weightPerPath, int most) {
    }

    /**
     * How a change takes effect.
     *
     * @param clustered whether directors replicate what the change would move
     * @param onChange  whether flows are noted only while a change is prepared, so that the idle time has to pass
     * @param idleTcp   how long a silent TCP flow is kept
     */
    public record Settling(boolean clustered, boolean onChange, Duration idleTcp) {
    }

    /**
     * One pool. Parts are of the flows that reach it, 0 to 1, exact for flows that are spread evenly over the slots.
     *
     * @param name       of the pool
     * @param scheduler  how it chooses servers; parts and shares are 0 unless that is by the table
     * @param replicated whether a cluster keeps its flows where they are
     * @param slots      of its table before
     * @param slotsAfter of its table after
     * @param changed    flows whose server is another one by the table after
     * @param lost       of these, flows whose server is no longer in the pool
     * @param flows      live flows at the director that was asked; empty: nobody was
     * @param pins       of these, flows that a cluster pins to the server that they have; empty: nobody was asked
     * @param servers    its servers, those before first
     */
    public record Pool(
        String name, String scheduler, boolean replicated, int slots, int slotsAfter, double changed, double lost,
        OptionalLong flows, OptionalLong pins, List<Server> servers) {

        /** Freezes the list. */
        public Pool {
            servers = List.copyOf(servers);
        }

        /** With counts of more directors. */
        Pool plus(final OptionalLong moreFlows, final OptionalLong morePins) {
            return new Pool(name, scheduler, replicated, slots, slotsAfter, changed, lost, sum(flows, moreFlows),
                sum(pins, morePins), servers);
        }

        private static OptionalLong sum(final OptionalLong one, final OptionalLong other) {
            return one.isEmpty() || other.isEmpty() ? one : OptionalLong.of(one.getAsLong() + other.getAsLong());
        }
    }

    /**
     * One server.
     *
     * @param name         its name
     * @param weight       before; 0: it had no new flows, or was not there
     * @param weightAfter  after, likewise
     * @param slots        of the table before
     * @param slotsAfter   of the table after
     */
    public record Server(String name, int weight, int weightAfter, int slots, int slotsAfter) {
    }

    /** With the live flows of another director of the cluster, which has the same tables. */
    public TableForecast plus(final TableForecast other) {
        return new TableForecast(pools.stream().map(pool -> other.pools.stream()
            .filter(it -> it.name().equals(pool.name())).findFirst()
            .map(it -> pool.plus(it.flows(), it.pins())).orElse(pool)).toList(), settling, router, copies);
    }
}

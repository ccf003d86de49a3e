package dev.directrix.director.plan;

import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.FlowTracking;
import dev.directrix.director.config.RouterModel;
import dev.directrix.director.control.TableForecast;
import dev.directrix.director.control.TableForecast.Copies;
import dev.directrix.director.control.TableForecast.Pool;
import dev.directrix.director.control.TableForecast.Server;
import dev.directrix.director.control.TableForecast.Settling;
import dev.directrix.director.reconcile.PoolView;
import dev.directrix.director.reconcile.TableFactory;
import dev.directrix.director.reconcile.TableSpec;
import dev.directrix.director.reconcile.TableSpec.PoolSpec;
import dev.directrix.forwarder.service.ForwardingMode;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.SchedulerKind;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.service.ServerPool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Works out what changes of servers and tables move, from the tables that a director would make. Pure functions. */
public final class TablePlan {

    private TablePlan() {
    }

    /**
     * What the changes of servers and tables among these do; changes of directors are passed over.
     *
     * @param pools     the pools as they are, with the commands and the health that are in force
     * @param factory   makes tables under the seed that all directors share
     * @param liveFlows of each server; empty: not known
     * @throws PlanException if there is nothing that a change could be made of
     */
    public static TableForecast of(
        final DirectorConfig config, final Map<String, PoolView> pools, final List<Change> changes,
        final TableFactory factory, final Optional<Map<ServerKey, Long>> liveFlows) {
        final TableSpec before = TableSpec.of(config, pools, List.of());
        final TableSpec after = TableChange.of(before, changes);
        final ForwardingTable now = factory.make(before, ForwardingTable.EMPTY);
        final Map<String, ServerPool> then = byName(factory.make(after, now));
        final List<Pool> forecasts = new ArrayList<>();
        new TreeMap<>(byName(now)).forEach((name, pool) ->
            forecasts.add(forecast(pool, then.get(name), liveFlows)));
        return new TableForecast(forecasts, new Settling(config.cluster().isPresent(),
            config.flows().track() == FlowTracking.ON_CHANGE, config.flows().idle().tcp()),
            config.router().map(RouterModel::kind), copies(config));
    }

    private static Optional<Copies> copies(final DirectorConfig config) {
        return config.bgp().stream().flatMap(bgp -> bgp.neighbors().stream())
            .flatMap(neighbor -> neighbor.updates().replication().stream()).findFirst()
            .map(it -> new Copies(it.unit().weight(), it.most()));
    }

    private static Map<String, ServerPool> byName(final ForwardingTable table) {
        final Map<String, ServerPool> pools = new HashMap<>();
        table.services().forEach(service -> pools.put(service.pool().name(), service.pool()));
        return pools;
    }

    private static Pool forecast(
        final ServerPool before, final ServerPool after, final Optional<Map<ServerKey, Long>> liveFlows) {
        final boolean byTable = before.scheduling().kind() == SchedulerKind.MAGLEV;
        final ForwardingMode mode = before.forwarding().mode();
        final boolean replicated = byTable && mode != ForwardingMode.NAT && mode != ForwardingMode.FULLNAT;
        final TableDifference difference = byTable ? TableDifference.between(before, after) : TableDifference.NONE;
        return new Pool(before.name(), before.scheduling().kind().toString(), replicated, before.table().size(),
            after.table().size(), difference.changed(), difference.lost(),
            sum(liveFlows.map(flows -> flows(before, flows).values().stream().mapToDouble(it -> it).sum())),
            sum(liveFlows.map(flows -> replicated ? pins(flows(before, flows), difference) : 0)),
            servers(before, after, byTable));
    }

    /** Live flows of each server of a pool, by its address. */
    private static Map<String, Double> flows(final ServerPool pool, final Map<ServerKey, Long> all) {
        final Map<String, Double> flows = new HashMap<>();
        pool.servers().forEach(server -> flows.put(server.address().getHostAddress(),
            (double) all.getOrDefault(new ServerKey(pool.name(), server.address()), 0L)));
        return flows;
    }

    /** A server's flows are spread evenly over its slots; one without slots keeps the flows that are pinned to it. */
    private static double pins(final Map<String, Double> flows, final TableDifference difference) {
        return difference.changedOf().entrySet().stream()
            .mapToDouble(server -> server.getValue() * flows.getOrDefault(server.getKey(), 0.0)).sum();
    }

    private static OptionalLong sum(final Optional<Double> flows) {
        return flows.map(it -> OptionalLong.of(Math.round(it))).orElse(OptionalLong.empty());
    }

    private static List<Server> servers(final ServerPool before, final ServerPool after, final boolean byTable) {
        final Map<String, Integer> slots = byTable ? slots(before) : Map.of();
        final Map<String, Integer> slotsAfter = byTable ? slots(after) : Map.of();
        final Map<String, String> names = new LinkedHashMap<>();
        List.of(before, after).forEach(pool -> pool.servers().forEach(
            server -> names.put(server.address().getHostAddress(), server.name())));
        final List<Server> servers = new ArrayList<>();
        names.forEach((address, name) -> servers.add(new Server(name, weight(before, address), weight(after, address),
            slots.getOrDefault(address, 0), slotsAfter.getOrDefault(address, 0))));
        return servers;
    }

    private static int weight(final ServerPool pool, final String address) {
        return pool.find(address).filter(RealServer::takesNewFlows).map(RealServer::weight).orElse(0);
    }

    private static Map<String, Integer> slots(final ServerPool pool) {
        final Map<String, Integer> slots = new HashMap<>();
        final int[] counts = pool.table().slotCounts();
        for (int i = 0; i < counts.length; i++) {
            slots.put(pool.table().backends().get(i).key(), counts[i]);
        }
        return slots;
    }

    /** What the changes make of a specification. */
    private static final class TableChange {

        private final Map<String, List<RealServer>> servers = new TreeMap<>();
        private int slots;

        private TableChange(final TableSpec before) {
            slots = before.tableSize();
            before.pools().forEach((name, pool) -> servers.put(name, new ArrayList<>(pool.servers())));
        }

        static TableSpec of(final TableSpec before, final List<Change> changes) {
            final TableChange change = new TableChange(before);
            changes.forEach(change::apply);
            final Map<String, PoolSpec> pools = new HashMap<>();
            before.pools().forEach((name, pool) -> pools.put(name,
                new PoolSpec(change.servers.get(name), pool.forwarding(), pool.scheduling())));
            return new TableSpec(before.vips(), before.services(), pools, change.slots);
        }

        private void apply(final Change change) {
            switch (change) {
                case Change.OfDirectors _ -> { /* the routers' matter */ }
                case Change.ResizeTables it -> slots = it.slots();
                case Change.AddServer it -> PoolChange.add(servers, it);
                case Change.RemoveServer it -> PoolChange.remove(servers, it.name());
                case Change.DrainServer it -> PoolChange.drain(servers, it.name());
                case Change.EnableServer it -> PoolChange.enable(servers, it.name());
                case Change.WeighServer it -> PoolChange.weigh(servers, it.name(), it.weight());
            }
        }
    }
}

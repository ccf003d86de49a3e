package dev.directrix.director.reconcile;

import static dev.directrix.director.reconcile.Configs.VIP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.config.PoolConfig;
import dev.directrix.director.config.VipConfig;
import dev.directrix.director.health.CheckResult;
import dev.directrix.director.health.HealthPolicy;
import dev.directrix.director.health.ServerHealth;
import dev.directrix.forwarder.service.ForwardingTable;
import dev.directrix.forwarder.service.RealServer;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.forwarder.service.ServerPool;
import dev.directrix.forwarder.service.ServerState;
import dev.directrix.maglev.Seed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableFactoryTest {

    private final TableFactory factory = new TableFactory(Seed.of(new byte[16]));
    private final Set<ServerKey> down = new HashSet<>();
    private Overrides overrides = Overrides.NONE;

    @Test
    void shouldGiveEachServerItsState() {
        down.add(key("web", "s2"));
        overrides = overrides.withServerDrain(key("web", "s3"));
        final ServerPool pool = pool(make(Configs.web("s1=3", "s2", "s3", "s4=0"), ForwardingTable.EMPTY), "web");
        assertThat(pool.servers()).extracting(RealServer::state).containsExactly(
            ServerState.ACTIVE, ServerState.DOWN, ServerState.DRAINING, ServerState.DRAINING);
        assertThat(pool.tableServers()).extracting(RealServer::name).containsExactly("s1");
        assertThat(pool.table().slotCounts()).containsExactly(251);
    }

    @Test
    void shouldShareSlotsByEffectiveWeight() {
        overrides = overrides.withServerWeight(key("web", "s1"), 3);
        final ServerPool pool = pool(make(Configs.web("s1", "s2"), ForwardingTable.EMPTY), "web");
        assertThat(pool.table().slotCounts()[0]).isBetween(180, 196);
    }

    @Test
    void shouldTakeOverPoolsThatDidNotChange() {
        final DirectorConfig config = Configs.config(100,
            List.of(Configs.vip(VIP, Configs.service(80, "web"), Configs.service(443, "tls"))),
            Configs.pool("web", "s1", "s2"), Configs.pool("tls", "s1", "s3"));
        final ForwardingTable before = make(config, ForwardingTable.EMPTY);
        down.add(key("tls", "s3"));
        final ForwardingTable after = make(config, before);
        assertThat(pool(after, "web")).isSameAs(pool(before, "web"));
        assertThat(pool(after, "tls")).isNotEqualTo(pool(before, "tls"));
        assertThat(make(config, after).services()).isEqualTo(after.services());
    }

    @Test
    void shouldKeepTheSlotsWhenADrainingServerDies() {
        overrides = overrides.withServerDrain(key("web", "s2"));
        final ForwardingTable before = make(Configs.web("s1", "s2"), ForwardingTable.EMPTY);
        down.add(key("web", "s2"));
        final ForwardingTable after = make(Configs.web("s1", "s2"), before);
        assertThat(pool(after, "web").table()).isSameAs(pool(before, "web").table());
        assertThat(pool(after, "web").servers().getLast().state()).isEqualTo(ServerState.DOWN);
    }

    @Test
    void shouldMakeTheSameTableWhateverTheWayThere() {
        final ForwardingTable direct = make(Configs.web("s1", "s2", "s3"), ForwardingTable.EMPTY);
        down.add(key("web", "s2"));
        final ForwardingTable detour = make(Configs.web("s1", "s2", "s3"), direct);
        down.clear();
        final ForwardingTable back = make(Configs.web("s3", "s1", "s2"), detour);
        assertThat(pool(back, "web").table().digest()).isEqualTo(pool(direct, "web").table().digest());
        assertThat(pool(detour, "web").table().digest()).isNotEqualTo(pool(direct, "web").table().digest());
    }

    @Test
    void shouldServeAVipThatLeavesAsItWasServed() {
        final DirectorConfig old = Configs.web("s1", "s2");
        final DirectorConfig now = Configs.config(100, List.of());
        final TableSpec spec = TableSpec.of(
            now, views(now), List.of(new TableSpec.Leaving(old.vips().getFirst(), views(old), 99)));
        final ForwardingTable table = factory.make(spec, ForwardingTable.EMPTY);
        assertThat(table.vips()).containsExactly(VIP);
        assertThat(pool(table, "web").servers()).hasSize(2);
        assertThat(TableSpec.of(now, views(now), List.of()).vips()).isEmpty();
    }

    @Test
    void shouldServeALeavingVipFromThePoolAsItIsNow() {
        final DirectorConfig old = Configs.web("s1", "s2");
        final VipConfig other = Configs.vip(Configs.address("192.0.2.11"), Configs.service(80, "web"));
        final DirectorConfig now = Configs.config(100, List.of(other), Configs.pool("web", "s1", "s3"));
        final TableSpec spec = TableSpec.of(
            now, views(now), List.of(new TableSpec.Leaving(old.vips().getFirst(), views(old), 99)));
        final ForwardingTable table = factory.make(spec, ForwardingTable.EMPTY);
        assertThat(table.vips()).hasSize(2);
        assertThat(pool(table, "web").servers()).extracting(RealServer::name).containsExactly("s1", "s3");
    }

    private ForwardingTable make(final DirectorConfig config, final ForwardingTable before) {
        return factory.make(TableSpec.of(config, views(config), List.of()), before);
    }

    private Map<String, PoolView> views(final DirectorConfig config) {
        final Map<String, PoolView> views = new HashMap<>();
        for (final PoolConfig pool : config.pools().values()) {
            views.put(pool.name(), PoolView.of(pool, overrides, key -> ServerHealth.unknown(0).on(
                new CheckResult(!down.contains(key), "", 1), new HealthPolicy(1, 1), 0)));
        }
        return views;
    }

    private static ServerPool pool(final ForwardingTable table, final String name) {
        return table.services().stream()
            .map(s -> s.pool()).filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }

    private static ServerKey key(final String pool, final String server) {
        return new ServerKey(pool, Configs.server(server));
    }
}

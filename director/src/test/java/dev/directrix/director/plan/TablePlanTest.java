package dev.directrix.director.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.directrix.director.config.ConfigLoader;
import dev.directrix.director.config.DirectorConfig;
import dev.directrix.director.control.TableForecast;
import dev.directrix.director.control.TableForecast.Pool;
import dev.directrix.director.control.TableForecast.Server;
import dev.directrix.director.health.ServerHealth;
import dev.directrix.director.reconcile.Overrides;
import dev.directrix.director.reconcile.PoolView;
import dev.directrix.director.reconcile.TableFactory;
import dev.directrix.forwarder.service.ServerKey;
import dev.directrix.maglev.Backend;
import dev.directrix.maglev.MaglevBuilder;
import dev.directrix.maglev.MaglevTable;
import dev.directrix.maglev.Seed;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablePlanTest {

    private static final Seed SEED = Seed.ofHex("00112233445566778899aabbccddeeff");
    private static final int SLOTS = 65_537;

    @TempDir
    private Path folder;

    private DirectorConfig config;

    @BeforeEach
    void load() throws IOException {
        final Path file = Files.writeString(folder.resolve("d1.yaml"), """
            node: {name: d1}
            datapath: {mode: pcap, neighbors: {default: "02:00:00:00:00:22"}}
            vips:
              - address: 192.0.2.10
                services:
                  - {protocol: tcp, port: 80, pool: web}
                  - {protocol: tcp, port: 81, pool: turns}
                  - {protocol: tcp, port: 82, pool: nat}
            pools:
              web: {servers: [{name: s1, address: 10.0.1.21}, {name: s2, address: 10.0.1.22},
                {name: s3, address: 10.0.1.23, weight: 2}]}
              turns: {scheduler: rr, servers: [{name: s1, address: 10.0.1.21}, {name: t2, address: 10.0.1.22}]}
              nat: {forwarding: nat, servers: [{name: n1, address: 10.0.1.31}, {name: n2, address: 10.0.1.32}]}
            """);
        config = new ConfigLoader().load(file).config();
    }

    @Test
    void shouldCountTheSlotsThatGetAnotherServer() {
        final MaglevTable before = table(SLOTS, backend(21, 1), backend(22, 1), backend(23, 2));
        final MaglevTable after = table(SLOTS, backend(22, 1), backend(23, 2));
        int changed = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            changed += key(before, slot).equals(key(after, slot)) ? 0 : 1;
        }

        final Pool web = web(plan("server drain web/s1"));

        assertThat(web.changed()).isCloseTo((double) changed / SLOTS, within(1e-12)).isGreaterThan(0.25);
        assertThat(web.lost()).isZero();
        assertThat(web.servers()).containsExactly(
            new Server("s1", 1, 0, before.slotCounts()[0], 0),
            new Server("s2", 1, 1, before.slotCounts()[1], after.slotCounts()[0]),
            new Server("s3", 2, 2, before.slotCounts()[2], after.slotCounts()[1]));
    }

    @Test
    void shouldLayTablesOfDifferentSizesOverEachOther() {
        final MaglevTable before = table(SLOTS, backend(21, 1), backend(22, 1), backend(23, 2));
        final MaglevTable after = table(10_007, backend(21, 1), backend(22, 1), backend(23, 2));
        final Random random = new Random(7);
        final int samples = 200_000;
        int changed = 0;
        for (int i = 0; i < samples; i++) {
            final long hash = random.nextLong();
            changed += key(before, before.slotOf(hash)).equals(key(after, after.slotOf(hash))) ? 0 : 1;
        }

        final Pool web = web(plan("table-size 10007"));

        assertThat(web.slotsAfter()).isEqualTo(10_007);
        assertThat(web.changed()).isCloseTo((double) changed / samples, within(0.005));
    }

    @Test
    void shouldTellFlowsOfServersThatGoFromThoseThatOnlyMove() {
        final Pool web = web(plan("server remove web/s1"));
        assertThat(web.lost()).isCloseTo(0.25, within(0.001));
        assertThat(web.changed()).isGreaterThan(web.lost()).isLessThan(0.35);
        assertThat(web.servers().getFirst()).isEqualTo(new Server("s1", 1, 0, web.servers().getFirst().slots(), 0));
    }

    @Test
    void shouldPinTheLiveFlowsOfChangedSlotsOnly() throws IOException {
        final Map<ServerKey, Long> flows = new HashMap<>();
        flows.put(new ServerKey("web", InetAddress.getByName("10.0.1.21")), 1000L);
        flows.put(new ServerKey("web", InetAddress.getByName("10.0.1.22")), 500L);
        flows.put(new ServerKey("nat", InetAddress.getByName("10.0.1.31")), 70L);
        final TableForecast forecast = TablePlan.of(config, pools(),
            ChangeReader.readAll(List.of("server drain web/s1 nat/n1")), new TableFactory(SEED), Optional.of(flows));
        assertThat(web(forecast).flows()).hasValue(1500);
        assertThat(web(forecast).pins().orElseThrow()).isBetween(1000L, 1050L);
        assertThat(pool(forecast, "nat").changed()).isGreaterThan(0.4);
        assertThat(pool(forecast, "nat").replicated()).isFalse();
        assertThat(pool(forecast, "nat").pins()).hasValue(0);
        assertThat(web(forecast.plus(forecast)).flows()).hasValue(3000);
    }

    @Test
    void shouldSayNothingOfServersThatAreChosenInTurn() {
        final TableForecast forecast = plan("server drain s1");
        assertThat(web(forecast).changed()).isPositive();
        assertThat(pool(forecast, "turns").changed()).isZero();
        assertThat(pool(forecast, "turns").servers()).allMatch(server -> server.slots() == 0);
    }

    @Test
    void shouldUndoWhatAnEarlierChangeOfThePlanDid() {
        assertThat(web(plan("server drain web/s1", "server enable web/s1")).changed()).isZero();
        assertThat(web(plan("server weight web/s1 0", "server weight web/s1 1")).changed()).isZero();
        assertThat(web(plan("server drain web/s1", "server weight web/s1 5")).servers().getFirst().slotsAfter())
            .isZero();
        assertThat(web(plan("server add web/s4 10.0.1.24 4")).servers().getLast().slotsAfter())
            .isCloseTo(SLOTS / 2, within(2));
    }

    @Test
    void shouldRefuseWhatThereIsNothingToMakeOf() {
        assertThatThrownBy(() -> plan("server drain x")).hasMessageContaining("there is no server x; there are nat/n1");
        assertThatThrownBy(() -> plan("server add s9 10.0.1.29")).hasMessageContaining("which pool?");
        assertThatThrownBy(() -> plan("server add dns/s9 10.0.1.29")).hasMessageContaining("uses a pool dns");
        assertThatThrownBy(() -> plan("server add web/s9 10.0.1.21")).hasMessageContaining("of that name or address");
    }

    private TableForecast plan(final String... changes) {
        return TablePlan.of(
            config, pools(), ChangeReader.readAll(List.of(changes)), new TableFactory(SEED), Optional.empty());
    }

    private Map<String, PoolView> pools() {
        final Map<String, PoolView> pools = new HashMap<>();
        config.pools().forEach((name, pool) ->
            pools.put(name, PoolView.of(pool, Overrides.NONE, _ -> ServerHealth.UNCHECKED)));
        return pools;
    }

    private static Pool web(final TableForecast forecast) {
        return pool(forecast, "web");
    }

    private static Pool pool(final TableForecast forecast, final String name) {
        return forecast.pools().stream().filter(pool -> pool.name().equals(name)).findFirst().orElseThrow();
    }

    private static Backend backend(final int last, final int weight) {
        return new Backend("10.0.1." + last, weight);
    }

    private static MaglevTable table(final int size, final Backend... backends) {
        return MaglevBuilder.build(List.of(backends), size, SEED);
    }

    private static String key(final MaglevTable table, final int slot) {
        return table.backends().get(table.backendAt(slot)).key();
    }
}

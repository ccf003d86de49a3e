package dev.directrix.forwarder.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.HashSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ServiceIndexTest {
    private static final ServerPool POOL = TestPools.pool("web", TestPools.servers(3, ServerState.ACTIVE));

    @Test
    void shouldFindExactlyWhatIsServed() {
        final Random random = new Random(11);
        final Set<ServiceKey> keys = new HashSet<>();
        while (keys.size() < 3000) {
            final InetAddress vip = Addresses.ofInt(0xc000_0200 + random.nextInt(50));
            keys.add(new ServiceKey(
                    vip, random.nextBoolean() ? Protocol.TCP : Protocol.UDP, 1 + random.nextInt(200)));
        }
        final Set<InetAddress> vips = keys.stream().map(ServiceKey::vip).collect(Collectors.toSet());
        final ServiceIndex index = new TableCompiler().compile(ForwardingTable.of(vips, keys.stream()
                .map(key -> new VirtualService(key.vip(), key.protocol(), key.port(), POOL)).toList()));
        for (int host = 0; host < 60; host++) {
            final InetAddress address = Addresses.ofInt(0xc000_0200 + host);
            assertThat(index.isVip(Addresses.toInt(address))).isEqualTo(vips.contains(address));
            for (final Protocol protocol : Protocol.values()) {
                for (int port = 0; port <= 201; port++) {
                    final ServiceKey key = new ServiceKey(address, protocol, port);
                    final int found = index.find(Addresses.toInt(address), protocol.number(), port);
                    assertThat(found >= 0).as("%s", key).isEqualTo(keys.contains(key));
                    if (found >= 0) {
                        assertThat(index.service(found).key()).isEqualTo(key);
                    }
                }
            }
        }
    }

    @Test
    void shouldFindIpv6ServicesByTheirWholeAddress() {
        final InetAddress vip = InetAddress.ofLiteral("2001:db8::10");
        final ServiceIndex index = new TableCompiler().compile(ForwardingTable.of(
                Set.of(vip), List.of(new VirtualService(vip, Protocol.TCP, 443, POOL))));
        final long high = Addresses.high(vip);
        final long low = Addresses.low(vip);
        assertThat(index.find(high, low, 6, 443)).isNotNegative();
        assertThat(index.find(high + 1, low, 6, 443)).isNegative();
        assertThat(index.find(high, low + 1, 6, 443)).isNegative();
        assertThat(index.find(high, low, 0, 0)).as("it is a VIP").isNotNegative();
        assertThat(index.find(0, low, 6, 443)).isNegative();
    }

    @Test
    void shouldServeNothingWhenEmpty() {
        assertThat(ServiceIndex.EMPTY.find(1, 6, 80)).isNegative();
        assertThat(ServiceIndex.EMPTY.isVip(0)).isFalse();
        assertThat(ServiceIndex.EMPTY.keepsFlows(0)).isFalse();
    }

    @Test
    void shouldKeepTheIdsOfServersAndServicesOverTables() {
        final TableCompiler compiler = new TableCompiler();
        final Map<Integer, RealServer> before =
                compiler.compile(TestPools.table(TestPools.servers(3, ServerState.ACTIVE))).servers();
        final List<RealServer> changed = List.of(
                TestPools.server(3, ServerState.DRAINING),
                TestPools.server(4, ServerState.ACTIVE),
                TestPools.server(1, ServerState.DOWN));
        final ServiceIndex after = compiler.compile(TestPools.table(changed));
        before.forEach((id, server) -> after.server(id).ifPresent(
                same -> assertThat(same.address()).isEqualTo(server.address())));
        assertThat(after.servers()).hasSize(6).doesNotContainKey(idOf(before, "s2"));
        assertThat(after.keepsFlows(idOf(before, "s3"))).as("draining").isTrue();
        assertThat(after.keepsFlows(idOf(before, "s1"))).as("down").isFalse();
        assertThat(after.keepsFlows(idOf(before, "s2"))).as("gone").isFalse();
        assertThat(after.keepsFlows(1000)).as("never known").isFalse();
        assertThat(after.service(after.find(Addresses.toInt(TestPools.VIP), 6, 80)).id())
                .isNotEqualTo(after.service(after.find(Addresses.toInt(TestPools.VIP), 17, 53)).id());
    }

    @Test
    void shouldSpreadSlotsOverActiveServersOfPositiveWeightOnly() {
        final ServiceIndex index = new TableCompiler().compile(TestPools.table(List.of(
                TestPools.server(1, ServerState.ACTIVE),
                TestPools.server(2, ServerState.DRAINING),
                TestPools.server(3, ServerState.DOWN),
                new RealServer("s4", InetAddress.ofLiteral("10.0.1.24"), 0, ServerState.ACTIVE),
                TestPools.server(5, ServerState.ACTIVE))));
        final CompiledService service = index.service(index.find(Addresses.toInt(TestPools.VIP), 6, 80));
        final Set<String> named = new HashSet<>();
        for (int slot = 0; slot < service.pool().table().size(); slot++) {
            named.add(index.server(service.serverAt(slot)).orElseThrow().name());
        }
        assertThat(named).containsExactlyInAnyOrder("s1", "s5");
    }

    @Test
    void shouldHaveNoServerWhereNoneTakesFlows() {
        final ServiceIndex index =
                new TableCompiler().compile(TestPools.table(TestPools.servers(2, ServerState.DRAINING)));
        final CompiledService service = index.service(index.find(Addresses.toInt(TestPools.VIP), 6, 80));
        assertThat(service.serverAt(service.slotOf(99))).isEqualTo(ServiceIndex.NO_SERVER);
    }

    private static int idOf(final Map<Integer, RealServer> servers, final String name) {
        return servers.entrySet().stream().filter(entry -> entry.getValue().name().equals(name))
                .mapToInt(Map.Entry::getKey).min().orElseThrow();
    }

    private static VirtualService at(final Protocol protocol, final PortRange ports) {
        return new VirtualService(TestPools.VIP, protocol, ports, POOL, ServiceSettings.DEFAULT);
    }

    @Test
    void shouldFindTheNarrowestServiceAtAPort() {
        final ServiceIndex index = new TableCompiler().compile(ForwardingTable.of(Set.of(TestPools.VIP), List.of(
                at(Protocol.TCP, PortRange.of(80)),
                at(Protocol.TCP, new PortRange(50, 99)),
                at(Protocol.TCP, new PortRange(1000, 1999)),
                at(Protocol.TCP, PortRange.ANY),
                at(Protocol.UDP, new PortRange(1000, 1999)))));
        assertThat(portsAt(index, 6, 80)).isEqualTo("80");
        assertThat(portsAt(index, 6, 50)).isEqualTo("50-99");
        assertThat(portsAt(index, 6, 99)).isEqualTo("50-99");
        assertThat(portsAt(index, 6, 100)).isEqualTo("any");
        assertThat(portsAt(index, 6, 1999)).isEqualTo("1000-1999");
        assertThat(portsAt(index, 6, 2000)).isEqualTo("any");
        assertThat(portsAt(index, 17, 1000)).isEqualTo("1000-1999");
        assertThat(index.find(Addresses.toInt(TestPools.VIP), 17, 80)).isNegative();
        assertThat(index.find(Addresses.toInt(TestPools.VIP) + 1, 6, 80)).isNegative();
    }

    private static String portsAt(final ServiceIndex index, final int protocol, final int port) {
        return index.service(index.find(Addresses.toInt(TestPools.VIP), protocol, port)).key().ports().toString();
    }

    @Test
    void shouldRefuseRangesThatOverlapAndGroupsThatDiffer() {
        assertThatThrownBy(() -> ForwardingTable.of(Set.of(TestPools.VIP), List.of(
                at(Protocol.TCP, new PortRange(50, 99)), at(Protocol.TCP, new PortRange(99, 100)))))
                .hasMessageContaining("have ports in common");
        final ServiceSettings grouped = new ServiceSettings(Optional.of("shop"), Optional.empty(), false,
                ServiceTimeouts.DEFAULT, OversizePolicy.TOO_BIG, DeadServerPolicy.MOVE, List.of());
        final ServerPool other = TestPools.pool("other", TestPools.servers(1, ServerState.ACTIVE));
        assertThatThrownBy(() -> ForwardingTable.of(Set.of(TestPools.VIP), List.of(
                new VirtualService(TestPools.VIP, Protocol.TCP, PortRange.of(80), POOL, grouped),
                new VirtualService(TestPools.VIP, Protocol.TCP, PortRange.of(443), other, grouped))))
                .hasMessageContaining("of group shop differ");
    }

    @Test
    void shouldTellEachServicesScopeAndClassOfIdleTimesOverTables() {
        final ServiceSettings grouped = new ServiceSettings(Optional.of("shop"), Optional.empty(), false,
                new ServiceTimeouts(Optional.of(Duration.ofSeconds(9)), Optional.empty(), Optional.empty(),
                        Optional.empty(), Optional.empty(), Optional.empty()),
                OversizePolicy.TOO_BIG, DeadServerPolicy.MOVE, List.of());
        final TableCompiler compiler = new TableCompiler();
        final ServiceIndex index = compiler.compile(ForwardingTable.of(Set.of(TestPools.VIP), List.of(
                new VirtualService(TestPools.VIP, Protocol.TCP, PortRange.of(80), POOL, grouped),
                new VirtualService(TestPools.VIP, Protocol.TCP, PortRange.of(443), POOL, grouped),
                at(Protocol.TCP, PortRange.of(25)))));
        final CompiledService web = index.service(index.find(Addresses.toInt(TestPools.VIP), 6, 80));
        final CompiledService tls = index.service(index.find(Addresses.toInt(TestPools.VIP), 6, 443));
        final CompiledService mail = index.service(index.find(Addresses.toInt(TestPools.VIP), 6, 25));
        assertThat(tls.scope()).isEqualTo(web.scope()).isNotEqualTo(mail.scope());
        assertThat(mail.timeoutClass()).isZero();
        assertThat(index.timeouts().get(web.timeoutClass()).tcp()).contains(Duration.ofSeconds(9));
        assertThat(tls.timeoutClass()).isEqualTo(web.timeoutClass()).isPositive();
    }
}

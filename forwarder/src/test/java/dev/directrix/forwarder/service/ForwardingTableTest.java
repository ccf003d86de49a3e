package dev.directrix.forwarder.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ForwardingTableTest {
    private static final List<RealServer> SERVERS = TestPools.servers(2, ServerState.ACTIVE);

    private static VirtualService service(final int port, final ServerPool pool) {
        return new VirtualService(TestPools.VIP, Protocol.TCP, port, pool);
    }

    @Test
    void shouldRefuseAServiceAtNoVip() {
        assertThatThrownBy(() -> ForwardingTable.of(Set.of(), List.of(service(80, TestPools.pool("web", SERVERS)))))
                .hasMessageContaining("tcp 192.0.2.10:80").hasMessageContaining("no VIP");
    }

    @Test
    void shouldRefuseAServiceTwice() {
        final VirtualService web = service(80, TestPools.pool("web", SERVERS));
        assertThatThrownBy(() -> ForwardingTable.of(Set.of(TestPools.VIP), List.of(web, web)))
                .hasMessageContaining("given twice");
    }

    @Test
    void shouldRefuseTwoPoolsOfOneNameUnlessTheyAreAlike() {
        final VirtualService web = service(80, TestPools.pool("web", SERVERS));
        final VirtualService alike = service(81, TestPools.pool("web", SERVERS));
        final VirtualService other = service(82, TestPools.pool("web", TestPools.servers(3, ServerState.ACTIVE)));
        assertThat(ForwardingTable.of(Set.of(TestPools.VIP), List.of(web, alike)).services()).hasSize(2);
        assertThatThrownBy(() -> ForwardingTable.of(Set.of(TestPools.VIP), List.of(web, other)))
                .hasMessageContaining("pools are named web");
    }

    @Test
    void shouldRefuseServersTwiceAndValuesThatCannotBe() {
        assertThatThrownBy(() -> TestPools.pool("web", List.of(SERVERS.get(0), SERVERS.get(0))))
                .hasMessageContaining("10.0.1.21 is given twice");
        final RealServer sameName =
                new RealServer("s1", InetAddress.ofLiteral("10.0.1.99"), 1, ServerState.ACTIVE);
        assertThatThrownBy(() -> TestPools.pool("web", List.of(SERVERS.get(0), sameName)))
                .hasMessageContaining("name s1 is given twice");
        assertThatThrownBy(() -> new RealServer("s1", TestPools.VIP, -1, ServerState.ACTIVE))
                .hasMessageContaining("weight -1");
        assertThatThrownBy(() -> service(65_536, TestPools.pool("web", SERVERS))).hasMessageContaining("65536");
    }

    @Test
    void shouldFindServersByNameAndByAddress() {
        final ServerPool pool = TestPools.pool("web", SERVERS);
        assertThat(pool.find("s2")).contains(SERVERS.get(1));
        assertThat(pool.find("10.0.1.21")).contains(SERVERS.get(0));
        assertThat(pool.find("s3")).isEmpty();
    }

    @Test
    void shouldGiveIdsOnceAndSayWhenThereAreNoMore() {
        final IdRegistry<String> ids = new IdRegistry<>(2);
        assertThat(ids.idOf("a")).isZero();
        assertThat(ids.idOf("b")).isEqualTo(1);
        assertThat(ids.idOf("a")).isZero();
        assertThat(ids.keyOf(1)).contains("b");
        assertThat(ids.keyOf(2)).isEmpty();
        assertThatThrownBy(() -> ids.idOf("c")).hasMessageContaining("more than 2").hasMessageContaining("c");
    }
}

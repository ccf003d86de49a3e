package dev.directrix.lab.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EcmpRouteTest {

    @Test
    void shouldReadWhatTheKernelShows() {
        EcmpRoute route = EcmpRoute.parse("""
            192.0.2.10 nhid 20 proto bgp metric 20
            \tnexthop via 10.0.1.11 dev eth2 weight 60
            \tnexthop via 10.0.1.12 dev eth2 weight 20
            """);

        assertThat(route.weights()).isEqualTo(Map.of("10.0.1.11", 60, "10.0.1.12", 20));
        assertThat(route.share("10.0.1.11")).isCloseTo(0.75, within(1e-9));
        assertThat(route).hasToString("10.0.1.11 weight 60, 10.0.1.12 weight 20");
    }

    @Test
    void shouldReadASingleNextHopAndNoRoute() {
        assertThat(EcmpRoute.parse("192.0.2.10 nhid 9 via 10.0.1.11 dev eth2 proto bgp metric 20 \n").weights())
            .isEqualTo(Map.of("10.0.1.11", 1));
        assertThat(EcmpRoute.parse("").hops()).isZero();
        assertThat(EcmpRoute.parse("").share("10.0.1.11")).isZero();
    }
}

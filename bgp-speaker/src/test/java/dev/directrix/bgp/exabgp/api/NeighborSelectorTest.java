package dev.directrix.bgp.exabgp.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeighborSelectorTest {

    private static final Map<NeighborSelector.Key, String> NEIGHBOR = Map.of(
        NeighborSelector.Key.NEIGHBOR, "10.0.0.1",
        NeighborSelector.Key.LOCAL_IP, "10.0.0.2",
        NeighborSelector.Key.LOCAL_AS, "65001",
        NeighborSelector.Key.PEER_AS, "65002",
        NeighborSelector.Key.ROUTER_ID, "1.2.3.4",
        NeighborSelector.Key.FAMILY_ALLOWED, "in-open");

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "10.0.0.1                                             | true",
        "*                                                    | true",
        "10.0.0.9                                             | false",
        "10.0.0.1 local-as 65001 peer-as 65002                | true",
        "10.0.0.1 local-as 6500                               | false",
        "10.0.0.1 local-ip 10.0.0.2 router-id 1.2.3.4         | true",
        "10.0.0.1 family-allowed in-open                      | true",
        "10.0.0.1 family-allowed ipv4-unicast                 | false",
        "10.0.0.9, neighbor 10.0.0.1                          | true",
        "10.0.0.1 local-as 1, 10.0.0.1 local-as 65001         | true",
        "absentone local-as 65001                             | false"})
    void shouldMatchWhereEveryPairOfOneDescriptionFits(final String text, final boolean matches) {
        assertThat(NeighborSelector.read(Words.of(text), false).matches(NEIGHBOR)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "10.0.0.1 peer-as 2 local-as 1 | neighbor 10.0.0.1 local-as 1 peer-as 2",
        "10.0.0.1 , 10.0.0.2           | neighbor 10.0.0.1, neighbor 10.0.0.2"})
    void shouldPrintAsItIsWritten(final String text, final String printed) {
        assertThat(NeighborSelector.read(Words.of(text), false)).hasToString(printed);
    }
}

package dev.directrix.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @Test
    void shouldReadAddresses() {
        assertThat(Endpoint.parse("10.0.1.11:7400")).isEqualTo(new Endpoint("10.0.1.11", 7400));
        assertThat(Endpoint.parse("[2001:db8::11]:65535")).isEqualTo(new Endpoint("2001:db8::11", 65535))
                .hasToString("[2001:db8::11]:65535");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.1.11", ":7400", "10.0.1.11:", "10.0.1.11:0", "10.0.1.11:65536", "a|b:7400",
            "2001:db8::11:7400", "[10.0.1.11]:7400", "a b:7400", "10.0.1.11:74x0", "[::1:7400", "d1.example.net:1",
            "10.0.1.300:7400", "[2001:::1]:7400"})
    void shouldRefuseWhatIsNoEndpoint(final String text) {
        assertThatThrownBy(() -> Endpoint.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}

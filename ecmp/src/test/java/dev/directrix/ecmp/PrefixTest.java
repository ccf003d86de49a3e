package dev.directrix.ecmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class PrefixTest {

    @Test
    void shouldCoverOneAddressAsHostPrefix() throws Exception {
        assertThat(Prefix.host(InetAddress.getByName("192.0.2.10"))).hasToString("192.0.2.10/32");
        assertThat(Prefix.host(InetAddress.getByName("2001:db8::1")).length()).isEqualTo(128);
    }

    @Test
    void shouldClearHostBitsWhenBuiltFromOctets() {
        assertThat(Prefix.of(new byte[] {10, 1, (byte) 0xff, 3}, 20)).hasToString("10.1.240.0/20");
        assertThat(Prefix.of(new byte[] {10, 1, 2, 3}, 0)).hasToString("0.0.0.0/0");
    }

    @Test
    void shouldRefuseHostBitsAndBadLengths() throws Exception {
        final InetAddress address = InetAddress.getByName("10.0.0.1");
        assertThatThrownBy(() -> new Prefix(address, 24)).hasMessageContaining("host bits");
        assertThatThrownBy(() -> new Prefix(address, 33)).hasMessageContaining("0..32");
        assertThatThrownBy(() -> Prefix.of(new byte[5], 3)).hasMessageContaining("4 or 16 octets");
    }
}

package dev.directrix.forwarder.decap;

import static dev.directrix.forwarder.decap.TunnelFrames.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.forwarder.service.AddressRange;
import dev.directrix.linux.Capability;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DecapSettingsTest {

    private static final InetAddress SERVER = address("10.0.1.21");
    private static final InetAddress SERVER6 = address("2001:db8:1::21");
    private static final AddressRange VIP = AddressRange.of(address("192.0.2.10"));
    private static final Set<TunnelKind> IPIP = Set.of(TunnelKind.IPIP);

    @Test
    void shouldRefuseWhatMakesNoSense() {
        refused(() -> settings(Set.of(), List.of(SERVER), List.of(), -1, List.of()), "nothing to undo");
        refused(() -> settings(IPIP, List.of(SERVER), List.of(), -1, List.of()), "no VIP is named");
        refused(() -> settings(IPIP, List.of(), List.of(VIP), -1, List.of()), "no local address");
        refused(() -> settings(IPIP, List.of(VIP.address()), List.of(VIP), -1, List.of()), "a VIP and a local address");
        refused(() -> settings(IPIP, List.of(SERVER), List.of(VIP), 7, List.of()), "GRE is not accepted");
        refused(() -> settings(IPIP, List.of(SERVER), List.of(VIP), -1, List.of(6080)), "GUE is not accepted");
        refused(() -> settings(Set.of(TunnelKind.GUE), List.of(SERVER), List.of(VIP), -1, List.of()), "no UDP port");
        refused(() -> settings(Set.of(TunnelKind.GUE), List.of(SERVER), List.of(VIP), -1, List.of(1, 2, 3, 4, 5)),
            "more than 4 UDP ports");
        refused(() -> settings(Set.of(TunnelKind.GUE), List.of(SERVER), List.of(VIP), -1, List.of(65_536)),
            "UDP port 65536");
        refused(() -> settings(Set.of(TunnelKind.GRE), List.of(SERVER), List.of(VIP), 1L << 32, List.of()),
            "GRE key 4294967296");
        refused(() -> settings(Set.of(TunnelKind.MINIMAL), List.of(SERVER6), List.of(VIP), -1, List.of()),
            "is for IPv4");
    }

    @Test
    void shouldRefuseCodePointsThatAreNone() {
        refused(() -> codes(Map.of(0, List.of(VIP.address()))), "code point 0");
        refused(() -> codes(Map.of(64, List.of(VIP.address()))), "code point 64");
        refused(() -> codes(Map.of(1, List.of(VIP.address(), address("192.0.2.11")))), "more than one VIP of a family");
        refused(() -> codes(Map.of(1, List.of(SERVER))), "a VIP and a local address");
        assertThat(codes(Map.of(63, List.of(VIP.address(), address("2001:db8::10")))).kinds()).isEmpty();
    }

    @Test
    void shouldKnowWhichAddressesARangeHolds() {
        final AddressRange range = new AddressRange(address("10.0.0.0"), 23);
        assertThat(range.contains(address("10.0.1.255"))).isTrue();
        assertThat(range.contains(address("10.0.2.0"))).isFalse();
        assertThat(range.contains(address("2001:db8::1"))).isFalse();
        final AddressRange range6 = new AddressRange(address("2001:db8::"), 65);
        assertThat(range6.contains(address("2001:db8::7fff:0:0:1"))).isTrue();
        assertThat(range6.contains(address("2001:db8::8000:0:0:1"))).isFalse();
        assertThat(new AddressRange(address("::"), 0).contains(SERVER6)).isTrue();
        assertThat(new AddressRange(address("0.0.0.0"), 0).contains(SERVER)).isTrue();
        assertThatThrownBy(() -> new AddressRange(SERVER, 33)).hasMessageContaining("33 bits");
    }

    @Test
    void shouldNeedTwoCapabilities() {
        assertThat(Decapsulator.missing(EnumSet.of(Capability.BPF, Capability.NET_ADMIN))).isEmpty();
        assertThat(Decapsulator.missing(EnumSet.of(Capability.SYS_ADMIN, Capability.NET_ADMIN))).isEmpty();
        assertThat(Decapsulator.missing(EnumSet.of(Capability.NET_RAW))).isEqualTo("CAP_NET_ADMIN, CAP_BPF");
    }

    private static DecapSettings settings(
        final Set<TunnelKind> kinds, final List<InetAddress> locals, final List<AddressRange> vips, final long key,
        final List<Integer> ports) {
        return new DecapSettings(kinds, locals, vips, List.of(),
            key < 0 ? OptionalLong.empty() : OptionalLong.of(key), ports, Map.of());
    }

    private static DecapSettings codes(final Map<Integer, List<InetAddress>> codes) {
        return new DecapSettings(Set.of(), List.of(SERVER), List.of(), List.of(), OptionalLong.empty(), List.of(),
            codes);
    }

    private static void refused(final ThrowingCallable settings, final String words) {
        assertThatThrownBy(settings).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(words);
    }
}

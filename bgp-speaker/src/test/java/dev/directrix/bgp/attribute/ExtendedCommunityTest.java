package dev.directrix.bgp.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.directrix.bgp.wire.Addresses;
import org.junit.jupiter.api.Test;

/** The layouts of extended communities (RFC 4360 §3, RFC 5668, RFC 10005). */
class ExtendedCommunityTest {

    @Test
    void shouldLayOutTwoOctetAs() {
        final ExtendedCommunity target = ExtendedCommunity.twoOctetAs(0, ExtendedCommunity.ROUTE_TARGET, 200, 2000);
        assertThat(target.value()).isEqualTo(0x0002_00c8_0000_07d0L);
        assertThat(target).hasToString("target:200:2000");
        assertThat(target.form()).isEqualTo(ExtendedCommunity.Form.TWO_OCTET_AS);
        assertThat(target.isRouteTarget()).isTrue();
    }

    @Test
    void shouldLayOutFourOctetAs() {
        final ExtendedCommunity origin = ExtendedCommunity.fourOctetAs(
            ExtendedCommunity.Form.FOUR_OCTET_AS.type(), ExtendedCommunity.ROUTE_ORIGIN, 71_100, 11_000);
        assertThat(origin.value()).isEqualTo(0x0203_0001_15bc_2af8L);
        assertThat(origin.asn()).isEqualTo(71_100);
        assertThat(origin).hasToString("origin:71100:11000");
    }

    @Test
    void shouldLayOutAddress() {
        final ExtendedCommunity origin = ExtendedCommunity.ipv4(ExtendedCommunity.Form.IPV4.type(),
            ExtendedCommunity.ROUTE_ORIGIN, Addresses.ipv4(0x07070707), 7000);
        assertThat(origin).hasToString("origin:7.7.7.7:7000");
        assertThat(origin.address()).isEqualTo(Addresses.ipv4(0x07070707));
    }

    @Test
    void shouldTellBothFormsOfLinkBandwidth() {
        final ExtendedCommunity inside = ExtendedCommunity.linkBandwidth(65_101, 1.25e8f, false);
        assertThat(inside.value()).isEqualTo(0x4004_fe4d_4cee_6b28L);
        assertThat(inside.bytesPerSecond()).isEqualTo(1.25e8f);
        assertThat(inside.isTransitive()).isFalse();
        assertThat(ExtendedCommunity.linkBandwidth(4_200_000_001L, 1, true).asn()).isEqualTo(AsPath.AS_TRANS);
    }

    @Test
    void shouldShowUnknownOnesAsOctets() {
        assertThat(ExtendedCommunity.of(0x80, 0x0a, 0x0102_3456_7890L)).hasToString("0x800a010234567890");
    }
}

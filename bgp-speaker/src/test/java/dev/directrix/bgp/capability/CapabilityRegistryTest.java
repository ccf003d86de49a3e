package dev.directrix.bgp.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.directrix.bgp.wire.ByteReader;
import dev.directrix.bgp.wire.ByteWriter;
import dev.directrix.bgp.wire.Family;
import dev.directrix.bgp.wire.Octets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Capabilities octet by octet: what each says, and that what makes no sense is kept as it came. */
class CapabilityRegistryTest {

    private static final CapabilityRegistry REGISTRY = CapabilityRegistry.standard();

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', value = {
        "010400010001               | ipv4-unicast",
        "0200                       | route-refresh",
        "0506000100010002           | extended-next-hop [ipv4-unicast via ipv6]",
        "0600                       | extended-message",
        "090103                     | role customer",
        "090109                     | role 9",
        "4006C07800010180           | graceful-restart 120 s restarted notification [ipv4-unicast forwarding]",
        "40020078                   | graceful-restart 120 s",
        "4104FA56EA01               | four-octet-asn 4200000001",
        "44020001                   | multi-session [1]",
        "83020001                   | multi-session [1]",
        "450800010103000201 01      | add-path [ipv4-unicast send/receive, ipv6-unicast receive]",
        "4600                       | enhanced-route-refresh",
        "470700010180015180         | long-lived-graceful-restart [ipv4-unicast 86400 s]",
        "4907026431036c6162         | hostname d1.lab",
        "4B0302763 1                | software-version v1",
        "4C050001010010             | paths-limit [ipv4-unicast 16]",
        "4D00                       | link-local-next-hop",
        "8000                       | route-refresh-cisco",
        "B900                       | operational",
        "C8020102                   | capability 200 0x0102"})
    void shouldReadAndWriteAgain(final String spaced, final String text) {
        final byte[] octets = HexFormat.of().parseHex(spaced.replace(" ", ""));
        final List<Capability> capabilities = REGISTRY.decode(ByteReader.of(octets));
        assertThat(capabilities).singleElement().extracting(Capability::text).isEqualTo(text);
        final ByteWriter out = new ByteWriter(16);
        REGISTRY.encode(capabilities.getFirst(), out);
        assertThat(out.toBytes()).isEqualTo(octets);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"0103000100", "020101", "4003007800", "4503000101", "49020561", "4B03026aff", "4100"})
    void shouldKeepWhatMakesNoSense(final String hex) {
        final List<Capability> capabilities = REGISTRY.decode(ByteReader.of(HexFormat.of().parseHex(hex)));
        assertThat(capabilities.getFirst()).isInstanceOf(RawCapability.class);
    }

    @Test
    void shouldTellDirectionsOfAddPathApart() {
        final AddPath offer = new AddPath(List.of(new AddPath.Entry(Family.IPV4_UNICAST, AddPath.BOTH),
            new AddPath.Entry(Family.IPV6_UNICAST, AddPath.RECEIVE), new AddPath.Entry(new Family(1, 2), 4)));
        assertThat(offer.receives()).isEqualTo(Set.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST));
        assertThat(offer.sends()).isEqualTo(Set.of(Family.IPV4_UNICAST));
    }

    @Test
    void shouldCutNamesBetweenCharacters() {
        assertThat(Hostname.of("a".repeat(63) + "\u00e4", "").host()).isEqualTo("a".repeat(63));
        assertThat(SoftwareVersion.of("v".repeat(80)).version()).hasSize(SoftwareVersion.MAX_OCTETS);
    }

    @Test
    void shouldShowNoControlCharacters() {
        assertThat(new Hostname("evil\u001b[2J", "").text()).isEqualTo("hostname evil?[2J");
    }

    @Test
    void shouldRefuseToWriteMoreThanFits() {
        final RawCapability large = new RawCapability(200, Octets.of(new byte[256]));
        assertThatThrownBy(() -> REGISTRY.encode(large, new ByteWriter(16)))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("255");
    }
}

package dev.directrix.bgp.exabgp.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.directrix.bgp.exabgp.config.ExabgpConfiguration;
import dev.directrix.bgp.exabgp.event.EventEncoder;
import dev.directrix.bgp.exabgp.event.EventSource;
import dev.directrix.bgp.exabgp.event.FormatVersion;
import dev.directrix.bgp.exabgp.event.Json;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hexadecimal in, one event a message out, whatever it is. */
class HexDecoderTest {

    private static final int MUTATIONS = 30_000;
    private static final EventSource SOURCE = new EventSource(() -> Instant.EPOCH, "here", 1, 1);
    private static final String MARKER = "ff".repeat(16);
    private static final String ATTRIBUTES = "40010100400206020100" + "00fde9" + "4003040a000001" + "40050400000064";
    private static final String BODY = "0000" + "001b" + ATTRIBUTES + "18c00002";
    private static final String UPDATE = MARKER + "003602" + BODY;
    private static final String KEEPALIVE = MARKER + "001304";

    private final HexDecoder decoder =
        new HexDecoder(EventEncoder.json(FormatVersion.V5_0_0), DecodeSession.standard(), SOURCE);

    @Test
    void shouldReadDigitsHoweverTheyAreWritten() {
        final JsonObject expected = Json.steady(only(UPDATE).text());
        assertThat(expected.get("type").getAsString()).isEqualTo("update");
        for (final String form : List.of(UPDATE.toUpperCase(Locale.ROOT), "0x" + UPDATE, " " + UPDATE + "\t\n",
            UPDATE.replaceAll("(..)", "$1 "), UPDATE.replaceAll("(.{8})", "$1:"))) {
            assertThat(Json.steady(only(form).text())).isEqualTo(expected);
        }
    }

    @Test
    void shouldReadMessageWithoutMarkerAndBareBodyOfUpdate() {
        final JsonObject expected = Json.steady(only(UPDATE).text());
        assertThat(Json.steady(only("003602" + BODY).text())).isEqualTo(expected);
        assertThat(Json.steady(only(BODY).text())).isEqualTo(expected);
        assertThat(Json.steady(only("001304").text()).get("type").getAsString()).isEqualTo("keepalive");
        assertThat(Json.steady(only("00000000").text()).toString()).contains("eor");
    }

    @Test
    void shouldTellEachOfSeveralMessages() {
        assertThat(decoder.decode(KEEPALIVE + UPDATE + KEEPALIVE)).extracting(HexDecoderTest::type)
            .containsExactly("keepalive", "update", "keepalive");
    }

    @Test
    void shouldCountEvents() {
        assertThat(decoder.decode(KEEPALIVE + KEEPALIVE))
            .extracting(decoded -> Json.parse(decoded.text()).get("counter").getAsInt()).containsExactly(1, 2);
        assertThat(Json.parse(only(KEEPALIVE).text()).get("counter").getAsInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "xyz       | 'x' at column 1 is no hexadecimal digit: give the message as two digits an octet",
        "ff 0g     | 'g' at column 5 is no hexadecimal digit: give the message as two digits an octet",
        "fff       | an odd number of digits: the last octet is cut off"})
    void shouldTellWhatIsNoMessage(final String text, final String why) {
        final HexDecoder.Decoded decoded = only(text);
        assertThat(decoded.good()).isFalse();
        final JsonObject error = Json.parse(decoded.text()).getAsJsonObject("error");
        assertThat(error.get("code").getAsInt()).isZero();
        assertThat(error.get("treatment").getAsString()).isEqualTo("none");
        assertThat(error.get("text").getAsString()).isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // Message header: marker is checked by the form, so length and type remain.
        "MARKER 001204                       | 1 | 2 | session-reset",
        "MARKER 001409                       | 1 | 3 | session-reset",
        "MARKER 001404                       | 1 | 2 | session-reset",
        "MARKER 00ff02 0000                  | 1 | 2 | session-reset",
        "MARKER 0013                         | 1 | 2 | session-reset",
        // OPEN: version, optional parameter.
        "MARKER 001d01 03fffd00b40a00000200  | 2 | 1 | session-reset",
        "MARKER 002101 04fffd00b40a000002 04 01020000 | 2 | 4 | session-reset",
        // ROUTE-REFRESH with a body behind a marker subtype.
        "MARKER 001805 0001010100            | 7 | 1 | session-reset",
        // UPDATE: unreadable prefix, lengths beyond the message.
        "0000 0000 21c0000201ff              | 3 | 10 | session-reset",
        "0000 00ff                           | 3 | 1 | session-reset"})
    void shouldTellErrorThatEndsSession(
        final String message, final int code, final int subcode, final String treatment) {
        final HexDecoder.Decoded decoded = only(message.replace("MARKER", MARKER));
        assertThat(decoded.good()).isFalse();
        assertError(decoded, code, subcode, treatment);
        assertThat(Json.parse(decoded.text()).getAsJsonObject("neighbor").has("message")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "c00803fde800, 9, treat-as-withdraw, 8",
        "c00703fde800, 5, attribute-discard, 7",
        "800403000000, 5, treat-as-withdraw, 4",
        "400404000000ff, 4, treat-as-withdraw, 4"})
    void shouldTellErrorThatIsSurvivedWithWhatRemains(
        final String attribute, final int subcode, final String treatment, final int type) {
        final String attributes = ATTRIBUTES + attribute;
        final HexDecoder.Decoded decoded =
            only("0000" + String.format("%04x", attributes.length() / 2) + attributes + "18c00002");
        assertThat(decoded.good()).isFalse();
        assertError(decoded, 3, subcode, treatment);
        final JsonObject event = Json.parse(decoded.text());
        assertThat(event.getAsJsonObject("error").get("attribute").getAsInt()).isEqualTo(type);
        final JsonObject routes =
            event.getAsJsonObject("neighbor").getAsJsonObject("message").getAsJsonObject("update");
        assertThat(routes.has("withdraw")).isEqualTo(treatment.equals("treat-as-withdraw"));
        assertThat(routes.has("announce")).isEqualTo(treatment.equals("attribute-discard"));
    }

    @Test
    void shouldTellGravestErrorFirstAndAllOfThem() {
        final String attributes = ATTRIBUTES + "c00703fde800" + "c00803fde800";
        final JsonObject error = Json.parse(only(
            "0000" + String.format("%04x", attributes.length() / 2) + attributes + "18c00002").text())
            .getAsJsonObject("error");
        assertThat(error.get("treatment").getAsString()).isEqualTo("treat-as-withdraw");
        assertThat(error.getAsJsonArray("all")).extracting(fault ->
            fault.getAsJsonObject().get("treatment").getAsString())
            .containsExactly("treat-as-withdraw", "attribute-discard");
    }

    @Test
    void shouldRefuseWellKnownAttributeThatNobodyKnowsUnlessItWasPassedOn() {
        final String unknown = ATTRIBUTES + "40990400000064";
        assertError(only("0000" + String.format("%04x", unknown.length() / 2) + unknown + "18c00002"),
            3, 2, "session-reset");
        final String passedOn = ATTRIBUTES + "60990400000064";
        assertThat(only("0000" + String.format("%04x", passedOn.length() / 2) + passedOn + "18c00002").text())
            .contains("\"attribute-0x99-0x60\": \"0x00000064\"");
    }

    @Test
    void shouldTakeSessionFromConfiguration() {
        final DecodeSession session = DecodeSession.of(ExabgpConfiguration.parse("""
            neighbor 192.0.2.2 {
                router-id 192.0.2.9;
                local-address 192.0.2.1;
                local-as 65001;
                peer-as 65002;
                family { ipv4 unicast; }
                capability { add-path send/receive; asn4 disable; }
            }
            """, "test.conf"));
        final HexDecoder configured = new HexDecoder(EventEncoder.json(FormatVersion.V5_0_0), session, SOURCE);
        final String body = "0000" + "0012" + "40010100" + "400204" + "0201fdea" + "4003040a000001"
            + "00000007" + "18c00002";
        assertThat(Json.steady(configured.decode(body).getFirst().text())).isEqualTo(Json.parse("""
            {"exabgp": "5.0.0", "type": "update", "neighbor": {
              "address": {"local": "192.0.2.1", "peer": "192.0.2.2"}, "asn": {"local": 65001, "peer": 65002},
              "router-id": "192.0.2.9", "direction": "in", "message": {"update": {
                "attribute": {"origin": "igp", "as-path": {"0": {"element": "as-sequence", "value": [65002]}}},
                "announce": {"ipv4 unicast": {"10.0.0.1":
                  [{"nlri": "192.0.2.0/24", "path-information": "0.0.0.7"}]}}}}}}
            """));
        final HexDecoder.Decoded ipv6 = configured.decode("0000" + "0006" + "800f03000201").getFirst();
        assertThat(Json.parse(ipv6.text()).getAsJsonObject("error").get("treatment").getAsString())
            .isEqualTo("afi-safi-disable");
    }

    @Test
    void shouldCountConfigurationWithoutNeighborAsExabgpsOwn() {
        final DecodeSession session = DecodeSession.of(ExabgpConfiguration.parse("", "empty.conf"));
        assertThat(new HexDecoder(EventEncoder.json(FormatVersion.V5_0_0), session, SOURCE)
            .decode(KEEPALIVE).getFirst().text()).contains("\"router-id\": \"10.0.0.2\"");
        assertThat(only(KEEPALIVE).text()).contains("\"router-id\": \"127.0.0.1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"V4_0_1", "V5_0_0", "V6_0_0"})
    void shouldMakeOneLineOfAnything(final String version) {
        final FormatVersion format = FormatVersion.valueOf(version);
        final List<String> good = List.of(UPDATE, KEEPALIVE,
            MARKER + "00510104fffd00b40a000002340206010400010001020641040000fffd02224b"
                + "201f4578614247502f6d61696e2d633261326561386562642d3230323430373135",
            MARKER + "001d030602086869207468657265".replace("1d", "1e"), MARKER + "00170500010001",
            MARKER + "006a02" + "0000" + "004f" + ATTRIBUTES + "c00808fde80001fde80002" + "c010080002fde80000000a"
                + "c0200c000000010000000200000003" + "801a0b01000b000000000000000a" + "18c00002");
        final HexDecoder json = new HexDecoder(EventEncoder.json(format), DecodeSession.standard(), SOURCE);
        final HexDecoder text = new HexDecoder(EventEncoder.text(format), DecodeSession.standard(), SOURCE);
        final Random random = new Random(7606);
        int errors = 0;
        for (int i = 0; i < MUTATIONS / 3; i++) {
            final byte[] octets = HexFormat.of().parseHex(good.get(i % good.size()));
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                octets[16 + random.nextInt(octets.length - 16)] = (byte) random.nextInt(256);
            }
            final String hex = HexFormat.of().formatHex(octets);
            for (final HexDecoder.Decoded decoded : json.decode(hex)) {
                assertThat(decoded.text()).doesNotContain("\n");
                assertThat(Json.parse(decoded.text()).has("error")).isNotEqualTo(decoded.good());
                errors += decoded.good() ? 0 : 1;
            }
            text.decode(hex).forEach(decoded -> assertThat(decoded.text().lines())
                .allMatch(line -> line.startsWith("neighbor 127.0.0.1 in ")));
        }
        assertThat(errors).isBetween(MUTATIONS / 30, MUTATIONS / 3);
    }

    private HexDecoder.Decoded only(final String hex) {
        final List<HexDecoder.Decoded> decoded = decoder.decode(hex);
        assertThat(decoded).hasSize(1);
        return decoded.getFirst();
    }

    private static void assertError(
        final HexDecoder.Decoded decoded, final int code, final int subcode, final String treatment) {
        final JsonObject event = Json.parse(decoded.text());
        assertThat(event.get("type").getAsString()).isEqualTo("error");
        final JsonObject error = event.getAsJsonObject("error");
        assertThat(error.get("code").getAsInt()).isEqualTo(code);
        assertThat(error.get("subcode").getAsInt()).isEqualTo(subcode);
        assertThat(error.get("treatment").getAsString()).isEqualTo(treatment);
    }

    private static String type(final HexDecoder.Decoded decoded) {
        return Json.parse(decoded.text()).get("type").getAsString();
    }
}
